using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// Splits a vector loop at the tests of its own variable. Of <c>for v &lt; E: v ≥ L and v &lt; H ? x[v] : 0</c> the values below L, those from L to H and those
/// above become loops of their own that test v no more: what a padded view reads can then run in lanes.
/// </summary>
internal static class RangeSplitting
{
    // Each test that is split off makes two more copies of the body.
    const int MaxTests = 4;

    // A loop that never fills a vector runs one element at a time.
    const int SmallestVector = 4;

    public static EntryProgram Run(EntryProgram program) => program with
    {
        Prepare = program.Prepare.Replace(Run),
        Main = program.Main.Replace(Run),
    };

    public static Kernel Run(Kernel kernel) => kernel is LoopKernel loop ? loop with { Body = Run(loop.Body, [loop.Variable]) } : kernel;

    static Launch Run(Launch launch) => launch with { Kernel = Run(launch.Kernel) };

    static EquatableArray<Stmt> Run(EquatableArray<Stmt> body, IReadOnlyList<string> around) => body.SelectMany(statement => statement switch
    {
        Loop { Kind: LoopKind.Vector } loop => Split(loop, around, MaxTests),
        Loop loop => [loop with { Body = Run(loop.Body, [.. around, loop.Variable]) }],
        _ => [statement],
    }).ToEquatableArray();

    static IEnumerable<Stmt> Split(Loop loop, IReadOnlyList<string> around, int tests)
    {
        if (tests == 0 || RangeTest.Find(loop, around) is not { } test) return [loop];
        var lower = test.Lower is null ? Dim.Zero : Min(Dim.Max(test.Lower, Dim.Zero), loop.Extent);
        var upper = test.Upper is null ? loop.Extent : Min(Dim.Max(test.Upper, lower), loop.Extent);
        // Where the bounds are numbers, every other test falls on one side of them: parts beside each other (gates in one tensor) come apart without more copies than parts.
        var isKnown = lower.IsConstant && upper.IsConstant && loop.Extent.IsConstant;
        IEnumerable<Stmt> Outside(IEnumerable<Loop> part) => isKnown ? part.SelectMany(outside => Split(outside, around, tests - 1)) : part;
        return
        [
            .. Outside(Part(loop, Dim.Zero, lower, test.Fail)),
            .. Part(loop, lower, upper, test.Pass).SelectMany(inside => Split(inside, around, tests - 1)),
            .. Outside(Part(loop, upper, loop.Extent, test.Fail)),
        ];
    }

    static IEnumerable<Loop> Part(Loop loop, Dim start, Dim end, Func<Expr, Expr?> replacement)
    {
        var extent = end - start;
        if (extent == Dim.Zero) return [];
        var moved = Dim.Symbol(loop.Variable) + start;
        var body = loop.Body.Select(s => s.Replace(replacement).Rewrite(index => index.Substitute(loop.Variable, moved))).ToEquatableArray();
        return [loop with { Extent = extent, Kind = extent.Constant < SmallestVector ? LoopKind.Serial : LoopKind.Vector, Body = body }];
    }

    static Dim Min(Dim a, Dim b) => a + b - Dim.Max(a, b);
}

/// <summary>A condition that holds just for the values of a loop's variable from <see cref="Lower"/> to <see cref="Upper"/>, exclusive (null: no bound), if the rest of it holds.</summary>
internal sealed class RangeTest
{
    readonly Expr condition;
    readonly Expr rest;

    RangeTest(Expr condition, Expr rest, Dim? lower, Dim? upper) => (this.condition, this.rest, Lower, Upper) = (condition, rest, lower, upper);

    public Dim? Lower { get; }

    public Dim? Upper { get; }

    /// <summary>What chooses by the condition, within the range.</summary>
    public Expr? Pass(Expr expr) =>
        expr is Call { Intrinsic: Intrinsic.Select } select && select.Arguments[0] == condition
            ? rest is Literal ? select.Arguments[1] : Expr.Select(rest, select.Arguments[1], select.Arguments[2])
            : null;

    /// <summary>What chooses by the condition, outside of the range.</summary>
    public Expr? Fail(Expr expr) => expr is Call { Intrinsic: Intrinsic.Select } select && select.Arguments[0] == condition ? select.Arguments[2] : null;

    /// <summary>The first test in a loop that decides what is read.</summary>
    /// <param name="around">The variables of the loops around it.</param>
    public static RangeTest? Find(Loop loop, IReadOnlyList<string> around)
    {
        var bound = loop.Body.SelectMany(Bound).ToList();
        return loop.Body.SelectMany(LoopRewriter.Expressions)
            .OfType<Call>()
            .Where(call => call.Intrinsic == Intrinsic.Select && call.Arguments.Skip(1).Any(value => value.Indices().Any(index => index.Mentions(loop.Variable))))
            .Select(call => Of(call.Arguments[0], loop.Variable, [.. around, loop.Variable], bound))
            .FirstOrDefault(test => test is not null);
    }

    static RangeTest? Of(Expr condition, string variable, IReadOnlyList<string> loops, IReadOnlyList<string> bound)
    {
        Dim? lower = null, upper = null;
        var rest = new List<Expr>();
        foreach (var conjunct in Conjuncts(condition))
        {
            if (Bounds(conjunct, variable, loops) is not { } bounds || (bounds.Lower ?? bounds.Upper)!.Symbols.Any(bound.Contains))
            {
                rest.Add(conjunct);
                continue;
            }
            if (bounds.Lower is { } low) lower = lower is null ? low : Dim.Max(lower, low);
            if (bounds.Upper is { } high) upper = upper is null ? high : upper + high - Dim.Max(upper, high);
        }
        if (lower is null && upper is null) return null;
        var remaining = rest.Count == 0 ? new Literal(1, DType.Bool) : rest.Aggregate((a, b) => Expr.Call(Intrinsic.And, a, b));
        return new RangeTest(condition, remaining, lower, upper);
    }

    static IEnumerable<Expr> Conjuncts(Expr condition) =>
        condition is Call { Intrinsic: Intrinsic.And } and ? and.Arguments.SelectMany(Conjuncts) : [condition];

    // A position compared with an extent: variable ≥ lower, or variable < upper.
    static (Dim? Lower, Dim? Upper)? Bounds(Expr test, string variable, IReadOnlyList<string> loops)
    {
        if (test is not Call call || call.Arguments.Count != 2 || Position(call.Arguments[0]) is not { } a || Position(call.Arguments[1]) is not { } b) return null;
        if (a.Symbols.Any(loops.Contains) && b.Symbols.Any(loops.Contains)) return null;
        var excess = call.Intrinsic switch
        {
            Intrinsic.GreaterOrEqual => a - b,
            Intrinsic.Greater => a - b - 1,
            Intrinsic.LessOrEqual => b - a,
            Intrinsic.Less => b - a - 1,
            _ => null,
        };
        if (excess?.CoefficientOf(variable)?.Constant is not { } step) return null;
        var offset = excess.Substitute(variable, Dim.Zero);
        return step switch
        {
            1 => (-offset, null),
            -1 => (null, offset + 1),
            > 0 when offset.IsConstant => (Dim.FloorDivide(step - 1 - offset, step), null),
            < 0 when offset.IsConstant => (null, Dim.FloorDivide(offset, -step) + 1),
            _ => null,
        };
    }

    static Dim? Position(Expr expr) => expr switch
    {
        IndexValue index => index.Index,
        Literal { Type: DType.Int32 } literal => (long)literal.Value,
        _ => null,
    };

    static IEnumerable<string> Bound(Stmt statement) => statement switch
    {
        Loop loop => loop.Body.SelectMany(Bound).Append(loop.Variable),
        Let let => [let.Name],
        _ => [],
    };
}
