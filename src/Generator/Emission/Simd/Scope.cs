using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.Emission.Simd;

internal enum ScopeKind
{
    /// <summary>The kernel's method.</summary>
    Method,

    /// <summary>The body of a loop: what does not depend on it is computed before it.</summary>
    Loop,

    /// <summary>A branch: what may fail must stay in it.</summary>
    Guard,

    /// <summary>The body of a vector loop, a method of its own: what it uses from around it becomes a parameter.</summary>
    Element,
}

/// <summary>A block of C# being written, and what is known in it. Lines of an outer scope that are written meanwhile stand before the inner block.</summary>
internal sealed class Scope(Scope? parent, ScopeKind kind)
{
    public Scope? Parent { get; } = parent;

    public ScopeKind Kind { get; } = kind;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    public List<string> Lines { get; } = [];

    /// <summary>Terms and dims that a name of this scope already holds.</summary>
    public Dictionary<string, Known> Known { get; } = [];

    /// <summary>Of an element: the outer names it uses, in order of first use.</summary>
    public List<Binding> Captures { get; } = [];

    public Scope Inner(ScopeKind kind) => new(this, kind);

    public void Line(string line) => Lines.Add(line);

    /// <summary>A nested block, already finished.</summary>
    public void Block(string header, IEnumerable<string> lines)
    {
        Line(header);
        Line("{");
        Lines.AddRange(lines.Select(line => "    " + line));
        Line("}");
    }

    /// <summary>Whether code of this scope may run several times per run of <paramref name="outer"/>.</summary>
    public bool IsInLoopOf(Scope outer)
    {
        for (var scope = this; scope != outer && scope is not null; scope = scope.Parent)
        {
            if (scope.Kind is ScopeKind.Loop or ScopeKind.Element) return true;
        }
        return false;
    }

    /// <summary>The innermost branch that this scope is in.</summary>
    public Scope? Guard
    {
        get
        {
            var scope = this;
            while (scope is not null && scope.Kind != ScopeKind.Guard) scope = scope.Parent;
            return scope;
        }
    }
}

/// <summary>A name that holds a term (or a dim: no term).</summary>
internal sealed record Known(Binding Binding, Term? Term);

/// <summary>A C# name: a local, a parameter or a field.</summary>
/// <param name="Type">As a parameter declares it: "nint", "TSimd", "ref float".</param>
internal sealed record Binding(string Name, string Type, Scope Scope)
{
    public string Argument => Type.StartsWith("ref ", System.StringComparison.Ordinal) ? "ref " + Name : Name;

    /// <summary>The name as code of a scope sees it; an element's parameter when it comes from around the element.</summary>
    public string SeenFrom(Scope at)
    {
        for (var scope = at; scope is not null && scope != Scope; scope = scope.Parent)
        {
            if (scope.Kind == ScopeKind.Element && !scope.Captures.Contains(this)) scope.Captures.Add(this);
        }
        return Name;
    }
}
