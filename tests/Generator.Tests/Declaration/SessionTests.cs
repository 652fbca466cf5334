using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>What belongs to a caller's session: declared, traced, lowered, and refused where it cannot be.</summary>
public class SessionTests
{
    const string Decoder = """
        [Network]
        public partial class Net
        {
            readonly KeyValueCache keys = new(32, 8);
            readonly State hidden = new(8) { PerSession = true, Init = Init.Constant(0.5f) };

            [Forward]
            public Tensor Decode([Shape("T", 8)] Tensor x)
            {
                hidden.Next = hidden + Sum(x, axes: [0]);
                return MatMul(x, Transpose(keys.Append(x))) * Sum(hidden);
            }

            [Loss]
            public Tensor Loss([Shape("T", 8)] Tensor x) => Mean(Decode(x));
        }
        """;

    [Fact]
    public void A_forward_method_has_a_session_and_a_loss_has_none()
    {
        var model = Trace(Decoder).Model;
        Assert.False(model.HasErrors);
        Assert.Empty(model.States);
        Assert.Equal(["hidden", "keys"], model.Session!.States.Select(s => s.Path));
        Assert.Equal(Shape.Of(32, 8), model.Session.States[1].Shape);
        Assert.Equal(0.5, model.Session.States[0].Initial);
        var decode = model.Entries.Single(e => e.Kind == EntryKind.Forward);
        Assert.Equal(["T", "P"], decode.Symbols);
        Assert.Equal(Shape.Of(Dim.Symbol("T"), Dim.Symbol("P") + Dim.Symbol("T")), GraphImporter.OutputTypes(decode)[0].Shape);
        Assert.Equal([new RowsAppended("P", Dim.Symbol("T"))], decode.Session!.Appends);
        Assert.All(model.Entries.Where(e => e.Kind != EntryKind.Forward), e => Assert.Null(e.Session));
        Assert.DoesNotContain(model.Entries.Where(e => e.Kind != EntryKind.Forward).SelectMany(e => e.Nodes), n => n.Op is SessionState or AppendRows);
    }

    [Fact]
    public void Rows_are_written_in_place_and_nothing_else_is()
    {
        var model = Trace(Decoder).Model;
        var entry = model.Entries.Single(e => e.Kind == EntryKind.Forward);
        var program = Lower.ToKernels(PassList.Run(GraphImporter.Import(entry), default), new ModelLayout(model), entry.Kind, ["x"]);
        LoopVerifier.Verify(program, entry.Symbols);
        var append = Assert.Single(program.Main.Launches(), launch => launch.Kernel.Comment.Contains("append_rows"));
        var text = LoopPrinter.Print(append.Kernel);
        Assert.Contains("< T", text);
        Assert.DoesNotContain("< 32", text);
        Assert.Equal(Space.Session, append.Arguments[append.Kernel.Buffers.ToList().FindIndex(b => b.Name.Contains("append"))].Space);
    }

    [Theory]
    [InlineData("readonly KeyValueCache c = new(8, 3);", "c.Append(x)", "cannot be appended to 'c', which keeps rows of [3]")]
    [InlineData("readonly KeyValueCache c = new(8, 4) { Batch = \"N\" };", "c.Append(x)", "it takes [N, T, 4]")]
    [InlineData("readonly KeyValueCache c = new(8, 4) { Length = \"T\" };", "c.Append(x)", "'T' is an extent of the inputs, and counts the rows of a cache")]
    [InlineData("readonly KeyValueCache c = new(8, 4), d = new(9, 4);", "c.Append(x) + d.Append(x)", "share the length 'P', but not capacity and overflow")]
    [InlineData("readonly Gru g = new(3) { PerSession = true }; readonly Parameter h = new(1, 1, 3);", "g.Forward(Reshape(x, [1, x.Shape[0], 4]), h).Output", "the session keeps 'hidden' (PerSession), so it cannot be given")]
    [InlineData("readonly Layer g = new Lstm(3) { PerSession = true, Bidirectional = true };", "g(Reshape(x, [1, x.Shape[0], 4]))", "cannot go on where the last call stopped (PerSession)")]
    [InlineData("readonly Layer g = new Lstm(3) { PerSession = true };", "g(Broadcast(0f, 2 * x.Shape[0], 1, 4))", "but here are 2*T of them")]
    [InlineData("readonly State s = new(4) { PerSession = true, Init = Init.Normal(1) };", "x + s", "must start with one number everywhere")]
    [InlineData("readonly State s = new(4) { PerSession = true, Batch = \"N\" }, t = new(4) { PerSession = true, Batch = \"M\" };", "x + Sum(s) + Sum(t)", "a session has one batch, but both 'N' and 'M' are declared")]
    public void What_does_not_fit_is_said(string fields, string result, string message)
    {
        var diagnostic = Assert.Single(Trace(Network(fields, $"[Forward] public Tensor Run([Shape(\"T\", 4)] Tensor x) => {result};")).Diagnostics);
        Assert.Equal("SIN0106", diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage());
    }

    [Fact]
    public void A_loss_knows_no_rows_that_it_did_not_append()
    {
        var diagnostic = Assert.Single(Trace(Network("readonly KeyValueCache c = new(8, 4);", "[Loss] public Tensor Run([Shape(\"T\", 4)] Tensor x) => Sum(c.Rows) + Sum(x);")).Diagnostics);
        Assert.Contains("'c' is empty: a [Loss] method has no session", diagnostic.GetMessage());
    }

    [Fact]
    public void Appending_different_rows_to_caches_of_one_length_is_an_error()
    {
        var diagnostic = Assert.Single(Trace(Network("readonly KeyValueCache c = new(8, 4), d = new(8, 4);",
            "[Forward] public (Tensor, Tensor) Run([Shape(\"T\", 4)] Tensor x) => (c.Append(x), d.Append(Concat([x, x])));")).Diagnostics);
        Assert.Equal("SIN0027", diagnostic.Id);
        Assert.Contains("appends T rows to 'c' and 2*T to 'd'", diagnostic.GetMessage());
    }

    [Fact]
    public void Networks_with_errors_keep_their_sessions_as_stubs()
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + Network("readonly KeyValueCache c = new(8, 4);", """
            [Forward] public Tensor Run([Shape("T", 4)] Tensor x) => c.Append(x);
            [Forward] public Tensor Wrong([Shape("T", 4)] Tensor x) => MatMul(x, x);
            """) + "\npublic static class Use { public static void It(Net net) { var s = net.CreateSession(); s.Run(new float[4], new float[4]); s.Reset(); s.Fork(); } }");
        Assert.Empty(generated.Diagnostics.Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
    }

    static string Network(string fields, string methods) => $"[Network]\npublic partial class Net\n{{\n{fields}\n{methods}\n}}";

    static Traced Trace(string source) => TestCompilation.Trace(TestCompilation.Usings + source);
}
