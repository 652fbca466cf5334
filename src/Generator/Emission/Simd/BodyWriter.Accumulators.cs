using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

// Sums, maxima and minima: scalars, which become vectors around the loops that update them.
internal sealed partial class BodyWriter
{
    // Sums shorter than this many operations wait for the addition before them: several run side by side.
    const int SmallBody = 16;

    readonly Dictionary<string, AccumulatorState> accumulators = [];

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
