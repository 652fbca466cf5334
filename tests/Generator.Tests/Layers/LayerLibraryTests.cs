using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Xunit;

namespace Sinter.Generator.Tests.Layers;

/// <summary>The layers that users write and those that the compiler knows are the same, down to the defaults.</summary>
public sealed class LayerLibraryTests
{
    static readonly Dictionary<string, Type> layers = Classes(typeof(LayerBase)), losses = Classes(typeof(LossBase));

    public static TheoryData<string> Layers => new(LayerCatalog.Layers.Keys);

    public static TheoryData<string> Losses => new(LayerCatalog.Losses.Keys);

    [Fact]
    public void EachLayerHasAClassAndTheOtherWayRound() => Assert.Equal(Sorted(LayerCatalog.Layers.Keys), Sorted(layers.Keys));

    [Fact]
    public void EachLossHasAClassAndTheOtherWayRound() => Assert.Equal(Sorted(LayerCatalog.Losses.Keys), Sorted(losses.Keys));

    [Theory, MemberData(nameof(Layers))]
    public void LayersHaveTheSameSettings(string name) => Assert.Equal(Declared(LayerCatalog.Layers[name].Parameters), Written(layers[name]));

    [Theory, MemberData(nameof(Losses))]
    public void LossesHaveTheSameSettings(string name) => Assert.Equal(Declared(LayerCatalog.Losses[name].Parameters), Written(losses[name]));

    /// <summary>A layer of several operands is called through a method Forward, which has just these parameters.</summary>
    [Theory, MemberData(nameof(Layers))]
    public void ForwardTakesTheOperands(string name)
    {
        var operands = LayerCatalog.Layers[name].Operands;
        var forward = layers[name].GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).SingleOrDefault(m => m.Name == "Forward");
        if (forward is null) Assert.Single(operands);
        else Assert.Equal(operands.Select(o => $"{o.Name} {o.Default is not null}"), forward.GetParameters().Select(p => $"{p.Name} {p.HasDefaultValue}"));
    }

    [Theory, MemberData(nameof(Layers))]
    public void OtherMethodsTakeTheirOperands(string name)
    {
        var written = layers[name].GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => !m.IsSpecialName && m.Name != "Forward");
        Assert.Equal(
            LayerCatalog.Layers[name].Methods.Select(m => $"{m.Key}: {string.Join(", ", m.Value.Operands.Select(o => $"{o.Name} {o.Default is not null}"))}"),
            written.Select(m => $"{m.Name}: {string.Join(", ", m.GetParameters().Select(p => $"{p.Name} {p.HasDefaultValue}"))}"));
    }

    [Theory, MemberData(nameof(Layers))]
    public void LayersSayWhatTheyAre(string name)
    {
        var layer = LayerCatalog.Layers[name];
        Assert.EndsWith(".", layer.Doc);
        Assert.Matches("^[a-z][a-z0-9]*$", layer.Stem);
        Assert.All(layer.Parameters, parameter => Assert.EndsWith(".", parameter.Doc));
    }

    static Dictionary<string, Type> Classes(Type root) => root.Assembly.GetTypes().Where(type => type.IsSubclassOf(root) && !type.IsAbstract).ToDictionary(type => type.Name);

    static IEnumerable<string> Sorted(IEnumerable<string> names) => names.OrderBy(name => name, StringComparer.Ordinal);

    // Constructor parameters in order, then properties by name: "int kernel", "float Eps = 1E-05".
    static string[] Declared(IEnumerable<LayerParameter> parameters) =>
    [
        .. parameters.Where(p => !p.IsProperty).Select(Text),
        .. Sorted(parameters.Where(p => p.IsProperty).Select(Text)),
    ];

    static string Text(LayerParameter parameter) => Text(TypeOf(parameter), parameter.Name, parameter.Default is { } text ? Value(parameter, text) : null);

    static Type TypeOf(LayerParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Int => typeof(int),
        ParameterKind.Float => typeof(float),
        ParameterKind.Bool => typeof(bool),
        ParameterKind.String => typeof(string),
        ParameterKind.Ints => typeof(int[]),
        ParameterKind.Enum => typeof(LayerBase).Assembly.GetType($"Sinter.{parameter.EnumType}", throwOnError: true)!,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "no attribute can take this"),
    };

    static object Value(LayerParameter parameter, string text) => parameter.Kind switch
    {
        ParameterKind.Int => int.Parse(text, CultureInfo.InvariantCulture),
        ParameterKind.Float => float.Parse(text.TrimEnd('f'), CultureInfo.InvariantCulture),
        ParameterKind.Bool => bool.Parse(text),
        ParameterKind.String => text.Trim('"'),
        ParameterKind.Enum => Enum.Parse(TypeOf(parameter), text.Split('.')[^1]),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "no default can be written"),
    };

    static string[] Written(Type type)
    {
        var constructor = type.GetConstructors().Single();
        object?[] arguments = [.. constructor.GetParameters().Select(p => p.HasDefaultValue ? p.DefaultValue : p.ParameterType.IsArray ? Array.CreateInstance(p.ParameterType.GetElementType()!, 1) : 1)];
        var layer = constructor.Invoke(arguments);
        return
        [
            .. constructor.GetParameters().Select(p => Text(p.ParameterType, p.Name!, p.HasDefaultValue ? p.DefaultValue : null)),
            .. Sorted(Settable(type).Select(p => Text(p.PropertyType, p.Name, p.GetValue(layer)))),
        ];
    }

    static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.CanWrite);

    static string Text(Type type, string name, object? value) =>
        string.Create(CultureInfo.InvariantCulture, $"{type.Name} {name}{(value is null ? "" : " = ")}{value}");
}
