using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>Between C#'s constants, data, and the arguments of ops.</summary>
internal static class Data
{
    public static Datum Of(bool value) => new BoolDatum(value);

    public static Datum Of(Dim value) => new IntDatum(value);

    /// <summary>A constant of a type; null when networks have no such type.</summary>
    public static Datum? OfConstant(object? constant, ITypeSymbol? type) => constant switch
    {
        null => type is { IsValueType: true } ? null : Datum.Null,
        _ when type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named => OfEnum(named, Convert.ToInt64(constant, CultureInfo.InvariantCulture)),
        bool flag => new BoolDatum(flag),
        string text => new TextDatum(text),
        float or double => new FloatDatum(Convert.ToDouble(constant, CultureInfo.InvariantCulture)),
        char letter => new IntDatum(letter),
        ulong or decimal => null,
        _ => new IntDatum(Convert.ToInt64(constant, CultureInfo.InvariantCulture)),
    };

    public static Datum OfEnum(INamedTypeSymbol type, long number) => new EnumDatum(
        type.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(f => f.HasConstantValue && Convert.ToInt64(f.ConstantValue, CultureInfo.InvariantCulture) == number)?.Name
            ?? number.ToString(CultureInfo.InvariantCulture),
        number);

    public static Datum OfTyped(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Array when constant.IsNull => Datum.Null,
        TypedConstantKind.Array => new ArrayDatum(constant.Values.Select(OfTyped)),
        TypedConstantKind.Error or TypedConstantKind.Type => Datum.Unknown,
        _ => OfConstant(constant.Value, constant.Type) ?? Datum.Unknown,
    };

    /// <summary>What a variable of a type holds before it is set.</summary>
    public static Datum Default(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => new BoolDatum(false),
        INamedTypeSymbol { TypeKind: TypeKind.Enum } named => OfEnum(named, 0),
        _ when type.IsFloating() => new FloatDatum(0),
        _ when type.IsInteger() => new IntDatum(Dim.Zero),
        INamedTypeSymbol { IsTupleType: true } tuple => new TupleDatum(tuple.TupleElements.Select(e => Default(e.Type))),
        _ => Datum.Null,
    };

    public static bool ContainsUnknown(Datum datum) => datum switch
    {
        { IsUnknown: true } => true,
        ArrayDatum array => array.Items.Any(ContainsUnknown),
        TupleDatum tuple => tuple.Items.Any(ContainsUnknown),
        _ => false,
    };

    /// <summary>What a message calls it.</summary>
    public static string Describe(Datum datum) => datum switch
    {
        IntDatum { Value.IsConstant: false } dim => $"the symbolic extent {dim}",
        TensorDatum or StorageDatum => "a tensor",
        TextDatum text => $"\"{text}\"",
        NullDatum => "null",
        ArrayDatum => "an array",
        FunctionDatum => "a function",
        LayerDatum layer => $"a layer {layer.Definition.Name}",
        InstanceDatum instance => $"an object of {instance.Type.Name}",
        _ => datum.ToString(),
    };
}
