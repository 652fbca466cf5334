using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>An expression with its facts: equal expressions of a kernel are one term, so that each is computed once.</summary>
/// <param name="Id">Unique in its kernel.</param>
/// <param name="Names">The loop variables, scalars and extents it mentions, also inside indices.</param>
/// <param name="Slots">The buffers it reads.</param>
/// <param name="Size">Its number of operations, shared ones counted once per use.</param>
internal sealed record Term(int Id, Expr Expression, Term[] Operands, string[] Names, int[] Slots, int Size)
{
    /// <summary>How many terms and statements use it.</summary>
    public int Uses { get; set; }

    public DType Type => Expression.Type;

    /// <summary>Whether computing it needlessly could fail: where a condition guards it, it must stay behind that condition.</summary>
    public bool IsPartial { get; } =
        Slots.Length > 0 || Operands.Any(o => o.IsPartial) || Expression is Call { Intrinsic: Intrinsic.Divide, Type: DType.Int32 };
}

/// <summary>The terms of one kernel.</summary>
internal sealed class TermTable
{
    readonly Dictionary<Expr, Term> byReference = new(ReferenceComparer<Expr>.Instance);
    readonly Dictionary<string, Term> byMeaning = new(StringComparer.Ordinal);

    public Term Of(Expr expression)
    {
        if (byReference.TryGetValue(expression, out var known)) return known;
        Term[] operands = expression is Call call ? [.. call.Arguments.Select(Of)] : [];
        var key = Key(expression, operands);
        if (!byMeaning.TryGetValue(key, out var term))
        {
            byMeaning[key] = term = Create(expression, operands);
            foreach (var operand in operands) operand.Uses++;
        }
        byReference[expression] = term;
        return term;
    }

    /// <summary>Enters every expression of a body, so that the number of uses is known before the first is written.</summary>
    public void Enter(IEnumerable<Stmt> body)
    {
        foreach (var statement in body)
        {
            switch (statement)
            {
                case Loop loop: Enter(loop.Body); break;
                case Let let: Of(let.Value).Uses++; break;
                case Update update: Of(update.Value).Uses++; break;
                case Store store: Of(store.Value).Uses++; break;
            }
        }
    }

    Term Create(Expr expression, Term[] operands)
    {
        IEnumerable<string> own = expression switch
        {
            Load load => load.Index.Symbols,
            IndexValue index => index.Index.Symbols,
            Local local => [local.Name],
            _ => [],
        };
        IEnumerable<int> slots = expression is Load { Buffer.Slot: var slot } ? [slot] : [];
        return new Term(
            byMeaning.Count,
            expression,
            operands,
            [.. own.Concat(operands.SelectMany(o => o.Names)).Distinct()],
            [.. slots.Concat(operands.SelectMany(o => o.Slots)).Distinct()],
            (expression is Call or Load ? 1 : 0) + operands.Sum(o => o.Size));
    }

    static string Key(Expr expression, Term[] operands) => expression switch
    {
        Call call => $"{call.Intrinsic}:{call.Type}({string.Join(",", operands.Select(o => o.Id))})",
        Load load => $"{load.Buffer.Slot}[{load.Index}]",
        _ => $"{expression.Type} {LoopPrinter.Print(expression)}",
    };
}
