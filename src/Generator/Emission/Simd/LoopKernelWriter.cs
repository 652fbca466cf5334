using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// A loop kernel as a method that runs one chunk: bind buffers and extents, then the loops over the chunk's part of the grid.
/// </summary>
internal sealed class LoopKernelWriter : IFrame
{
    static readonly string[] Reserved = ["run", "chunk", "count", "start", "end"];

    readonly LoopKernel kernel;
    readonly string name;
    readonly ExtentTable extents;
    readonly NameTable names = new(Reserved);
    readonly Dictionary<int, Binding> buffers = [];
    readonly Dictionary<string, Binding> symbols = [];
    readonly List<string> header = [];
    readonly BodyWriter body;
    readonly ExpressionWriter expressions;
    Binding? seed;
    Binding? step;
    Binding? stream;

    LoopKernelWriter(LoopKernel kernel, string name, ExtentTable extents, NameTable methods)
    {
        (this.kernel, this.name, this.extents) = (kernel, name, extents);
        var terms = new TermTable();
        terms.Enter(kernel.Body);
        expressions = new ExpressionWriter(this, terms, names);
        body = new BodyWriter(expressions, methods, name, [kernel.Variable, .. LoopVariables(kernel.Body)]);
    }

    public Scope Root { get; } = new(null, ScopeKind.Method);

    public Binding Seed => seed ??= Header("seed", "ulong", "run.Seed");

    public Binding Step => step ??= Header("step", "long", "run.Step");

    public Binding Stream => stream ??= Header("stream", "int", "run.Stream");

    public int FirstStream => kernel.FirstStream();

    public Binding Symbol(string symbol)
    {
        if (!symbols.TryGetValue(symbol, out var binding))
            symbols[symbol] = binding = Header(symbol, "nint", $"run.Dim({extents.IndexOf(symbol)})");
        return binding;
    }

    public Binding Buffer(LoopIR.Buffer buffer) => buffers[buffer.Slot];

    public static void Write(SourceWriter writer, LoopKernel kernel, string name, ExtentTable extents, NameTable methods)
    {
        var self = new LoopKernelWriter(kernel, name, extents, methods);
        var lines = self.Method();
        writer.Line($"[{MethodImpl}({MethodImplOptions}.AggressiveOptimization)]");
        writer.Line($"static void {name}<TSimd>({Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>")) foreach (var line in lines) writer.Line(line);
        foreach (var element in self.body.Elements)
        {
            writer.Line();
            foreach (var line in element) writer.Line(line);
        }
    }

    IEnumerable<string> Method()
    {
        foreach (var buffer in kernel.Buffers) BindBuffer(buffer, $"run.{Accessor(buffer.Type)}({buffer.Slot})");
        BindScratch();
        expressions.StoredSlots.UnionWith(Stored(kernel.Body));
        var extent = expressions.Index(kernel.Extent, Root);
        Root.Line($"nint start = (nint)chunk * {CSharp.Factor(kernel.Grain, s => Symbol(s).Name)};");
        Root.Line($"nint end = {SystemMath}.Min(start + {CSharp.Factor(kernel.Grain, s => Symbol(s).Name)}, {extent});");
        if (kernel.Kind == LoopKind.Vector && body.CanVectorize(kernel.Variable, kernel.Body))
        {
            var isWhole = BodyWriter.AreWholeVectors(kernel.Extent) && BodyWriter.AreWholeVectors(kernel.Grain);
            body.VectorLoop(kernel.Variable, "start", "end", isWhole, kernel.Body, Root);
        }
        else body.SerialLoop(kernel.Variable, "start", "end", kernel.Body, Root);
        return header.Concat(Root.Lines);
    }

    void BindBuffer(LoopIR.Buffer buffer, string value)
    {
        var binding = new Binding(names.Fresh(buffer.Name), $"ref {CSharp.TypeName(buffer.Type)}", Root);
        buffers[buffer.Slot] = binding;
        header.Add($"{binding.Type} {binding.Name} = ref {value};");
    }

    // The scratch buffers lie one after the other.
    void BindScratch()
    {
        if (kernel.Scratch.Count == 0) return;
        var total = kernel.Scratch.Select(s => s.Size).Aggregate((a, b) => a + b);
        string Text(Dim dim) => CSharp.Dim(dim, s => Symbol(s).Name);
        Dim offset = 0;
        var first = "";
        foreach (var scratch in kernel.Scratch)
        {
            BindBuffer(scratch.Buffer, first.Length == 0 ? $"run.Scratch({Text(total)})" : $"{Unsafe}.Add(ref {first}, {Text(offset)})");
            if (first.Length == 0) first = buffers[scratch.Buffer.Slot].Name;
            offset += scratch.Size;
        }
    }

    Binding Header(string hint, string type, string value)
    {
        var binding = new Binding(names.Fresh(hint), type, Root);
        header.Add($"{type} {binding.Name} = {value};");
        return binding;
    }

    static IEnumerable<string> LoopVariables(IEnumerable<Stmt> body) => body.OfType<Loop>().SelectMany(loop => LoopVariables(loop.Body).Prepend(loop.Variable));

    static IEnumerable<int> Stored(IEnumerable<Stmt> body) =>
        body.SelectMany(s => s is Store store ? [store.Buffer.Slot] : s is Loop loop ? Stored(loop.Body) : Enumerable.Empty<int>());
}
