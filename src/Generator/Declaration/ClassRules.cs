using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Declaration;

/// <summary>What holds for the class of a network as a whole.</summary>
internal static class ClassRules
{
    /// <summary>True when the network can be traced; otherwise the reason is reported.</summary>
    public static bool Check(INamedTypeSymbol network, ModelTrace model)
    {
        var before = model.Findings.Count;
        if (!IsPartial(network)) model.Report(Descriptors.NotPartial, Location(network), network.Name);
        if (network.IsGenericType) model.Report(Descriptors.Generic, Location(network), network.Name);
        for (var type = network.ContainingType; type is not null; type = type.ContainingType)
            if (!IsPartial(type) || type.IsGenericType) model.Report(Descriptors.ContainerNotPartial, Location(type), type.Name, network.Name);
        if (network.InstanceConstructors.FirstOrDefault(c => !c.IsImplicitlyDeclared && c.IsWritten()) is { } constructor)
            model.Report(Descriptors.Constructor, constructor.Location(), network.Name);
        return model.Findings.Count == before;
    }

    /// <summary>The class's name where it is declared.</summary>
    public static Location Location(INamedTypeSymbol type) =>
        Declarations(type).Select(d => d.Identifier.GetLocation()).FirstOrDefault() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>The headers of the types around it, outermost first.</summary>
    public static IReadOnlyList<string> Containers(INamedTypeSymbol network)
    {
        var headers = new List<string>();
        for (var type = network.ContainingType; type is not null; type = type.ContainingType)
        {
            var kind = type switch
            {
                { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
                { IsRecord: true } => "record",
                { TypeKind: TypeKind.Struct } => "struct",
                { TypeKind: TypeKind.Interface } => "interface",
                { IsStatic: true } => "static class",
                _ => "class",
            };
            var modifier = type.IsStatic ? "static " : "";
            headers.Insert(0, $"{SyntaxFacts.GetText(type.DeclaredAccessibility)} {modifier}partial {kind.Substring(type.IsStatic ? "static ".Length : 0)} {type.Name}");
        }
        return headers;
    }

    public static string Accessibility(INamedTypeSymbol network) => SyntaxFacts.GetText(network.DeclaredAccessibility);

    static bool IsPartial(INamedTypeSymbol type) => Declarations(type).All(d => d.Modifiers.Any(SyntaxKind.PartialKeyword));

    static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Where(r => r.IsWritten()).Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>();
}
