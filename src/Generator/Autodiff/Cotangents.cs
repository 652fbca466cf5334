using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.Generator.Autodiff;

/// <summary>The derivative of the loss by each value, as far as the walk back has come: the sum over the value's users.</summary>
internal sealed class Cotangents
{
    readonly Graph graph;
    readonly int primals;
    readonly HashSet<Value> wanted;
    readonly Dictionary<Value, Value> sums = [];
    readonly Dictionary<Value, Value?[]> parts = [];

    public Cotangents(Graph graph, IEnumerable<Value> roots)
    {
        this.graph = graph;
        primals = graph.Values.Count;
        wanted = [.. roots];
        // Only what depends on a root can pass a gradient on to it; integers and truth values have none.
        foreach (var value in graph.Values)
        {
            if (value.DType is DType.Float32 or DType.Bundle && value.Operands.Any(wanted.Contains)) wanted.Add(value);
        }
    }

    public void Add(Value value, Value cotangent)
    {
        if (!wanted.Contains(value)) return;
        if (cotangent.Type != value.Type) throw new InvalidOperationException($"The gradient of {GraphPrinter.Print(value)} is {cotangent.Type}.");
        sums[value] = sums.TryGetValue(value, out var others) ? others + cotangent : cotangent;
    }

    /// <summary>Users before operands: a cotangent is complete when its value's turn comes.</summary>
    public void WalkBack()
    {
        for (var i = primals - 1; i >= 0; i--)
        {
            var value = graph.Values[i];
            if (sums.TryGetValue(value, out var cotangent)) Name(cotangent, value);
            if (value.Operands.Count == 0 || Gradients(value, cotangent) is not { } gradients) continue;
            for (var position = 0; position < value.Operands.Count; position++)
            {
                if (gradients[position] is { } gradient) Add(value.Operands[position], gradient);
            }
        }
    }

    /// <summary>The derivative by a tensor that stands in the graph once or more often; zeros when the loss does not depend on it.</summary>
    public Value Of(IEnumerable<Value> occurrences)
    {
        var values = occurrences.ToList();
        var reached = values.Where(sums.ContainsKey).Select(value => sums[value]).ToList();
        return reached.Count == 0 ? values[0].Constant(0).BroadcastTo(values[0].Shape) : reached.Aggregate((a, b) => a + b);
    }

    /// <summary>The derivative by one value; null when the loss does not depend on it.</summary>
    public Value? Find(Value value) => sums.TryGetValue(value, out var sum) ? sum : null;

    // A part keeps its cotangent for the bundle, whose turn comes when all parts have had theirs.
    IReadOnlyList<Value?>? Gradients(Value value, Value? cotangent)
    {
        if (value.Op is BundleOp bundle)
        {
            if (!parts.TryGetValue(value, out var cotangents)) return null;
            return bundle is Scan ? ScanGradient.Of(value, cotangents) : bundle.Gradient(value, cotangents);
        }
        if (cotangent is null) return null;
        if (value.Op is not Part part) return value.Op.Gradient(value, cotangent);
        var owner = value.Operands[0];
        if (!parts.TryGetValue(owner, out var all)) parts[owner] = all = new Value?[owner.ResultTypes().Count];
        all[part.Index] = all[part.Index] is { } other ? other + cotangent : cotangent;
        return null;
    }

    void Name(Value cotangent, Value value)
    {
        if (value.Name is { Length: > 0 } name && cotangent.Id >= primals) cotangent.Name ??= "d" + char.ToUpperInvariant(name[0]) + name.Substring(1);
    }
}
