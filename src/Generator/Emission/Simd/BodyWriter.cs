using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// The statements of a kernel as C#. The body of a vector loop becomes a method of its own, inlined, that takes the number of valid lanes: all of them in the
/// main loop, where partial accesses fold to full ones, and what is left over at the end. Where nothing can be left over there is no end: it would be inlined once more,
/// and the JIT inlines only so much into one method.
/// </summary>
internal sealed partial class BodyWriter(ExpressionWriter expressions, NameTable methods, string kernelName, HashSet<string> loopVariables)
{
    // The JIT inlines no more than 32 arguments.
    const int MaxParameters = 28;

    /// <summary>Lanes of the widest vector: a multiple of all others.</summary>
    const int MostLanes = 16;

    /// <summary>The element methods of the vector loops, in order.</summary>
    public List<string[]> Elements { get; } = [];

    public void Write(IEnumerable<Stmt> body, Scope at)
    {
        foreach (var statement in body) Write(statement, at);
    }

    void Write(Stmt statement, Scope at)
    {
        switch (statement)
        {
            case Loop { Kind: LoopKind.Vector } loop when expressions.LaneVariable is null && CanVectorize(loop.Variable, loop.Body):
                Around(loop, at, () => VectorLoop(loop.Variable, "0", expressions.Index(loop.Extent, at), AreWholeVectors(loop.Extent), loop.Body, at));
                break;
            case Loop loop: Around(loop, at, () => SerialLoop(loop.Variable, "0", expressions.Index(loop.Extent, at), loop.Body, at)); break;
            case Let let: Write(let, at); break;
            case Accumulator accumulator: Write(accumulator, at); break;
            case Update update: Write(update, at); break;
            case Store store: Write(store, at); break;
            default: throw new InvalidOperationException($"{kernelName}: {statement.GetType().Name} cannot be written.");
        }
    }

    public bool CanVectorize(string variable, EquatableArray<Stmt> body) =>
        new Vectorization(expressions.Terms, variable, loopVariables).Applies(body);

    // ---- loops

    /// <summary>Whether so many elements are whole vectors, of whatever width.</summary>
    public static bool AreWholeVectors(Dim extent) => extent.DivideExactly(MostLanes) is not null;

    public void SerialLoop(string variable, string start, string end, EquatableArray<Stmt> body, Scope at)
    {
        var inner = at.Inner(ScopeKind.Loop);
        var name = BindVariable(variable, inner);
        Write(body, inner);
        expressions.Unbind(variable);
        at.Block($"for (nint {name} = {start}; {name} < {end}; {name}++)", inner.Lines);
    }

    /// <param name="isWhole">Whether what lies between start and end are whole vectors.</param>
    public void VectorLoop(string variable, string start, string end, bool isWhole, EquatableArray<Stmt> body, Scope at)
    {
        var element = at.Inner(ScopeKind.Element);
        var name = BindVariable(variable, element);
        var lanes = new Binding(expressions.Count, "int", element);
        expressions.BeginLanes(variable);
        Write(body, element);
        expressions.EndLanes();
        expressions.Unbind(variable);

        var (i, count) = (expressions.Fresh(name), lanes.Name);
        if (element.Captures.Count > MaxParameters)
        {
            at.Block(
                $"for (nint {name} = {start}; {name} < {end}; {name} += TSimd.Count)",
                [$"int {count} = (int){RuntimeNames.SystemMath}.Min({end} - {name}, TSimd.Count);", .. element.Lines]);
            return;
        }

        var method = Element(name, count, element);
        string Call(int copy, string position, string valid) => $"{method}<TSimd>({string.Concat(element.Captures.Select(c => Argument(c, copy) + ", "))}{position}, {valid});";
        var copies = Copies(body);
        at.Line($"nint {i} = {start};");
        if (copies > 1)
        {
            at.Block(
                $"for (; {i} <= {end} - {copies} * TSimd.Count; {i} += {copies} * TSimd.Count)",
                Enumerable.Range(0, copies).Select(copy => Call(copy, copy == 0 ? i : copy == 1 ? $"{i} + TSimd.Count" : $"{i} + {copy} * TSimd.Count", "TSimd.Count")));
        }
        at.Line($"for (; {i} <= {end} - TSimd.Count; {i} += TSimd.Count) {Call(0, i, "TSimd.Count")}");
        if (!isWhole) at.Line($"if ({i} < {end}) {Call(0, i, $"(int)({end} - {i})")}");
    }

    string BindVariable(string variable, Scope scope)
    {
        var name = expressions.Fresh(variable);
        expressions.Bind(variable, new Binding(name, "nint", scope));
        return name;
    }

    string Element(string variable, string count, Scope element)
    {
        var name = methods.Fresh(kernelName + "Element");
        var parameters = element.Captures.Select(c => $"{c.Type} {c.Name}").Concat([$"nint {variable}", $"int {count}"]);
        Elements.Add(
        [
            $"[{RuntimeNames.MethodImpl}({RuntimeNames.MethodImplOptions}.AggressiveInlining)]",
            $"static void {name}<TSimd>({string.Join(", ", parameters)})",
            $"    where TSimd : struct, {RuntimeNames.ISimd}<TSimd>",
            "{",
            .. element.Lines.Select(line => "    " + line),
            "}",
        ]);
        return name;
    }

    string Argument(Binding captured, int copy) => captured.Argument + (copy > 0 && accumulators.Values.Any(a => a.Lanes == captured) ? $"_{copy}" : "");

    // ---- lets and stores

    void Write(Let let, Scope at)
    {
        var term = expressions.TermOf(let.Value);
        var varies = expressions.LaneVariable is not null && expressions.Varies(term);
        var text = ExpressionWriter.Trimmed(varies ? expressions.VectorToBind(term, at) : expressions.ScalarToBind(term, at));
        var type = varies ? "TSimd" : let.Value.Type == DType.Int32 ? "nint" : CSharp.TypeName(let.Value.Type);
        var binding = new Binding(expressions.Fresh(let.Name), type, at);
        at.Line($"{type} {binding.Name} = {text};");
        expressions.Bind(let.Name, binding);
        if (varies) expressions.Vary(let.Name);
        if (type != "nint") expressions.Know(varies ? "v" : "s", term, binding);
    }

    void Write(Store store, Scope at)
    {
        var term = expressions.TermOf(store.Value);
        if (expressions.LaneVariable is null || !store.Index.Symbols.Any(expressions.IsVarying)) StoreScalar(store, term, at);
        else StoreLanes(store, term, at);
        ExpressionWriter.Forget(at, t => t.Slots.Contains(store.Buffer.Slot));
    }

    void StoreScalar(Store store, Term term, Scope at)
    {
        var value = ExpressionWriter.Trimmed(expressions.Scalar(term, at));
        if (term.Type == DType.Bool && store.Buffer.Type == DType.Float32) value = $"{expressions.Scalar(term, at)} ? 1f : 0f";
        at.Line($"{expressions.Element(store.Buffer, store.Index, at)} {(store.Accumulate ? "+=" : "=")} {value};");
    }

    void StoreLanes(Store store, Term term, Scope at)
    {
        var value = store.Buffer.Type == DType.Float32 ? expressions.AsFloats(term, at) : expressions.Vector(term, at);
        var buffer = expressions.BufferName(store.Buffer, at);
        var index = expressions.Index(store.Index, at);
        if (store.Buffer.Type != DType.Float32)
        {
            at.Line($"TSimd.Store{(store.Buffer.Type == DType.Bool ? "Mask" : "Int")}({ExpressionWriter.Trimmed(value)}, ref {buffer}, {index}, {expressions.Count});");
            return;
        }
        var stride = expressions.StrideOf(store.Index);
        var dense = stride == Dim.One;
        var step = dense ? "" : expressions.Index(stride, at) + ", ";
        if (store.Accumulate) value = $"TSimd.Load{(dense ? "" : "Strided")}(ref {buffer}, {index}, {step}{expressions.Count}) + {value}";
        at.Line($"TSimd.Store{(dense ? "" : "Strided")}({ExpressionWriter.Trimmed(value)}, ref {buffer}, {index}, {step}{expressions.Count});");
    }
}
