using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Incrementality;

/// <summary>Compiling a network is the expensive step: it runs again when the network has changed, and only then.</summary>
public class CachingTests
{
    const string Net = TestCompilation.Usings + """
        [Network, Input("N", 4)]
        [Linear(8), Relu, Linear(2)]
        public partial class Net;
        """;

    [Fact]
    public void An_unrelated_file_runs_nothing_again() =>
        Assert.Equal(IncrementalStepRunReason.Cached, CompileAfter(c => c.AddSyntaxTrees(Parse("class Unrelated;", "Unrelated.cs")), IncrementalStepRunReason.Unchanged));

    [Fact]
    public void A_comment_inside_the_model_compiles_nothing_again() => Assert.Equal(IncrementalStepRunReason.Cached, CompileAfter(Edit("[Linear(8)", "/* wide */ [Linear(8)")));

    [Fact]
    public void Moved_lines_compile_nothing_again() => Assert.Equal(IncrementalStepRunReason.Cached, CompileAfter(Edit("[Network", "\n\n\n[Network")));

    [Fact]
    public void Another_extent_compiles_again() => Assert.Equal(IncrementalStepRunReason.Modified, CompileAfter(Edit("Linear(8)", "Linear(16)")));

    /// <summary>To the same code, in a network without convolutions.</summary>
    [Fact]
    public void Another_setting_of_the_network_compiles_again() => Assert.Equal(IncrementalStepRunReason.Unchanged, CompileAfter(Edit("[Network", "[Network(Winograd = false)")));

    static System.Func<CSharpCompilation, CSharpCompilation> Edit(string from, string to) =>
        compilation => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Parse(Net.Replace(from, to), compilation.SyntaxTrees[0].FilePath));

    static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)TestCompilation.Of(Net).SyntaxTrees[0].Options, path);

    static IncrementalStepRunReason CompileAfter(System.Func<CSharpCompilation, CSharpCompilation> edit, IncrementalStepRunReason? declared = null)
    {
        var compilation = TestCompilation.Of(Net);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation).RunGenerators(edit(compilation));
        var steps = driver.GetRunResult().Results.Single().TrackedSteps;
        if (declared is not null) Assert.Equal(declared, steps[Steps.Declare].Single().Outputs.Single().Reason);
        return steps[Steps.Compile].Single().Outputs.Single().Reason;
    }
}
