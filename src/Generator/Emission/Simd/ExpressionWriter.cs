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
internal sealed class ExpressionWriter(IFrame frame, TermTable terms, NameTable names)
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

    // ---- scalars

    public string Scalar(Term term, Scope at)
    {
        if (Find("s" + term.Id, term, at) is { } known) return known;
        switch (term.Expression)
        {
            case Literal literal: return Literal(literal);
            case Local local: return Local(local, at);
        }
        var home = Home(term, at);
        return term.Uses > 1 || at.IsInLoopOf(home)
            ? Declare("s" + term.Id, term, CSharp.TypeName(term.Type), ScalarText(term, home), home).SeenFrom(at)
            : ScalarText(term, at);
    }

    /// <summary>The value for a name that the program gives it: computed here unless it is known or belongs further out.</summary>
    public string ScalarToBind(Term term, Scope at) =>
        Find("s" + term.Id, term, at) ?? (at.IsInLoopOf(Home(term, at)) || term.Operands.Length == 0 && term.Expression is not Load ? Scalar(term, at) : ScalarText(term, at));

    public string VectorToBind(Term term, Scope at) =>
        Find("v" + term.Id, term, at) ?? (at.IsInLoopOf(Home(term, at)) || !Varies(term) ? Vector(term, at) : VectorText(term, at));

    public void Know(string flavor, Term term, Binding binding) => binding.Scope.Known[flavor + term.Id] = new Known(binding, term);

    static string Literal(Literal literal) => literal.Type switch
    {
        DType.Float32 => CSharp.Float(literal.Value),
        DType.Int32 => CSharp.Int(literal.Value),
        _ => literal.Value != 0 ? "true" : "false",
    };

    string Local(Local local, Scope at)
    {
        var text = bound[local.Name].SeenFrom(at);
        return local.Type == DType.Int32 ? $"(int){text}" : text;
    }

    string ScalarText(Term term, Scope at)
    {
        switch (term.Expression)
        {
            case Load load: return Element(load.Buffer, load.Index, at);
            case IndexValue index: return $"(int)({Index(index.Index, at)})";
            case Call { Intrinsic: Intrinsic.Select }: return ScalarSelect(term, at);
            case Call { Intrinsic: Intrinsic.ToFloat }: return ToFloat(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.ToInt }: return ToInt(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.RandomUniform }:
                return $"{Philox}.Uniform({frame.Seed.SeenFrom(at)}, {frame.Step.SeenFrom(at)}, {Stream(term.Operands[0], at)}, {Scalar(term.Operands[1], at)})";
            case Call call:
                return IntrinsicText.Scalar(call.Intrinsic, [.. term.Operands.Select(o => Scalar(o, at))], call.Type == DType.Int32);
            default: return Scalar(term, at);
        }
    }

    // Counted from the launch's, so that kernels with other streams are equal.
    string Stream(Term operand, Scope at)
    {
        var behind = (int)((Literal)operand.Expression).Value - frame.FirstStream;
        return behind == 0 ? frame.Stream.SeenFrom(at) : $"{frame.Stream.SeenFrom(at)} + {behind}";
    }

    string ToFloat(Term operand, Scope at) => operand.Type switch
    {
        DType.Bool => $"({Scalar(operand, at)} ? 1f : 0f)",
        DType.Int32 => $"(float){Scalar(operand, at)}",
        _ => Scalar(operand, at),
    };

    string ToInt(Term operand, Scope at) => operand.Type switch
    {
        DType.Bool => $"({Scalar(operand, at)} ? 1 : 0)",
        DType.Float32 => $"(int){Scalar(operand, at)}",
        _ => Scalar(operand, at),
    };

    string ScalarSelect(Term term, Scope at) => Branch(term, CSharp.TypeName(term.Type), at, Scalar);

    // The side that is not taken is not evaluated: its loads may lie outside their buffers.
    string Branch(Term term, string type, Scope at, Func<Term, Scope, string> write)
    {
        var condition = Scalar(term.Operands[0], at);
        var (whenTrue, whenFalse) = (at.Inner(ScopeKind.Guard), at.Inner(ScopeKind.Guard));
        var (a, b) = (write(term.Operands[1], whenTrue), write(term.Operands[2], whenFalse));
        if (whenTrue.Lines.Count == 0 && whenFalse.Lines.Count == 0) return $"({condition} ? {a} : {b})";
        var name = names.Fresh("chosen");
        at.Line($"{type} {name};");
        whenTrue.Line($"{name} = {a};");
        whenFalse.Line($"{name} = {b};");
        at.Block($"if ({condition})", whenTrue.Lines);
        at.Block("else", whenFalse.Lines);
        return name;
    }

    // ---- lanes

    public string Vector(Term term, Scope at)
    {
        if (!Varies(term)) return Broadcast(term, at);
        if (Find("v" + term.Id, term, at) is { } known) return known;
        if (term.Expression is Local local) return bound[local.Name].SeenFrom(at);
        var home = Home(term, at);
        return term.Uses > 1 || at.IsInLoopOf(home)
            ? Declare("v" + term.Id, term, "TSimd", VectorText(term, home), home).SeenFrom(at)
            : VectorText(term, at);
    }

    string Broadcast(Term term, Scope at)
    {
        if (term.Expression is Literal { Value: 0, Type: not DType.Bool } zero && 1 / zero.Value > 0) return "TSimd.Zero";
        if (Find("b" + term.Id, term, at) is { } known) return known;
        var home = Home(term, at);
        var text = term.Type == DType.Bool ? $"({Scalar(term, home)} ? TSimd.FirstLanes(TSimd.Count) : TSimd.Zero)" : $"TSimd.Create({Scalar(term, home)})";
        return at.IsInLoopOf(home) ? Declare("b" + term.Id, term, "TSimd", text, home).SeenFrom(at) : text;
    }

    string VectorText(Term term, Scope at)
    {
        switch (term.Expression)
        {
            case Load load: return LoadLanes(load, at);
            case IndexValue index: return IndexLanes(index, at);
            case Call { Intrinsic: Intrinsic.Select }: return VectorSelect(term, at);
            case Call { Intrinsic: Intrinsic.ToFloat }: return AsFloats(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.ToInt }:
                return term.Operands[0].Type == DType.Float32 ? $"TSimd.Truncate({Vector(term.Operands[0], at)})" : AsFloats(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.RandomUniform }:
                var position = ((IndexValue)term.Operands[1].Expression).Index;
                return $"TSimd.RandomUniform({frame.Seed.SeenFrom(at)}, {frame.Step.SeenFrom(at)}, {Stream(term.Operands[0], at)}, {Index(position, at)})";
            case Call { Intrinsic: Intrinsic.Maximum or Intrinsic.Minimum } call when term.Operands.Any(IsNumber):
                var (bound, other) = IsNumber(term.Operands[0]) ? (0, 1) : (1, 0);
                return $"TSimd.{(call.Intrinsic == Intrinsic.Maximum ? "AtLeast" : "AtMost")}({Vector(term.Operands[bound], at)}, {Vector(term.Operands[other], at)})";
            case Call call: return IntrinsicText.Vector(call.Intrinsic, [.. term.Operands.Select(o => Vector(o, at))]);
            default: return Vector(term, at);
        }
    }

    static bool IsNumber(Term term) => term.Expression is Literal { Type: DType.Float32 } literal && !double.IsNaN(literal.Value);

    /// <summary>A mask as zeros and ones; anything else is floats already.</summary>
    public string AsFloats(Term term, Scope at) =>
        term.Type != DType.Bool ? Vector(term, at)
        : Varies(term) ? $"TSimd.Select({Vector(term, at)}, {Broadcast(terms.Of(Expr.Float(1)), at)}, TSimd.Zero)"
        : $"TSimd.Create({Scalar(term, at)} ? 1f : 0f)";

    string VectorSelect(Term term, Scope at) =>
        Varies(term.Operands[0])
            ? $"TSimd.Select({Vector(term.Operands[0], at)}, {Vector(term.Operands[1], at)}, {Vector(term.Operands[2], at)})"
            : Branch(term, "TSimd", at, Vector);

    string LoadLanes(Load load, Scope at)
    {
        var buffer = frame.Buffer(load.Buffer).SeenFrom(at);
        var index = Index(load.Index, at);
        if (load.Buffer.Type == DType.Bool) return $"TSimd.LoadMask(ref {buffer}, {index}, {Count})";
        if (load.Buffer.Type == DType.Int32) return $"TSimd.LoadInt(ref {buffer}, {index}, {Count})";
        return StrideOf(load.Index) is var stride && stride == Dim.One
            ? $"TSimd.Load(ref {buffer}, {index}, {Count})"
            : $"TSimd.LoadStrided(ref {buffer}, {index}, {Index(stride, at)}, {Count})";
    }

    string IndexLanes(IndexValue index, Scope at)
    {
        var first = $"TSimd.Create((float)({Index(index.Index, at)}))";
        var stride = StrideOf(index.Index);
        return stride == Dim.One ? $"({first} + TSimd.Lanes)" : $"({first} + TSimd.Create((float)({Index(stride, at)})) * TSimd.Lanes)";
    }

    public Dim StrideOf(Dim index) => index.CoefficientOf(LaneVariable!)!;

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
