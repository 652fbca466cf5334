using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration;

/// <summary>Reads extents from attributes, and writes an entry point's records.</summary>
internal static class Signatures
{
    /// <summary>The shape of [Input(…)] or [Shape(…)]; null when an extent is none, which is reported at it.</summary>
    public static Shape? ShapeOf(AttributeData attribute, ModelTrace model)
    {
        if (attribute.ConstructorArguments.Length == 0 || attribute.ConstructorArguments[0].Kind != TypedConstantKind.Array) return null;
        var extents = attribute.ConstructorArguments[0].Values;
        var dims = extents.Select(Extent).ToArray();
        for (var i = 0; i < dims.Length; i++)
            if (dims[i] is null) model.Report(Descriptors.Extent, AttributeSyntaxes.Argument(attribute, i), extents[i].Value?.ToString() ?? "null");
        return dims.Any(d => d is null) ? null : Shape.Of(dims!);
    }

    static Dim? Extent(TypedConstant constant) => constant.Value switch
    {
        int and > 0 and var number => (Dim)number,
        string name when Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name) => Dim.Symbol(name),
        _ => null,
    };

    public static EntryPoint Entry(string name, EntryKind kind, IReadOnlyList<InputDeclaration> inputs, EntryTrace entry, IEnumerable<string> trains)
    {
        var (nodes, outputs) = GraphImporter.Export(entry.Graph);
        var session = entry.Memory.Use;
        var symbols = inputs.SelectMany(i => i.Type.Shape.Dims).SelectMany(d => d.Symbols).Concat(session?.Symbols ?? []).Distinct();
        return new EntryPoint(name, kind, [.. inputs], [.. symbols], [.. nodes], [.. outputs], [.. kind == EntryKind.Training ? trains : []]) { Session = session };
    }
}
