using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// What a scan keeps of every step for its derivative: the results of products of matrices and of scans inside of it, which are costly to compute again. What turns out not to be
/// read is dropped by the passes.
/// </summary>
internal static class ScanResiduals
{
    /// <summary>The graph with scans that stack, behind what they stacked before, what is costly.</summary>
    public static Graph Widen(Graph graph) => graph.Values.Any(value => value.Op is Scan)
        ? graph.Rewrite((target, value, operands) => value.Op is Scan scan ? target.Add(Widened(scan), operands) : GraphRewriter.Copy(target, value, operands))
        : graph;

    static Scan Widened(Scan scan)
    {
        var body = ReverseMode.WithGradients(scan.Body.ToGraph());
        var saved = new HashSet<Value>(body.Outputs.Select(output => output.Value));
        foreach (var value in Costly(body, saved).ToList())
        {
            if (saved.Add(value)) body.Outputs.Add(new GraphOutput(OutputKind.Result, $"residual{value.Id}", value));
        }
        return scan with { Body = ScanBody.Of(body, scan.Carries) };
    }

    static IEnumerable<Value> Costly(Graph body, HashSet<Value> saved)
    {
        var users = body.Values.SelectMany(value => value.Operands.Select(operand => (operand, value))).ToLookup(use => use.operand, use => use.value);
        foreach (var value in body.Values.ToList())
        {
            if (value.Op is ContractionOp) yield return Settled(value);
            if (value.Op is Scan)
            {
                for (var part = 0; part < value.ResultTypes().Count; part++) yield return value.Part(part);
            }
        }

        // What becomes of it by sums and by functions whose derivative needs their result alone, as long as nobody else reads it: then it is this that is kept.
        Value Settled(Value value)
        {
            while (!saved.Contains(value) && users[value].ToList() is [{ Op: Add or Subtract or Negate or Tanh or Sigmoid or Exp or Relu } user]) value = user;
            return value;
        }
    }
}
