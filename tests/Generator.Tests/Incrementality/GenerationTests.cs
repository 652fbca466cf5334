using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Incrementality;

/// <summary>What the generator adds to a project: a part of the class that compiles, or stubs; never an exception.</summary>
public class GenerationTests
{
    [Fact]
    public void A_network_gets_its_other_part_without_a_warning()
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + """
            [Network, Input("N", 4)]
            [Linear(8), Relu, Linear(2)]
            [CrossEntropyLoss]
            public partial class Net;
            """);

        Assert.DoesNotContain(generated.Files.Keys, name => name.EndsWith(".Failure.g.cs", System.StringComparison.Ordinal));
        Assert.Empty(generated.Diagnostics.Where(d => d.Id != "CS8019"));
        Assert.Empty(TestCompilation.Analyze(generated.Compilation));
    }

    [Fact]
    public void A_network_with_errors_gets_stubs_so_that_its_users_compile()
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + """
            [Network, Input("N", 4)]
            [Conv2d(8, 3)]
            public partial class Net;

            public static class User
            {
                public static Net Make() => new Net(seed: 1);
            }
            """);

        Assert.Empty(generated.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal("SIN0106", Assert.Single(TestCompilation.Analyze(generated.Compilation)).Id);
    }

    [Fact]
    public void The_analyzer_sees_the_generated_part_and_traces_the_written_one()
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + """
            public sealed class Block(int width) : Module
            {
                readonly Layer inner = new Linear(width);
                public Tensor Forward(Tensor x) => x + inner(x);
            }

            [Network]
            public partial class Net
            {
                readonly Layer[] blocks = [new Block(4), new Block(4)];
                readonly State mean = new(4);

                [Forward]
                public Tensor Apply([Shape("N", 4)] Tensor x)
                {
                    foreach (var block in blocks) x = block(x - mean);
                    return x;
                }

                [Loss]
                public (Tensor loss, Tensor largest) Loss([Shape("N", 4)] Tensor x)
                {
                    mean.Next = 0.9f * mean + 0.1f * Mean(x, axes: [0]);
                    var y = Apply(x);
                    return (Mean(Square(y)), Max(y));
                }
            }
            """);

        Assert.Empty(generated.Diagnostics.Where(d => d.Id != "CS8019"));
        Assert.DoesNotContain(generated.Files.Keys, name => name.EndsWith(".Failure.g.cs", System.StringComparison.Ordinal));
        Assert.Empty(TestCompilation.Analyze(generated.Compilation));
    }
}
