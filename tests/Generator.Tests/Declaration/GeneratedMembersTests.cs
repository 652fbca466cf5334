using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>Members that the generator writes are not declared beside it; what C# lets stand beside them is.</summary>
public class GeneratedMembersTests
{
    [Theory]
    [InlineData("public const string Summary = \"\";", "Summary")]
    [InlineData("public int Parameters() => 3;", "Parameters")]
    [InlineData("readonly Layer Save = new Linear(4);", "Save")]
    [InlineData("public static void Load(string file) { }", "Load")]
    [InlineData("public sealed class LossTrainer;", "LossTrainer")]
    [InlineData("public void CreateTrainer(Optimizer with) { }", "CreateTrainer")]
    [InlineData("const int Session = 3;", "Session")]
    [InlineData("public void CreateSession(int batch) { }", "CreateSession")]
    [InlineData("[Forward] public Tensor Room([Shape(\"N\", 4)] Tensor x) => Kept(x);", "Room")]
    [InlineData("readonly Parameter table = new(5, 4); [Forward] public Tensor Next([Shape(\"N\")] IntTensor token) => Kept(Gather(table, token));", "Next")]
    public void What_the_generator_writes_is_refused(string member, string name)
    {
        var source = Source(member, perSession: name is "Session" or "CreateSession" or "Room" or "Next");
        var diagnostic = Assert.Single(TestCompilation.Analyze(source), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("SIN0029", diagnostic.Id);
        Assert.Equal(name, source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Theory]
    [InlineData("public static void Load(System.ReadOnlySpan<byte> bytes) { }", false)]
    [InlineData("public void Save(string path, bool verbose) { }", false)]
    [InlineData("public sealed partial class Session { public int Half => Room / 2; }", true)]
    [InlineData("public const int Session = 3; public void CreateSession(int batch) { }", false)]
    [InlineData("[Forward] public Tensor Reset([Shape(\"N\", 4)] Tensor x) => Kept(x);", true)]
    [InlineData("readonly Parameter table = new(5, 4); [Forward] public Tensor Next([Shape(\"N\", 1)] IntTensor token) => Kept(Reshape(Gather(table, token), [-1, 4]));", true)]
    [InlineData("[Forward] public Tensor Save([Shape(\"N\", 4)] Tensor x) => 2 * x;", false)]
    public void What_stands_beside_it_is_not(string member, bool perSession)
    {
        var source = Source(member, perSession);
        Assert.Empty(TestCompilation.Analyze(source).Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(TestCompilation.Generate(source).Diagnostics);
    }

    static string Source(string member, bool perSession) => TestCompilation.Usings + $$"""
        [Network]
        public partial class Net
        {
            readonly Layer linear = new Linear(4);
            {{member}}
            {{(perSession ? Keeping : "")}}

            [Forward] public Tensor Apply([Shape("N", 4)] Tensor x) => {{(perSession ? "Kept" : "linear")}}(x);

            [Loss] public Tensor Loss([Shape("N", 4)] Tensor x) => Mean(linear(x));
        }
        """;

    const string Keeping = """
        readonly State memory = new(4) { PerSession = true, Batch = "N" };
        Tensor Kept(Tensor x)
        {
            var next = linear(x) + memory;
            memory.Next = next;
            return next;
        }
        """;
}
