using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// Whether the body of a vector loop can run many lanes at once. What cannot is run one element at a time: indices that are not linear in the loop's
/// variable, integer arithmetic that varies, and loads that only a condition on the variable keeps within their buffer.
/// </summary>
internal sealed class Vectorization(TermTable terms, string variable, HashSet<string> loopVariables)
{
    readonly HashSet<string> varying = [variable];
    readonly HashSet<string> inner = [];
    readonly HashSet<string> updatedOutside = [];

    public bool Applies(IReadOnlyList<Stmt> body) => Body(body) && !ReadsWhatItCombines(body);

    /// <summary>Whether one expression can, beside its variable over names that vary as well.</summary>
    public bool Applies(Expr value, params IEnumerable<string> others)
    {
        varying.UnionWith(others);
        return Lanes(terms.Of(value));
    }

    bool Body(IEnumerable<Stmt> body) => body.All(Statement);

    bool Statement(Stmt statement)
    {
        switch (statement)
        {
            case Loop loop:
                return !MentionsVarying(loop.Extent) && Body(loop.Body);
            case Let let:
                if (!Lanes(terms.Of(let.Value))) return false;
                if (Varies(terms.Of(let.Value))) varying.Add(let.Name);
                return true;
            case Accumulator accumulator:
                inner.Add(accumulator.Name);
                varying.Add(accumulator.Name);
                return true;
            case Update update:
                if (!inner.Contains(update.Name)) updatedOutside.Add(update.Name);
                return Lanes(terms.Of(update.Value));
            case Store store:
                return Stores(store) && Lanes(terms.Of(store.Value));
            default:
                return false;
        }
    }

    bool Stores(Store store) => store.Buffer.Type switch
    {
        DType.Float32 => store.Value.Type != DType.Int32 && Stride(store.Index) is { } stride && stride != Dim.Zero,
        DType.Int32 => Stride(store.Index) == Dim.One && IsExact(terms.Of(store.Value)),
        _ => Stride(store.Index) == Dim.One && store.Value.Type == DType.Bool,
    };

    // Lanes are floats: an integer that comes from elsewhere may have more digits than they hold.
    static bool IsExact(Term term) => term.Expression switch
    {
        Literal literal => literal.Value is >= -(1 << 24) and <= 1 << 24,
        Call { Intrinsic: Intrinsic.ToInt } => term.Operands[0].Type != DType.Int32 || IsExact(term.Operands[0]),
        Call { Intrinsic: Intrinsic.Select } => term.Operands.Skip(1).All(IsExact),
        _ => false,
    };

    bool Lanes(Term term)
    {
        if (!Varies(term)) return true;
        return term.Expression switch
        {
            Load { Buffer.Type: DType.Float32 } load => Stride(load.Index) is not null,
            Load load => Stride(load.Index) == Dim.One,
            IndexValue index => Stride(index.Index) is not null,
            Call call => term.Operands.All(Lanes) && Call(call, term.Operands),
            _ => true,
        };
    }

    bool Call(Call call, Term[] operands) => call.Intrinsic switch
    {
        Intrinsic.RandomUniform => call.Arguments[1] is IndexValue index && Stride(index.Index) == Dim.One,
        Intrinsic.Select => !(IsRangeCheck(operands[0]) && operands.Skip(1).Any(ReadsVarying)),
        Intrinsic.ToFloat or Intrinsic.ToInt => true,
        Intrinsic.Equal or Intrinsic.NotEqual => operands[0].Type != DType.Bool,
        _ => call.Type != DType.Int32,
    };

    // A position compared with an extent: outside, a load would leave its buffer. A position compared with another position (a causal mask) guards nothing.
    bool IsRangeCheck(Term condition)
    {
        if (!Varies(condition)) return false;
        if (condition.Expression is Call { Intrinsic: Intrinsic.And or Intrinsic.Or or Intrinsic.Not or Intrinsic.Select }) return condition.Operands.Any(IsRangeCheck);
        return condition.Operands.All(IsPosition) && condition.Operands.Any(o => !o.Names.Any(loopVariables.Contains));
    }

    static bool IsPosition(Term term) => term.Expression is IndexValue or Literal || (term.Operands.Length > 0 && term.Type == DType.Int32 && term.Operands.All(IsPosition));

    bool ReadsVarying(Term term) => (term.Expression is Load && Varies(term)) || term.Operands.Any(ReadsVarying);

    bool ReadsWhatItCombines(IEnumerable<Stmt> body) => body.Any(statement => statement switch
    {
        Loop loop => ReadsWhatItCombines(loop.Body),
        Let let => Mentions(let.Value),
        Update update => Mentions(update.Value),
        Store store => Mentions(store.Value),
        _ => false,
    });

    bool Mentions(Expr value) => terms.Of(value).Names.Any(updatedOutside.Contains);

    bool Varies(Term term) => term.Names.Any(varying.Contains);

    bool MentionsVarying(Dim dim) => dim.Symbols.Any(varying.Contains);

    /// <summary>How far one lane is from the next; null when the index is not linear in the variable.</summary>
    Dim? Stride(Dim index)
    {
        if (index.Symbols.Any(s => s != variable && varying.Contains(s))) return null;
        return index.CoefficientOf(variable) is { } stride && !MentionsVarying(stride) ? stride : null;
    }
}
