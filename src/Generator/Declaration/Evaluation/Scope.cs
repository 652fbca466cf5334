using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>The variables of one execution of a block, within those of the blocks around it. A lambda keeps the scope that it was made in.</summary>
internal sealed class Scope(Scope? parent, Frame frame)
{
    readonly Dictionary<ISymbol, Datum> variables = new(SymbolEqualityComparer.Default);

    public Frame Frame { get; } = frame;

    public ObjectDatum? Self => Frame.Self;

    public Scope Inner() => new(this, Frame);

    public void Declare(ISymbol variable, Datum value) => variables[variable.OriginalDefinition] = value;

    public Datum? Find(ISymbol variable) => Owner(variable)?.variables[variable.OriginalDefinition];

    /// <summary>Assigns where the variable was declared; here when it was not (C# has checked that it is).</summary>
    public void Set(ISymbol variable, Datum value) => (Owner(variable) ?? this).variables[variable.OriginalDefinition] = value;

    Scope? Owner(ISymbol variable)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope.variables.ContainsKey(variable.OriginalDefinition)) return scope;
        return null;
    }

    Scope? Parent => parent;
}

/// <summary>One call of a method.</summary>
internal sealed class Frame(ObjectDatum? self)
{
    public ObjectDatum? Self { get; } = self;

    public Datum Result { get; set; } = Datum.Null;
}

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}
