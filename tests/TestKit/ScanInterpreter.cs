using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.TestKit;

/// <summary>Evaluates a scan step by step: the body, once for every position along the time axis.</summary>
internal static class ScanInterpreter
{
    /// <summary>The elements of the parts that are asked for.</summary>
    public static IEnumerable<(Value Part, double[] Content)> Evaluate(Value value, IReadOnlyList<Value> parts, Func<Value, Memory> memoryOf, Machine machine, Func<Op, double[]> contentOf)
    {
        var scan = (Scan)value.Op;
        var length = (int)Extent(scan.Length);
        var operands = value.Operands.Select(operand => memoryOf(operand).Written(0, memoryOf(operand).Length)).ToList();
        var states = operands.Skip(scan.FirstInitial).Take(scan.Carries).ToArray();
        var results = parts.ToDictionary(part => ((Part)part.Op).Index, part => new double[Extent(part.Shape.Size)]);

        void Store(int part, Dim slot, int step, double[] content)
        {
            if (results.TryGetValue(part, out var result)) content.CopyTo(result, (Extent(slot) + step) * content.Length);
        }

        var body = scan.Body.ToGraph();
        for (var carry = 0; carry < scan.Carries; carry++) Store(scan.History(carry), scan.Initial, 0, states[carry]);
        for (var i = 0; i < length; i++)
        {
            var step = scan.Backwards ? length - 1 - i : i;
            double[] Leaf(Op leaf) => leaf switch
            {
                Step x => Slice(operands[x.Index], value.Operands[x.Index].Shape, scan.Sequences[x.Index], step),
                Carried carried => states[carried.Index],
                Captured captured => operands[scan.FirstCaptured + captured.Index],
                _ => contentOf(leaf),
            };

            var outputs = new GraphInterpreter(machine, Leaf).Evaluate(body);
            states = [.. outputs.Take(scan.Carries)];
            for (var carry = 0; carry < scan.Carries; carry++) Store(scan.History(carry), scan.After, step, states[carry]);
            for (var stack = 0; stack < scan.Body.Stacks.Count; stack++) Store(scan.Stack(stack), Dim.Zero, step, outputs[scan.Carries + stack]);
        }
        for (var carry = 0; carry < scan.Carries; carry++) Store(scan.Final(carry), Dim.Zero, 0, states[carry]);
        return parts.Select(part => (part, results[((Part)part.Op).Index]));

        double[] Slice(double[] content, Shape shape, TimeAxis time, int step)
        {
            var outer = shape.Dims.Take(time.Axis).Aggregate(1L, (size, dim) => size * Extent(dim));
            var inner = shape.Dims.Skip(time.Axis + 1).Aggregate(1L, (size, dim) => size * Extent(dim));
            var (extent, at) = (Extent(shape[time.Axis]), Extent(time.Start) + step);
            return [.. from o in Enumerable.Range(0, (int)outer) from j in Enumerable.Range(0, (int)inner) select content[(o * extent + at) * inner + j]];
        }

        long Extent(Dim dim) => dim.Evaluate(name => machine.Dims[name]);
    }
}
