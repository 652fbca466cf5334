using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Emission.Members;

/// <summary>An entry of a model's table of parameters or states, with what changes from layer to layer set apart.</summary>
internal sealed class ParameterRow
{
    readonly string[] path;         // what stands between the numbers of layers: "blocks.", ".norm.weight"
    readonly string description;

    public ParameterRow(ParameterDeclaration parameter, long offset) : this(parameter.Path, parameter.Shape, offset, parameter.Initializer, parameter.Frozen, parameter.Role)
    {
    }

    public ParameterRow(StateDeclaration state, long offset) : this(state.Path, state.Shape, offset, state.Initializer, frozen: false, ParameterRole.Weight)
    {
    }

    ParameterRow(string name, GraphIR.Shape shape, long offset, Initializer initializer, bool frozen, ParameterRole role)
    {
        var segments = name.Split('.');
        path = string.Join(".", segments.Select(s => IsNumber(s) ? "\n" : s)).Split('\n');
        Numbers = [offset, .. segments.Where(IsNumber).Select(s => long.Parse(s, CultureInfo.InvariantCulture))];
        Extents = $"new int[] {{ {string.Join(", ", shape.Dims.Select(d => CSharp.Long(d.Constant!.Value)))} }}";
        description = $"new {RuntimeNames.ParameterInitializer}({RuntimeNames.ParameterDistribution}.{initializer.Distribution}, {CSharp.Float(initializer.Scale)})" +
            $"{(frozen ? ", Frozen: true" : "")}{(role == ParameterRole.Weight ? "" : $", Role: {RuntimeNames.ParameterRole}.{role}")}";
    }

    /// <summary>The offset, and the numbers in the name.</summary>
    public IReadOnlyList<long> Numbers { get; }

    string Extents { get; }

    /// <summary>Everything but the numbers.</summary>
    public string Key => $"{string.Join("\n", path)}\n\n{Extents}, {description}";

    /// <summary>The entry; with that of the next round, the entry of any round.</summary>
    public string Text(ParameterRow? next = null)
    {
        var numbers = Numbers.Select((number, i) => Number(number, next is null ? 0 : next.Numbers[i] - number)).ToList();
        var name = string.Concat(path.Select((text, i) => i == 0 ? text : $"{(numbers[i].All(char.IsDigit) ? numbers[i] : $"{{{numbers[i]}}}")}{text}"));
        return $"new {RuntimeNames.ParameterEntry}({(name.Contains('{') ? "$" : "")}{CSharp.String(name)}, {Extents}, {numbers[0]}, {description})";
    }

    // A layer's number is short and unsigned: other names are the user's words.
    static bool IsNumber(string segment) => segment.Length is > 0 and < 10 && segment.All(c => c is >= '0' and <= '9') && (segment == "0" || segment[0] != '0');

    static string Number(long start, long step) => step == 0 ? CSharp.Long(start) : $"{(start == 0 ? "" : $"{CSharp.Long(start)} + ")}{ParameterTableWriter.Counter}{(step == 1 ? "" : $" * {CSharp.Long(step)}L")}";
}
