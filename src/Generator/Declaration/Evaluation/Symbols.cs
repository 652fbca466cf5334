using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>Questions to Roslyn symbols.</summary>
internal static class Symbols
{
    static readonly SymbolDisplayFormat FullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static string QualifiedName(this ITypeSymbol type) => type.ToDisplayString(FullName);

    public static bool Is(this ITypeSymbol? type, string name) => type is not null && type.Name.Length > 0 && type.QualifiedName() == name;

    public static bool Inherits(this ITypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
            if (type.Is(name)) return true;
        return false;
    }

    public static bool Inherits(this ITypeSymbol? type, ITypeSymbol ancestor)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, ancestor.OriginalDefinition)) return true;
        return type?.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, ancestor.OriginalDefinition)) ?? false;
    }

    /// <summary>The element type that a tensor type of the language stands for.</summary>
    public static DType? TensorElement(this ITypeSymbol? type) => type?.QualifiedName() switch
    {
        LanguageNames.Tensor or LanguageNames.Parameter or LanguageNames.State => DType.Float32,
        LanguageNames.IntTensor => DType.Int32,
        LanguageNames.BoolTensor => DType.Bool,
        _ => null,
    };

    public static AttributeData? Attribute(this ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass.Is(name));

    public static Location Location(this AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference ? reference.SyntaxTree.GetLocation(reference.Span) : Microsoft.CodeAnalysis.Location.None;

    public static Location Location(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>
    /// False for what a generator added. The analyzer sees the generated part of a network, the generator does not: both trace what the user wrote.
    /// </summary>
    public static bool IsWritten(this ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(IsWritten);

    public static bool IsWritten(this SyntaxReference reference) => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal);

    /// <summary>The instance fields, also those behind automatic properties, in the order of declaration.</summary>
    public static IEnumerable<IFieldSymbol> InstanceFields(this ITypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && field.Declared().IsWritten());

    /// <summary>The property that a field stores, or the field.</summary>
    public static ISymbol Declared(this IFieldSymbol field) => field.AssociatedSymbol ?? field;

    public static bool IsAutomatic(this IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));

    public static bool IsFloating(this ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    public static bool IsInteger(this ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64 or SpecialType.System_Char;
}
