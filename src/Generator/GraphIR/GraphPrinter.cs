using System.Linq;
using System.Text;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// A graph as text, one value per line: <c>%3 conv1 : f32[N, 32, 28, 28] = conv2d{stride=2}(%1, %2)</c>. The body of an op follows its line, indented. Stable enough for golden files.
/// </summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        Print(graph, "", text);
        return text.ToString();
    }

    static void Print(Graph graph, string indent, StringBuilder text)
    {
        foreach (var value in graph.Values)
        {
            text.Append(indent).Append(Print(value)).Append('\n');
            if (value.Op is IBodyOp op) Print(op.Body.ToGraph(), indent + "    ", text);
        }
        foreach (var output in graph.Outputs)
            text.Append(indent).Append(output.Kind.ToString().ToLowerInvariant()).Append(' ').Append(output.Name).Append(" = ").Append(output.Value).Append('\n');
    }

    public static string Print(Value value)
    {
        var name = value.Name is null ? "" : " " + value.Name;
        return $"{value}{name} : {value.Type} = {value.Op.Name}{value.Op.AttributeText}({string.Join(", ", value.Operands.Select(o => o.ToString()))})";
    }
}
