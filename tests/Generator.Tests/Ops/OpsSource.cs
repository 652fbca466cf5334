using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Tests.Ops;

/// <summary>The class Sinter.Ops as C#: one method per signature of each function of the catalog.</summary>
internal static class OpsSource
{
    public static string Text()
    {
        var source = new StringBuilder("""
            // Written from the op catalog by AttributesOpsTests: do not edit.

            namespace Sinter;

            /// <summary>
            /// The functions of the language: what a network computes besides its layers. Axes count from 0, negative ones from the end; names and meaning are PyTorch's.
            /// </summary>
            public static partial class Ops
            {

            """);
        source.AppendJoin("\n", OpCatalog.Functions.OrderBy(f => f.Key, System.StringComparer.Ordinal).SelectMany(f => Methods(f.Key, f.Value)));
        return source.Append("}\n").ToString();
    }

    static IEnumerable<string> Methods(string name, Op op)
    {
        var schema = op.Schema;
        yield return Method(name, op.Doc, schema.ResultType, [.. schema.Parameters]);
        foreach (var overload in schema.Overloads)
            yield return Method(name, op.Doc, overload.ResultType, [.. schema.Parameters.Select((p, i) => i < overload.Kinds.Count ? p with { Kind = overload.Kinds[i] } : p)]);
    }

    static string Method(string name, string doc, string resultType, IReadOnlyList<OpParameter> parameters)
    {
        var method = new StringBuilder($"    /// <summary>{Escaped(doc)}</summary>\n");
        foreach (var parameter in parameters) method.Append($"    /// <param name=\"{parameter.Name}\">{Escaped(parameter.Doc)}</param>\n");
        var signature = string.Join(", ", parameters.Select((p, i) => $"{Params(p, i == parameters.Count - 1)}{Type(p)} {p.Name}{(p.Default is null ? "" : $" = {p.Default}")}"));
        return method.Append($"    public static {resultType} {name}({signature}) => throw CompiledLanguage.NotExecuted();\n").ToString();
    }

    // Reshape(x, 2, 3) beside Reshape(x, [2, 3]).
    static string Params(OpParameter parameter, bool isLast) => isLast && parameter is { Kind: ParameterKind.Ints, Default: null } ? "params " : "";

    static string Type(OpParameter parameter)
    {
        var type = parameter.Kind switch
        {
            ParameterKind.Tensors => "Tensor[]",
            ParameterKind.Int => "int",
            ParameterKind.Float => "float",
            ParameterKind.Bool => "bool",
            ParameterKind.String => "string",
            ParameterKind.Ints => "int[]",
            ParameterKind.Floats => "float[]",
            ParameterKind.Enum => parameter.EnumType!,
            _ => parameter.Kind.ToString(),
        };
        return parameter.Default == "null" ? type + "?" : type;
    }

    static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
