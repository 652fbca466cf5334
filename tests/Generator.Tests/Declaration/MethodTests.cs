using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

public class MethodTests
{
    [Fact]
    public void Modules_in_arrays_are_inlined_and_named_by_their_fields()
    {
        var traced = TestCompilation.Trace(TestCompilation.Usings + """
            public sealed class Block(int width, bool project = false) : Module
            {
                readonly Layer first = new Linear(width);
                readonly Layer second = new Linear(width) { Bias = false };

                public Tensor Forward(Tensor x)
                {
                    var y = Relu(first(x));
                    return project ? second(y) : y + x;
                }
            }

            [Network]
            public partial class Net
            {
                readonly Layer stem = new Linear(16);
                readonly Layer[] stages = [new Block(16), new Block(32, project: true)];

                [Forward]
                public Tensor Classify([Shape("N", 8)] Tensor image)
                {
                    var x = Relu(stem(image));
                    foreach (var stage in stages) x = stage(x);
                    return x;
                }

                [Loss]
                public Tensor Loss([Shape("N", 8)] Tensor image, [Shape("N")] IntTensor label) => CrossEntropy(Classify(image), label);
            }
            """);

        Assert.Empty(traced.Diagnostics);
        Assert.Equal(
            [
                "stem.weight [16, 8]", "stem.bias [16]", "stages.0.first.weight [16, 16]", "stages.0.first.bias [16]",
                "stages.1.first.weight [32, 16]", "stages.1.first.bias [32]", "stages.1.second.weight [32, 32]",
            ],
            traced.Model.Parameters.Select(p => $"{p.Path} {p.Shape}"));
        Assert.Equal(["Classify", "Loss", "Loss"], traced.Model.Entries.Select(e => e.Name));
        Assert.Equal(7, traced.Entry(EntryKind.Training).Trains.Count);
    }
}
