using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Inference: a scale of the channels behind a contraction moves into its weights, (conv(x, w) + b)·s → conv(x, w·s) + b·s. Values that depend on
/// parameters and states alone are computed once, so the scale costs nothing per call, and shifts become one.
/// </summary>
internal sealed class FoldBatchNorm : Pass
{
    public override Graph Run(Graph graph)
    {
        // While training, weights change with every step.
        if (graph.Outputs.Any(output => output.Kind is OutputKind.Gradient or OutputKind.State)) return graph;
        var live = graph.Live();
        var needed = live.SelectMany(value => value.Operands).Concat(graph.Outputs.Select(output => output.Value)).ToLookup(value => value);
        var (constant, single) = (new HashSet<Value>(), new HashSet<Value>());
        return graph.Rewrite((target, value, operands) =>
        {
            var result = value.Op switch
            {
                Multiply => Folded(target, operands, constant, single),
                Add => Merged(operands, constant, single),
                _ => null,
            } ?? target.Add(value.Op, operands);
            if (ConstantValues.Includes(value.Op, operands, constant)) constant.Add(result);
            if (needed[value].Count() == 1) single.Add(result);
            return result;
        });
    }

    // (x + a) + b → x + (a + b)
    static Value? Merged(IReadOnlyList<Value> terms, HashSet<Value> constant, HashSet<Value> single)
    {
        if (!constant.Contains(terms[1]) || terms[0] is not { Op: Add, Operands: [var x, var shift] } || !single.Contains(terms[0]) || !constant.Contains(shift)) return null;
        var sum = shift + terms[1];
        constant.Add(sum);
        return x + sum;
    }

    static Value? Folded(Graph target, IReadOnlyList<Value> factors, HashSet<Value> constant, HashSet<Value> single)
    {
        var (x, scale) = constant.Contains(factors[1]) ? (factors[0], factors[1]) : (factors[1], factors[0]);
        if (!constant.Contains(scale) || !single.Contains(x) || PerChannel(scale) is not { } vector) return null;
        var (product, shift) = x.Op is Add && constant.Contains(x.Operands[1]) ? (x.Operands[0], x.Operands[1]) : (x, null);
        if (!single.Contains(product) || ScaleWeights(target, product, vector, constant) is not { } scaled) return null;
        if (shift is null) return scaled;
        var scaledShift = shift * scale;
        constant.Add(scaledShift);
        return scaled + scaledShift;
    }

    // What varies along the last axis only, as a vector.
    static Value? PerChannel(Value value)
    {
        if (value.Op is not Broadcast || value.Operands[0] is not { Rank: > 0 } source) return null;
        var channels = value.Shape[value.Rank - 1];
        return source.Shape.Size == channels && source.Shape[source.Rank - 1] == channels ? source.Reshape(Shape.Of(channels)) : null;
    }

    // The axis of the weights that is the result's last one.
    static Value? ScaleWeights(Graph target, Value product, Value vector, HashSet<Value> constant)
    {
        if (product.Operands.Count < 2 || !constant.Contains(product.Operands[1])) return null;
        var weights = product.Operands[1];
        if (product.Op is not ContractionOp contraction) return null;
        var equation = contraction.Equation([.. product.Operands.Select(operand => operand.Type)]);
        var axis = equation.B.ToList().IndexOf(equation.C[equation.C.Count - 1]);
        if (axis < 0) return null;
        var along = Shape.Of(Enumerable.Range(0, weights.Rank).Select(i => i == axis ? vector.Shape[0] : Dim.One));
        return target.Add(contraction, product.Operands[0], weights * vector.Reshape(along));
    }
}
