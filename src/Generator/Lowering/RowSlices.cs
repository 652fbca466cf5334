using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A loop whose kernels compute each row (an example of the batch) from the same row of what the loop has written, and from what it does not write. Slices of the rows then need not
/// wait for each other between steps: each runs through the whole loop on one thread, and what it computes stays in that thread's cache.
/// </summary>
internal sealed class RowSlices
{
    // Elements that all slices read in each step. What is more does not stay in a second-level cache beside the slice's own: it comes from far in each step, which many rows make up for.
    const long NearElements = 320 * 1024;

    const int FewestRows = 8, FewestRowsOfFar = 64;

    // What a symbolic extent counts as when sizes are compared; any choice is correct.
    const long NominalExtent = 64;

    readonly IReadOnlyDictionary<LoweredCluster, RowAccess> accesses;

    RowSlices(string extent, string counter, IReadOnlyDictionary<LoweredCluster, RowAccess> accesses)
    {
        (Extent, First, this.accesses) = (extent, $"row {counter}", accesses);
        var shared = accesses.Keys.Where(kernel => kernel.Kernel is ContractionKernel).Sum(kernel => SharedElements(kernel));
        Fewest = shared > NearElements ? FewestRowsOfFar : FewestRows;
    }

    /// <summary>The symbol that counts rows.</summary>
    public string Extent { get; }

    /// <summary>The symbol of a slice's first row. No extent is called so.</summary>
    public string First { get; }

    /// <summary>Rows that are worth a slice.</summary>
    public Dim Fewest { get; }

    /// <summary>From the argument's first element to the slice's.</summary>
    public Dim Start(LoweredCluster kernel, int slot) => Dim.Symbol(First) * accesses[kernel].Strides[slot];

    /// <summary>The loop in slices of rows, where its kernels allow that.</summary>
    public static LoweredStep Slice(LoweredStep step, Slices slices)
    {
        if (step is not LoweredLoop loop) return step;
        var kernels = loop.Body.Clusters().Where(kernel => !kernel.Prepared).ToList();
        if (kernels.Count == 0) return step;
        var loops = Loops(loop).ToList();
        foreach (var extent in RowAccess.Candidates(kernels[0].Kernel))
        {
            if (loops.Any(inner => inner.Length.Mentions(extent))) continue;
            var accesses = new Dictionary<LoweredCluster, RowAccess>(ReferenceComparer<LoweredCluster>.Instance);
            foreach (var kernel in kernels)
            {
                // What a padded view reads shows once its loop is split.
                if (RowAccess.Of(RangeSplitting.Run(kernel.Kernel), extent) is { } access) accesses[kernel] = access;
            }
            if (accesses.Count == kernels.Count && AreApart(accesses, extent, loops, slices)) return loop with { Rows = new RowSlices(extent, loop.Counter, accesses) };
        }
        return step;
    }

    static IEnumerable<LoweredLoop> Loops(LoweredLoop loop) => loop.Body.OfType<LoweredLoop>().SelectMany(Loops).Append(loop);

    // What the loop writes is written and read row by row, with rows in the same places each time.
    static bool AreApart(Dictionary<LoweredCluster, RowAccess> accesses, string extent, IReadOnlyList<LoweredLoop> loops, Slices slices)
    {
        var uses = accesses.SelectMany(pair => pair.Key.Arguments.Select((argument, slot) => (Argument: argument, Stride: pair.Value.Strides[slot], Reach: pair.Value.Reaches[slot])));
        foreach (var buffer in uses.GroupBy(use => (object?)use.Argument.Packed ?? slices.Find(use.Argument.Value).Buffer))
        {
            if (!buffer.Any(use => use.Argument.Writes)) continue;
            var stride = buffer.First().Stride;
            if (stride == Dim.Zero || buffer.Any(use => use.Stride != stride)) return false;
            foreach (var (argument, _, reach) in buffer)
            {
                var offset = (argument.Packed is null ? slices.Find(argument.Value).Offset : Dim.Zero) + argument.Offset;
                // Of each time, or each slot, the rows lie one after the other; in each row, the argument may begin later.
                var within = offset.Substitute(extent, Dim.Zero);
                if ((offset - within).DivideExactly(Dim.Symbol(extent) * stride) is null) return false;
                var last = loops.Aggregate(within, (dim, loop) => dim.Substitute(loop.Counter, loop.Length - 1));
                if (!within.IsNonNegative || reach is null || !(stride - 1 - reach - last).IsNonNegative) return false;
            }
        }
        return true;
    }

    static long SharedElements(LoweredCluster kernel)
    {
        var shape = ((ContractionKernel)kernel.Kernel).Shape;
        return shape.Reduce.Aggregate(shape.N * shape.K, (product, reduce) => product * reduce.Extent).Evaluate(_ => NominalExtent);
    }
}
