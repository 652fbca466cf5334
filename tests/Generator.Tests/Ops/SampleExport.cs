using System;
using System.Collections;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Generator.GraphIR;
using Sinter.TestKit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>The samples of the catalog as JSON, one per line: what tests/goldens/ops.py computes with PyTorch.</summary>
internal static class SampleExport
{
    public static string Text()
    {
        var text = new StringBuilder("[\n");
        text.AppendJoin(",\n", OpSamples.All.Select(s => Sample(s.Key, s.Value).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        return text.Append("\n]\n").ToString();
    }

    /// <summary>The op as printed; a golden whose text differs is out of date.</summary>
    public static string OpText(OpSample sample) => sample.Op.Name + sample.Op.AttributeText;

    static JsonObject Sample(string key, OpSample sample) => new()
    {
        ["key"] = key,
        ["op"] = sample.Op.Name,
        ["text"] = OpText(sample),
        ["attributes"] = Attributes(sample.Op),
        ["operands"] = new JsonArray([.. sample.Operands.Select(type => new JsonObject { ["dtype"] = type.DType.ShortName(), ["shape"] = Json(type.Shape) })]),
        ["low"] = sample.Low,
        ["high"] = sample.High,
        ["intHigh"] = sample.IntHigh,
        ["differentiable"] = sample.Differentiable,
    };

    // The settable properties are the attributes: records have no others.
    static JsonObject Attributes(object of) => new(of.GetType().GetProperties()
        .Where(p => p.SetMethod is { IsPublic: true })
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(char.ToLowerInvariant(p.Name[0]) + p.Name[1..], Json(p.GetValue(of)))));

    static JsonNode? Json(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        double number => double.IsFinite(number) ? number : number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Dim dim => dim.Constant!.Value,
        Shape shape => Json(shape.Dims),
        Enum member => member.ToString(),
        string text => text,
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Json)]),
        _ => Attributes(value),
    };
}
