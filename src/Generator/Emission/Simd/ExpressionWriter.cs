using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>
/// Terms as C# expressions, over scalars or over the lanes of a vector loop. A term that is used twice, or that does not depend on the loop around it,
/// gets a name where its operands are known; everything else stands where it is used.
/// </summary>
internal sealed partial class ExpressionWriter(IFrame frame, TermTable terms, NameTable names)
{
    readonly Dictionary<string, Binding> bound = new(StringComparer.Ordinal);
    readonly HashSet<string> changing = [];
    readonly HashSet<string> varying = [];

    /// <summary>Buffers that the kernel writes: what is read from them stays where it is read.</summary>
    public HashSet<int> StoredSlots { get; } = [];

    /// <summary>The variable whose values the lanes are; null outside vector loops.</summary>
    public string? LaneVariable { get; private set; }

    /// <summary>Set where lane 0 is meant by indices as they stand: the lane variable is then written nowhere.</summary>
    public bool LanesFromZero { get; init; }

    /// <summary>The C# text of the valid lanes.</summary>
    public string Count { get; set; } = "count";

    public TermTable Terms => terms;

    public Term TermOf(Expr expression) => terms.Of(expression);

    public string Fresh(string hint) => names.Fresh(hint);

    public Binding Bind(string name, Binding binding) => bound[name] = binding;

    public void Unbind(string name) => bound.Remove(name);

    /// <summary>Accumulators that a loop being written updates: what mentions them cannot be computed before the loop.</summary>
    public void Change(IEnumerable<string> accumulators) => changing.UnionWith(accumulators);

    public void Settle(IEnumerable<string> accumulators) => changing.ExceptWith(accumulators);

    public void BeginLanes(string variable)
    {
        LaneVariable = variable;
        varying.Add(variable);
    }

    public void Vary(string name) => varying.Add(name);

    public void EndLanes()
    {
        LaneVariable = null;
        varying.Clear();
    }

    public bool Varies(Term term) => term.Names.Any(varying.Contains);

    public bool IsVarying(string name) => varying.Contains(name);

    /// <summary>Forgets what a store or an update made stale.</summary>
    public static void Forget(Scope at, Func<Term, bool> stale)
    {
        for (var scope = at; scope is not null; scope = scope.Parent)
        {
            foreach (var key in scope.Known.Where(k => k.Value.Term is { } term && stale(term)).Select(k => k.Key).ToArray()) scope.Known.Remove(key);
        }
    }

    // ---- memory and indices

    public string Element(LoopIR.Buffer buffer, Dim index, Scope at) => $"{Unsafe}.Add(ref {frame.Buffer(buffer).SeenFrom(at)}, {Index(index, at)})";

    public string BufferName(LoopIR.Buffer buffer, Scope at) => frame.Buffer(buffer).SeenFrom(at);

    /// <summary>A dim, with the parts that do not depend on the innermost loops computed before them.</summary>
    public string Index(Dim dim, Scope at)
    {
        if (LanesFromZero && LaneVariable is not null) dim = dim.Substitute(LaneVariable, Dim.Zero);
        var (fixedPart, home) = Invariant(dim, at);
        if (fixedPart is null || IsSimple(fixedPart)) return Plain(dim, at);
        var name = DimName(fixedPart, home!).SeenFrom(at);
        var rest = dim - fixedPart;
        if (rest == Dim.Zero) return name;
        var text = Plain(rest, at);
        return text[0] == '-' ? $"{name} - {text.Substring(1)}" : $"{name} + {text}";
    }

    // The sum of the monomials that do not change while the loops around `at` run, up to the innermost of their scopes.
    (Dim? Part, Scope? Home) Invariant(Dim dim, Scope at)
    {
        Dim part = 0;
        Scope? innermost = null;
        foreach (var monomial in dim.Monomials.Where(m => m.Atoms.Count > 0))
        {
            var home = monomial.Atoms.SelectMany(a => a.Symbols).Select(s => Symbol(s).Scope).Aggregate(Deeper);
            if (!at.IsInLoopOf(home)) continue;
            part += monomial.Atoms.Aggregate((Dim)monomial.Coefficient, (product, atom) => product * atom.Substitute(Dim.Symbol));
            innermost = innermost is null ? home : Deeper(innermost, home);
        }
        return innermost is null ? (null, null) : (part, innermost);
    }

    Binding DimName(Dim dim, Scope home)
    {
        var key = "d" + dim;
        for (var scope = home; scope is not null; scope = scope.Parent)
        {
            if (scope.Known.TryGetValue(key, out var known)) return known.Binding;
        }
        var text = Index(dim, home);
        var binding = new Binding(names.Fresh("at"), "nint", home);
        home.Line($"nint {binding.Name} = {text};");
        home.Known[key] = new Known(binding, null);
        return binding;
    }

    static bool IsSimple(Dim dim) => dim.IsConstant || (dim.Monomials is [{ Coefficient: 1, Atoms: [SymbolAtom] }]);

    string Plain(Dim dim, Scope at) => CSharp.Dim(dim, name => Symbol(name).SeenFrom(at));

    Binding Symbol(string name) => bound.TryGetValue(name, out var binding) ? binding : frame.Symbol(name);

    // ---- scopes

    Scope Home(Term term, Scope at)
    {
        if (IsVolatile(term)) return at;
        var home = term.Names.Select(n => Symbol(n).Scope).Aggregate(frame.Root, Deeper);
        return term.IsPartial && at.Guard is { } guard ? Deeper(home, guard) : home;
    }

    bool IsVolatile(Term term) => term.Slots.Any(StoredSlots.Contains) || term.Names.Any(changing.Contains);

    // What may change while a loop runs is known only within one of its iterations.
    string? Find(string key, Term term, Scope at)
    {
        var isVolatile = IsVolatile(term);
        for (var scope = at; scope is not null; scope = scope.Parent)
        {
            if (scope.Known.TryGetValue(key, out var known)) return known.Binding.SeenFrom(at);
            if (isVolatile && scope.Kind is ScopeKind.Loop or ScopeKind.Element) return null;
        }
        return null;
    }

    Binding Declare(string key, Term term, string type, string text, Scope home)
    {
        var binding = new Binding(names.Fresh(Hint(term)), type, home);
        home.Line($"{type} {binding.Name} = {Trimmed(text)};");
        home.Known[key] = new Known(binding, term);
        return binding;
    }

    static string Hint(Term term) => term.Expression switch
    {
        Literal literal => CSharp.NumberName(literal.Value),
        Load load => load.Buffer.Name + "Value",
        Call call => CSharp.Camel(call.Intrinsic.ToString()),
        IndexValue => "index",
        _ => "value",
    };

    public static Scope Deeper(Scope a, Scope b) => a.Depth >= b.Depth ? a : b;

    /// <summary>Without the parentheses around the whole.</summary>
    public static string Trimmed(string text)
    {
        if (text.Length < 2 || text[0] != '(' || text[text.Length - 1] != ')') return text;
        var depth = 0;
        for (var i = 0; i < text.Length - 1; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) return text;
        }
        return text.Substring(1, text.Length - 2);
    }
}
