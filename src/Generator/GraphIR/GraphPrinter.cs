using System.Linq;
using System.Text;

namespace Sinter.Generator.GraphIR;

/// <summary>A graph as text, one value per line: <c>%3 conv1 : f32[N, 32, 28, 28] = conv2d{stride=2}(%1, %2)</c>. Stable enough for golden files.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        foreach (var value in graph.Values) text.Append(Print(value)).Append('\n');
        foreach (var output in graph.Outputs)
            text.Append(output.Kind.ToString().ToLowerInvariant()).Append(' ').Append(output.Name).Append(" = ").Append(output.Value).Append('\n');
        return text.ToString();
    }

    public static string Print(Value value)
    {
        var name = value.Name is null ? "" : " " + value.Name;
        return $"{value}{name} : {value.Type} = {value.Op.Name}{value.Op.AttributeText}({string.Join(", ", value.Operands.Select(o => o.ToString()))})";
    }
}
