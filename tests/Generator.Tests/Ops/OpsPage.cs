using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Tests.Ops;

/// <summary>The page docs/ops.md: a table of all ops.</summary>
internal static class OpsPage
{
    public static string Text()
    {
        var page = new StringBuilder("""
            # Ops

            Written from the op catalog by `AttributesOpsTests`: do not edit.

            What users call is in the second column; ops without a function are operators of `Tensor`, what layers are made of, or what functions are taken apart into.
            Gradient: whether a derivative flows back to at least one operand.

            | op | function | meaning | gradient | attributes |
            |---|---|---|---|---|

            """);
        foreach (var op in OpCatalog.All.Where(op => op is not (LeafOp or Part))) page.Append(Row(op));
        return page.ToString();
    }

    static string Row(Op op)
    {
        var schema = op.Schema;
        var function = schema.Function is null ? "" : $"`{schema.Function}({string.Join(", ", schema.Parameters.Select(p => p.Default is null ? p.Name : p.Name + "?"))})`";
        return $"| `{op.Name}` | {function} | {Cell(op.Doc)} | {(schema.Samples.Any(s => s.Differentiable) ? "yes" : "no")} | {string.Join(", ", Attributes(op))} |\n";
    }

    // What the record adds to an op: its own settable properties, without those of every op.
    static IEnumerable<string> Attributes(Op op) =>
        op.GetType().GetProperties().Where(p => p.SetMethod is { IsPublic: true } && p.DeclaringType != typeof(Op)).Select(p => $"`{p.Name}`").OrderBy(n => n, System.StringComparer.Ordinal);

    static string Cell(string text) => text.Replace("|", "\\|").Replace("<", "&lt;");
}
