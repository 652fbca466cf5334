using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// Sigmoids and hyperbolic tangents that meet in products and sums are divided once: σ(x)·tanh(y) = n·m / (d·e). A vector of divisions takes as long as some twenty multiplications, and the gates of a
/// cell are five of them for each unit.
/// </summary>
/// <remarks>
/// With z = e^−|x|, σ(x) = (x &lt; 0 ? z : 1) / (1 + z); with u = e^−2|x| − 1, tanh(x) = ∓u / (2 + u). Denominators are in [1, 2]: a product of a few is far from where floats end.
/// </remarks>
internal sealed class Quotients
{
    // Denominators in one product: at most 8.
    const int MostFactors = 3;

    // Lets that something needs as they are: where a quotient is needed anyway, nothing is gained by what it is made of.
    readonly HashSet<string> plain = [];
    readonly Dictionary<string, Fraction> fractions = [];

    /// <param name="Under">The factors of the denominator, with repetitions.</param>
    sealed record Fraction(Expr Over, IReadOnlyList<Expr> Under)
    {
        public bool Saves => Under.Distinct().Count() > 1;

        public Expr Quotient => Over / Product(Under);
    }

    public static LoopKernel Run(LoopKernel kernel) => HasSeveral(kernel) ? kernel with { Body = Run(kernel.Body) } : kernel;

    static bool HasSeveral(LoopKernel kernel) => kernel.Body.SelectMany(statement => statement.Expressions()).Count(part => part is Call { Intrinsic: Intrinsic.Sigmoid or Intrinsic.Tanh }) > 1;

    static EquatableArray<Stmt> Run(EquatableArray<Stmt> body)
    {
        var merging = new Quotients();
        while (true)
        {
            var known = merging.plain.Count;
            var result = merging.Merge(body);
            if (merging.plain.Count == known) return result;
        }
    }

    EquatableArray<Stmt> Merge(EquatableArray<Stmt> body)
    {
        var result = new List<Stmt>();
        fractions.Clear();
        foreach (var statement in body)
        {
            switch (statement)
            {
                case Let let when !plain.Contains(let.Name) && Of(let.Value) is { } fraction:
                    fractions[let.Name] = fraction;
                    break;
                case Let let: result.Add(let with { Value = Merged(let.Value) }); break;
                case Update update: result.Add(update with { Value = Merged(update.Value) }); break;
                case Store store:
                    result.Add(store with { Value = Merged(store.Value) });
                    fractions.Clear();                  // what was read before the store is not read behind it
                    break;
                case Loop loop:
                    foreach (var name in loop.Expressions().OfType<Local>()) plain.Add(name.Name);
                    result.Add(loop with { Body = Run(loop.Body) });
                    fractions.Clear();
                    break;
                default: result.Add(statement); break;
            }
        }
        return result.ToEquatableArray();
    }

    // The value itself: one division where that saves some, as it stands otherwise.
    Expr Merged(Expr expression)
    {
        if (Of(expression) is { Saves: true } fraction) return fraction.Quotient;
        switch (expression)
        {
            case Local local:
                plain.Add(local.Name);
                return local;
            case Call call: return call with { Arguments = call.Arguments.Select(Merged).ToEquatableArray() };
            default: return expression;
        }
    }

    Fraction? Of(Expr expression) => expression switch
    {
        Local local => fractions.TryGetValue(local.Name, out var known) ? known : null,
        Call { Intrinsic: Intrinsic.Sigmoid, Arguments: [var x] } => Sigmoid(Merged(x)),
        Call { Intrinsic: Intrinsic.Tanh, Arguments: [var x] } => Tanh(Merged(x)),
        Call { Type: DType.Float32, Intrinsic: Intrinsic.Multiply, Arguments: [var a, var b] } => Times(a, b),
        Call { Type: DType.Float32, Intrinsic: Intrinsic.Add, Arguments: [var a, var b] } => Plus(a, b, minus: false),
        Call { Type: DType.Float32, Intrinsic: Intrinsic.Subtract, Arguments: [var a, var b] } => Plus(a, b, minus: true),
        _ => null,
    };

    static Fraction Sigmoid(Expr x)
    {
        var z = Expr.Call(Intrinsic.Exp, -Expr.Call(Intrinsic.Abs, x));
        return new Fraction(Expr.Select(Expr.Call(Intrinsic.Less, x, 0), z, 1), [z + 1]);
    }

    static Fraction Tanh(Expr x)
    {
        var u = Expr.Call(Intrinsic.ExpMinusOne, Expr.Call(Intrinsic.Abs, x) * -2);
        return new Fraction(Expr.Select(Expr.Call(Intrinsic.Less, x, 0), u, -u), [u + 2]);
    }

    Fraction? Times(Expr a, Expr b) => (Of(a), Of(b)) switch
    {
        (null, null) => null,
        ({ } x, null) => x with { Over = x.Over * Merged(b) },
        (null, { } y) => y with { Over = Merged(a) * y.Over },
        ({ } x, { } y) => x.Under.Count + y.Under.Count <= MostFactors ? new Fraction(x.Over * y.Over, [.. x.Under, .. y.Under]) : null,
    };

    Fraction? Plus(Expr a, Expr b, bool minus)
    {
        var (x, y) = (Of(a) ?? Number(a), Of(b) ?? Number(b));
        if (x is null || y is null || x.Under.Count + y.Under.Count == 0) return null;
        // What one denominator has and the other one has not.
        var (more, less) = (Without(y.Under, x.Under), Without(x.Under, y.Under));
        if (x.Under.Count + more.Count > MostFactors) return null;
        var (left, right) = (Product([x.Over, .. more]), Product([y.Over, .. less]));
        return new Fraction(minus ? left - right : left + right, [.. x.Under, .. more]);
    }

    static Fraction? Number(Expr expression) => expression is Literal { Type: DType.Float32 } ? new Fraction(expression, []) : null;

    static List<Expr> Without(IEnumerable<Expr> factors, IEnumerable<Expr> others)
    {
        var rest = factors.ToList();
        foreach (var other in others) rest.Remove(other);
        return rest;
    }

    static Expr Product(IEnumerable<Expr> factors) => factors.Aggregate((a, b) => a is Literal { Value: 1 } ? b : a * b);
}
