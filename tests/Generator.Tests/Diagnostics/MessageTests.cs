using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Diagnostics;

public class MessageTests
{
    [Fact]
    public void A_shape_error_follows_the_tensor_from_the_input()
    {
        var source = TestCompilation.Usings + """
            [Network]
            public partial class LeNet
            {
                readonly Layer conv1 = new Conv2d(32, 3) { Padding = 1 };
                readonly Layer pool1 = new MaxPool2d(2);
                readonly Parameter weight = new(784, 128);

                [Forward]
                public Tensor Classify([Shape("N", 1, 28, 28)] Tensor image) => MatMul(Flatten(pool1(conv1(image))), weight);
            }
            """;
        var diagnostic = Assert.Single(TestCompilation.Analyze(source));

        Assert.Equal(
            "MatMul: inner dimensions differ: [N, 6272] × [784, 128].\n" +
            "    image [N, 1, 28, 28] → conv1 [N, 32, 28, 28] → pool1 [N, 32, 14, 14] → Flatten [N, 6272]\n" +
            "    weight [784, 128]",
            diagnostic.GetMessage());
        Assert.Equal(["Flatten(pool1(conv1(image)))"], diagnostic.AdditionalLocations.Select(l => source[l.SourceSpan.Start..l.SourceSpan.End]));
    }

    [Fact]
    public void One_mistake_gives_one_error_however_often_it_is_met()
    {
        var diagnostic = Assert.Single(TestCompilation.Analyze(TestCompilation.Usings + """
            [Network]
            public partial class Net
            {
                readonly Layer linear = new Linear(3);

                [Forward]
                public Tensor Apply([Shape("N", 4)] Tensor x)
                {
                    var y = x + linear(x);
                    for (var i = 0; i < 3; i++) y = linear(y) + MatMul(y, y);
                    return y;
                }

                [Loss]
                public Tensor Loss([Shape("N", 4)] Tensor x) => Mean(Apply(x));
            }
            """));
        Assert.Equal("SIN0101", diagnostic.Id);
    }

    [Fact]
    public void A_pragma_disables_a_diagnostic() => Assert.Empty(TestCompilation.Analyze(TestCompilation.Usings + """
        [Network]
        public partial class Net
        {
            readonly Layer linear = new Linear(3);
        #pragma warning disable SIN0020
            readonly Layer later = new Linear(3);
        #pragma warning restore SIN0020

            [Forward]
            public Tensor Apply([Shape("N", 4)] Tensor x) => linear(x);
        }
        """).Where(d => !d.IsSuppressed));

    [Theory]
    [InlineData("while (true) x = 2 * x;")]
    [InlineData("for (var i = 0; i >= 0; i++) x = x + 1;")]
    public void An_endless_loop_is_a_diagnostic(string loop) => Assert.Equal("SIN0015", Assert.Single(TestCompilation.Analyze(TestCompilation.Usings + $$"""
        [Network]
        public partial class Net
        {
            [Forward]
            public Tensor Apply([Shape("N", 4)] Tensor x)
            {
                {{loop}}
                return x;
            }
        }
        """)).Id);

    [Fact]
    public void Code_that_CSharp_rejects_is_left_to_CSharp() => Assert.Empty(TestCompilation.Analyze(TestCompilation.Usings + """
        [Network]
        public partial class Net
        {
            readonly Layer linear = new Lineer(3);

            [Forward]
            public Tensor Apply([Shape("N", 4)] Tensor x) => Relu(linear(x) + missing);
        }
        """));

    [Fact]
    public void A_failure_of_the_compiler_names_the_network_and_asks_for_a_report()
    {
        var compilation = TestCompilation.Of(TestCompilation.Usings + """
            [assembly: System.Reflection.AssemblyMetadata("Sinter.Failure:Samples.Net", "InvalidOperationException: broken")]

            namespace Samples
            {
                [Network, Input("N", 4)]
                [Linear(2)]
                public partial class Net;
            }
            """);
        var diagnostic = Assert.Single(TestCompilation.Analyze(compilation));

        Assert.Equal("SIN0099", diagnostic.Id);
        Assert.Contains("'Net'", diagnostic.GetMessage());
        Assert.Contains("InvalidOperationException: broken", diagnostic.GetMessage());
    }
}
