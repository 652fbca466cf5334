using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>Emitted source does not grow with the number of steps; with that of equal layers, in training by the calls of their shared kernels, in inference by the summary alone.</summary>
public sealed partial class SourceSizeTests
{
    // Whole vectors and others: loops over what is left of a vector have a line for it.
    [Theory]
    [InlineData(16, 512)]
    [InlineData(9, 509)]
    public void Source_does_not_grow_with_the_number_of_steps(int few, int many)
    {
        Assert.Equal(Lines(Text(few, layers: 2)), Lines(Text(many, layers: 2)));
        // Up to the digits of what depends on it.
        Assert.InRange(Text(many, layers: 2).Length - Text(few, layers: 2).Length, 0, 3000);
    }

    [Fact]
    public void Equal_layers_share_their_kernels()
    {
        var (three, nine) = (Text(steps: 8, layers: 3), Text(steps: 8, layers: 9));
        Assert.Equal(Kernels(three), Kernels(nine));
        Assert.InRange(Kernels(three), 5, 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Equal_blocks_share_their_kernels(double dropout)
    {
        var (three, nine) = (Blocks(3, dropout), Blocks(9, dropout));
        Assert.Equal(Kernels(three), Kernels(nine));
        Assert.InRange(Kernels(three), 5, 120);
    }

    [Fact]
    public void Inference_of_equal_blocks_is_a_loop_over_one()
    {
        var (six, twelve) = (Blocks(6, 0, isTrained: false), Blocks(12, 0, isTrained: false));
        var summary = Lines(twelve) - Lines(six);       // of each layer a line
        Assert.InRange(summary, 1, 6 * 8);
        Assert.InRange(twelve.Length - six.Length, 1, 6 * 8 * 80);
        Assert.DoesNotContain("blocks.3.norm1.weight", twelve, System.StringComparison.Ordinal);
    }

    static int Lines(string text) => text.Count(c => c == '\n');

    static int Kernels(string text) => Kernel().Count(text);

    // A layer's input is as wide as its state, so that all layers but the first, whose input needs no gradient, are alike.
    static string Text(int steps, int layers) => string.Concat(TestCompilation.Generate($$"""
        using Sinter;
        using static Sinter.Ops;

        [Network, Input("N", {{steps}}, 48)]
        [Lstm(48, Layers = {{layers}}), Gru(48, Layers = {{layers}}), Linear(5)]
        [MeanSquaredErrorLoss]
        public partial class Net;
        """).Files.Values);

    static string Blocks(int blocks, double dropout, bool isTrained = true) => string.Concat(TestCompilation.Generate($$"""
        using Sinter;
        using static Sinter.Ops;

        [Network]
        public partial class Net
        {
            readonly Embedding words = new(11, 24);
            readonly Layer[] blocks = [{{string.Join(", ", Enumerable.Repeat("Block()", blocks))}}];
            readonly Layer norm = new LayerNorm(), head = new Linear(11);

            [Forward]
            public Tensor Score([Shape("N", "T")] IntTensor text)
            {
                var x = words.Forward(text);
                foreach (var block in blocks) x = block(x);
                return head(norm(x));
            }

            {{(isTrained ? """[Loss] public Tensor Loss([Shape("N", "T")] IntTensor text, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Score(text), [0, 2, 1]), next);""" : "")}}

            static Layer Block() => new TransformerEncoderLayer(3, 48) { Causal = true, NormFirst = true, Activation = Activation.Gelu, Dropout = {{dropout.ToString(CultureInfo.InvariantCulture)}}f, Cache = 16 };
        }
        """).Files.Values);

    [GeneratedRegex(@"\bstatic void \w+<TSimd>\(global::Sinter\.Runtime\.Execution run")]
    private static partial Regex Kernel();
}
