using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// The epilogue of a contraction as a struct that the runtime's kernels inline. The lanes are neighboring columns: lane i has offset + i and column + i.
/// </summary>
internal sealed class EpilogueWriter
{
    const string Lane = "lane";

    // Up to so many cheap operations are repeated for every vector of a tile.
    const int UnrolledOperations = 8;

    readonly string name;
    readonly FieldFrame frame;
    readonly ExpressionWriter expressions;
    readonly TermTable terms = new();
    readonly Term epilogue;

    EpilogueWriter(EpilogueKernel kernel, string name, ExtentTable extents)
    {
        this.name = name;
        var names = new NameTable("run", "sum", "offset", "column", "count", "sums", Lane);
        frame = new FieldFrame(kernel, extents, names);
        expressions = new ExpressionWriter(frame, terms, names) { LanesFromZero = true };
        epilogue = terms.Of(kernel.Epilogue.Rewrite(index => index
            .Substitute(EpilogueKernel.Offset, Dim.Symbol(EpilogueKernel.Offset) + Dim.Symbol(Lane))
            .Substitute(EpilogueKernel.Column, Dim.Symbol(EpilogueKernel.Column) + Dim.Symbol(Lane))));
        epilogue.Uses++;
    }

    public static void Write(SourceWriter writer, EpilogueKernel kernel, string name, ExtentTable extents) => new EpilogueWriter(kernel, name, extents).Write(writer);

    /// <summary>The type of a kernel's epilogue: the runtime's own where there is nothing to do.</summary>
    public static string TypeOf(EpilogueKernel kernel, string name) => kernel.Epilogue == EpilogueKernel.Sum ? NoEpilogue : CSharp.Pascal(name) + "Epilogue";

    /// <summary>The statement that makes a kernel's epilogue.</summary>
    public static string Declaration(string type) => type == NoEpilogue ? $"{type} epilogue = default;" : $"{type} epilogue = new {type}(run);";

    void Write(SourceWriter writer)
    {
        foreach (var nint in new[] { EpilogueKernel.Offset, EpilogueKernel.Column }) expressions.Bind(nint, new Binding(nint, "nint", frame.Root));
        var inLanes = new Vectorization(terms, Lane, [Lane, EpilogueKernel.Offset, EpilogueKernel.Column]).Applies(epilogue.Expression, "sum");
        if (inLanes) WriteLanes();
        else WriteElements();

        using (writer.Block($"readonly ref struct {name} : {IEpilogue}"))
        {
            foreach (var field in frame.Fields) writer.Line(field);
            if (frame.Fields.Count > 0) writer.Line();
            using (writer.Block($"public {name}({Execution} run)")) foreach (var assignment in frame.Assignments) writer.Line(assignment);
            if (inLanes && IsCheap(epilogue) && epilogue.Size <= UnrolledOperations) writer.Line("\npublic static bool Unroll => true;");
            writer.Line();
            if (inLanes) writer.Line($"[{MethodImpl}({MethodImplOptions}.AggressiveInlining)]");
            writer.Line("public TSimd Apply<TSimd>(TSimd sum, nint offset, nint column, int count)");
            using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>")) foreach (var line in frame.Root.Lines) writer.Line(line);
        }
    }

    void WriteLanes()
    {
        expressions.Bind("sum", new Binding("sum", "TSimd", frame.Root));
        expressions.Bind(Lane, new Binding(Lane, "nint", frame.Root));
        expressions.BeginLanes(Lane);
        expressions.Vary("sum");
        var value = ExpressionWriter.Trimmed(expressions.Vector(epilogue, frame.Root));
        frame.Root.Line($"return {value};");
    }

    // One element at a time, for conditions on the column that guard loads.
    void WriteElements()
    {
        frame.Root.Line($"{Span}<float> sums = stackalloc float[16];");
        frame.Root.Line("TSimd.Store(sum, ref sums[0], 0);");
        var element = frame.Root.Inner(ScopeKind.Loop);
        expressions.Bind("sum", new Binding($"sums[(int){Lane}]", "float", element));
        expressions.Bind(Lane, new Binding(Lane, "nint", element));
        var value = ExpressionWriter.Trimmed(expressions.Scalar(epilogue, element));
        element.Line($"sums[(int){Lane}] = {value};");
        frame.Root.Block($"for (nint {Lane} = 0; {Lane} < count; {Lane}++)", element.Lines);
        frame.Root.Line("return TSimd.Load(ref sums[0], 0);");
    }

    static bool IsCheap(Term term) =>
        term.Expression is not Call { Intrinsic: >= Intrinsic.Exp and <= Intrinsic.Sigmoid or Intrinsic.RandomUniform } && term.Operands.All(IsCheap);
}
