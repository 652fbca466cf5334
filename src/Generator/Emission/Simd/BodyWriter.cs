using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// The statements of a kernel as C#. The body of a vector loop becomes a method of its own, inlined, that takes the number of valid lanes: all of them in the
/// main loop, where partial accesses fold to full ones, and what is left over at the end.
/// </summary>
internal sealed class BodyWriter(ExpressionWriter expressions, NameTable methods, string kernelName, HashSet<string> loopVariables)
{
    // The JIT inlines no more than 32 arguments.
    const int MaxParameters = 28;

    // Sums shorter than this many operations wait for the addition before them: several run side by side.
    const int SmallBody = 16;

    readonly Dictionary<string, AccumulatorState> accumulators = [];

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
                Around(loop, at, () => VectorLoop(loop.Variable, "0", expressions.Index(loop.Extent, at), loop.Body, at));
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

    public void SerialLoop(string variable, string start, string end, EquatableArray<Stmt> body, Scope at)
    {
        var inner = at.Inner(ScopeKind.Loop);
        var name = BindVariable(variable, inner);
        Write(body, inner);
        expressions.Unbind(variable);
        at.Block($"for (nint {name} = {start}; {name} < {end}; {name}++)", inner.Lines);
    }

    public void VectorLoop(string variable, string start, string end, EquatableArray<Stmt> body, Scope at)
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
        at.Line($"if ({i} < {end}) {Call(0, i, $"(int)({end} - {i})")}");
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

    // ---- accumulators

    // Around the outermost loop that only updates it, an accumulator is one or more vectors; they are combined when that loop ends.
    void Around(Loop loop, Scope at, Action write)
    {
        var updated = Updates(loop.Body).Where(accumulators.ContainsKey).Distinct().ToArray();
        var opened = expressions.LaneVariable is null ? updated.Where(name => accumulators[name].Lanes is null && CanOpen(name, loop)).ToArray() : [];
        foreach (var name in opened) Open(name, loop, at);
        expressions.Change(updated);
        write();
        expressions.Settle(updated);
        foreach (var name in opened) Close(name, at);
        foreach (var name in updated) Stale(name, at);
    }

    bool CanOpen(string name, Loop loop) => !Reads(loop.Body, name) && VectorLoops(loop).Any(l => Updates(l.Body).Contains(name));

    IEnumerable<Loop> VectorLoops(Loop loop) =>
        loop.Kind == LoopKind.Vector && CanVectorize(loop.Variable, loop.Body) ? [loop] : loop.Body.OfType<Loop>().SelectMany(VectorLoops);

    void Open(string name, Loop loop, Scope at)
    {
        var state = accumulators[name];
        state.Copies = VectorLoops(loop).Where(l => Updates(l.Body).Contains(name)).Max(l => Copies(l.Body));
        state.Lanes = new Binding(expressions.Fresh(state.Scalar.Name + "Lanes"), "ref TSimd", at);
        for (var copy = 0; copy < state.Copies; copy++)
            at.Line($"TSimd {state.Lane(copy)} = {VectorIdentity(state.Combine)};");
    }

    void Close(string name, Scope at)
    {
        var state = accumulators[name];
        var lanes = Enumerable.Range(0, state.Copies).Select(state.Lane).ToList();
        while (lanes.Count > 1)
            lanes = [.. Enumerable.Range(0, (lanes.Count + 1) / 2).Select(i => 2 * i + 1 < lanes.Count ? Combined(state.Combine, lanes[2 * i], lanes[2 * i + 1]) : lanes[2 * i])];
        var horizontal = state.Combine switch
        {
            Combine.Sum => "Sum",
            Combine.Maximum => "HorizontalMax",
            _ => "HorizontalMin",
        };
        at.Line($"{state.Scalar.Name} = {ScalarCombined(state.Combine, state.Scalar.Name, $"TSimd.{horizontal}({ExpressionWriter.Trimmed(lanes[0])})")};");
        state.Lanes = null;
    }

    static int Copies(EquatableArray<Stmt> body)
    {
        if (body.Any(s => s is not (Let or Update)) || body.Sum(s => s is Let let ? Size(let.Value) : Size(((Update)s).Value)) > SmallBody) return 1;
        return body.OfType<Update>().Select(u => u.Name).Distinct().Count() switch
        {
            1 => 4,
            2 => 2,
            _ => 1,
        };
    }

    static int Size(Expr expression) => expression is Call call ? 1 + call.Arguments.Sum(Size) : expression is Load ? 1 : 0;

    void Write(Accumulator accumulator, Scope at)
    {
        var inLanes = expressions.LaneVariable is not null;
        var binding = new Binding(expressions.Fresh(accumulator.Name), inLanes ? "TSimd" : "float", at);
        at.Line(inLanes ? $"TSimd {binding.Name} = {VectorIdentity(accumulator.Combine)};" : $"float {binding.Name} = {CSharp.Float(Identity(accumulator.Combine))};");
        expressions.Bind(accumulator.Name, binding);
        if (inLanes) expressions.Vary(accumulator.Name);
        accumulators[accumulator.Name] = new AccumulatorState(accumulator.Combine, binding);
    }

    void Write(Update update, Scope at)
    {
        var state = accumulators[update.Name];
        var term = expressions.TermOf(update.Value);
        if (expressions.LaneVariable is null)
            at.Line($"{state.Scalar.SeenFrom(at)} = {ScalarCombined(update.Combine, state.Scalar.Name, expressions.Scalar(term, at))};");
        else if (state.Lanes is { } lanes)
            MaskedUpdate(update.Combine, lanes.SeenFrom(at), term, at);
        else
            at.Line($"{state.Scalar.SeenFrom(at)} = {VectorCombined(update.Combine, state.Scalar.Name, term, at)};");
        Stale(update.Name, at);
    }

    // Lanes from count on must not change what all lanes are combined to.
    void MaskedUpdate(Combine combine, string lanes, Term term, Scope at)
    {
        if (combine == Combine.Sum && term.Expression is Call { Intrinsic: Intrinsic.Multiply } && expressions.Varies(term))
        {
            var (a, b) = (expressions.Vector(term.Operands[0], at), expressions.Vector(term.Operands[1], at));
            at.Line($"{lanes} = {expressions.Count} == TSimd.Count ? TSimd.MultiplyAdd({a}, {b}, {lanes}) : {lanes} + TSimd.Select(TSimd.FirstLanes({expressions.Count}), {a} * {b}, TSimd.Zero);");
            return;
        }
        var name = expressions.Fresh("term");
        at.Line($"TSimd {name} = {ExpressionWriter.Trimmed(expressions.Vector(term, at))};");
        at.Line($"if ({expressions.Count} < TSimd.Count) {name} = TSimd.Select(TSimd.FirstLanes({expressions.Count}), {name}, {VectorIdentity(combine)});");
        at.Line($"{lanes} = {ExpressionWriter.Trimmed(Combined(combine, lanes, name))};");
    }

    string VectorCombined(Combine combine, string accumulator, Term term, Scope at) =>
        combine == Combine.Sum && term.Expression is Call { Intrinsic: Intrinsic.Multiply } && expressions.Varies(term)
            ? $"TSimd.MultiplyAdd({expressions.Vector(term.Operands[0], at)}, {expressions.Vector(term.Operands[1], at)}, {accumulator})"
            : ExpressionWriter.Trimmed(Combined(combine, accumulator, expressions.Vector(term, at)));

    static double Identity(Combine combine) => combine switch
    {
        Combine.Sum => 0,
        Combine.Maximum => double.NegativeInfinity,
        _ => double.PositiveInfinity,
    };

    static string VectorIdentity(Combine combine) => combine == Combine.Sum ? "TSimd.Zero" : $"TSimd.Create({CSharp.Float(Identity(combine))})";

    static string Combined(Combine combine, string a, string b) => combine switch
    {
        Combine.Sum => $"({a} + {b})",
        Combine.Maximum => $"TSimd.Max({a}, {b})",
        _ => $"TSimd.Min({a}, {b})",
    };

    static string ScalarCombined(Combine combine, string a, string b) => combine switch
    {
        Combine.Sum => $"{a} + {b}",
        Combine.Maximum => $"{RuntimeNames.MathF}.Max({a}, {ExpressionWriter.Trimmed(b)})",
        _ => $"{RuntimeNames.MathF}.Min({a}, {ExpressionWriter.Trimmed(b)})",
    };

    void Stale(string name, Scope at) => ExpressionWriter.Forget(at, term => term.Names.Contains(name));

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

    static IEnumerable<string> Updates(IEnumerable<Stmt> body) =>
        body.SelectMany(s => s is Update update ? [update.Name] : s is Loop loop ? Updates(loop.Body) : Enumerable.Empty<string>());

    bool Reads(IEnumerable<Stmt> body, string name) => body.Any(statement => statement switch
    {
        Loop loop => Reads(loop.Body, name),
        Let let => expressions.TermOf(let.Value).Names.Contains(name),
        Update update => expressions.TermOf(update.Value).Names.Contains(name),
        Store store => expressions.TermOf(store.Value).Names.Contains(name),
        _ => false,
    });

    sealed class AccumulatorState(Combine combine, Binding scalar)
    {
        public Combine Combine { get; } = combine;

        public Binding Scalar { get; } = scalar;

        /// <summary>The vectors that it is while a loop runs.</summary>
        public Binding? Lanes { get; set; }

        public int Copies { get; set; } = 1;

        public string Lane(int copy) => copy == 0 ? Lanes!.Name : $"{Lanes!.Name}_{copy}";
    }
}
