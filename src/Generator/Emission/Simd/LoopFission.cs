using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// A vectorized loop that computes something long, stores it, and goes on from there with something as long, becomes two loops. Of a cell, the new state is such a value, and the output a
/// tangent of it: instructions of the second part wait for the quotient of the first, and would hold the places where a processor looks for others that need not wait.
/// </summary>
internal static class LoopFission
{
    // Calls in each part that are some twenty instructions.
    const int FewestCalls = 2;

    // What is stored is read again from the first-level cache.
    const long LargestExtent = 2048;

    public static LoopKernel Run(LoopKernel kernel) => kernel with { Body = Run(kernel.Body) };

    static EquatableArray<Stmt> Run(EquatableArray<Stmt> body) => body.SelectMany(statement => statement switch
    {
        Loop { Kind: LoopKind.Vector } loop => Cut(loop),
        Loop loop => [loop with { Body = Run(loop.Body) }],
        _ => [statement],
    }).ToEquatableArray();

    static IEnumerable<Stmt> Cut(Loop loop)
    {
        if (loop.Extent.Constant is not <= LargestExtent || !loop.Body.All(statement => statement is Let or Store { Accumulate: false })) return [loop];
        for (var i = 0; i < loop.Body.Count - 1; i++)
        {
            if (loop.Body[i] is not Store { Value: Local stored } store) continue;
            var (first, second) = (loop.Body.Take(i + 1).ToList(), loop.Body.Skip(i + 1).ToList());
            if (IsLong(first) && IsLong(second) && IsAllThatGoesOn(stored, first, second))
            {
                var read = new Load(store.Buffer, store.Index);
                return [loop with { Body = first.ToEquatableArray() }, loop with { Body = second.Select(statement => statement.Replace(part => part == stored ? read : null)).ToEquatableArray() }];
            }
        }
        return [loop];
    }

    static bool IsLong(IEnumerable<Stmt> part) => Expressions(part).Distinct().Count(expression => expression is Call
    {
        Intrinsic: Intrinsic.Exp or Intrinsic.ExpMinusOne or Intrinsic.Sigmoid or Intrinsic.Tanh or Intrinsic.Log or Intrinsic.Erf,
    }) >= FewestCalls;

    // Nothing else that the first part computes is needed in the second one, or read back there.
    static bool IsAllThatGoesOn(Local stored, IReadOnlyList<Stmt> first, IReadOnlyList<Stmt> second)
    {
        var names = new HashSet<string>(first.OfType<Let>().Select(let => let.Name));
        var written = new HashSet<Buffer>(first.OfType<Store>().Select(store => store.Buffer));
        return !second.SelectMany(LoopRewriter.Indices).SelectMany(index => index.Symbols).Any(names.Contains)
            && Expressions(second).All(expression => expression switch
            {
                Local local => local == stored || !names.Contains(local.Name),
                Load load => !written.Contains(load.Buffer),
                _ => true,
            });
    }

    static IEnumerable<Expr> Expressions(IEnumerable<Stmt> part) => part.SelectMany(statement => statement.Expressions());
}
