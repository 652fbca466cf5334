using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// How a kernel walks through rows: one loop counts them, or parts of them, and in each buffer the next row lies a stride further. Nothing else in the kernel knows how many rows there are, or
/// which one it is at: with the extent of a slice, and the buffers from the slice's first row on, it computes the slice's rows.
/// </summary>
internal sealed class RowAccess
{
    // What is read or written of one buffer: index = row·stride + within, 0 ≤ within ≤ reach. No reach: not known.
    readonly record struct Walk(Dim Stride, Dim? Reach);

    RowAccess(IEnumerable<Walk?> walks) => (Strides, Reaches) = ([.. walks.Select(w => w?.Stride ?? Dim.Zero)], [.. walks.Select(w => w is { } walk ? walk.Reach : Dim.Zero)]);

    /// <summary>Elements from one row to the next, by slot; 0 where all rows read the same.</summary>
    public IReadOnlyList<Dim> Strides { get; }

    /// <summary>The last element of a row that is touched, counted from the row's first; null where that is not known.</summary>
    public IReadOnlyList<Dim?> Reaches { get; }

    /// <summary>Extents that may count rows.</summary>
    public static IEnumerable<string> Candidates(Kernel kernel) => kernel switch
    {
        LoopKernel loop => loop.Extent.Symbols,
        ContractionKernel contraction => contraction.Shape.Outer.Select(outer => outer.Extent).Append(contraction.Shape.M).SelectMany(extent => extent.Symbols).Distinct(),
        _ => [],
    };

    /// <summary>Null for a kernel that does not work row by row, or that numbers its rows.</summary>
    public static RowAccess? Of(Kernel kernel, string extent) => kernel.FirstStream() != 0 ? null : kernel switch
    {
        LoopKernel loop => new LoopWalk(loop, extent).Result,
        ContractionKernel contraction => Of(contraction, extent),
        _ => null,
    };

    // How many values of a loop make a row: the loop's extent is a constant times the rows.
    static Dim? Part(Dim extent, string rows) => extent.DivideExactly(Dim.Symbol(rows)) is { IsConstant: true } part && part != Dim.Zero ? part : null;

    static Walk? Same(Walk? a, Walk b) => a is not { } first ? b
        : first.Stride != b.Stride ? null
        : b with { Reach = first.Reach is null || b.Reach is null ? null : Dim.Max(first.Reach, b.Reach) };

    static RowAccess? Of(ContractionKernel kernel, string extent)
    {
        var shape = kernel.Shape;
        if (shape.IsDepthwise) return null;
        List<(Dim Extent, Dim A, Dim B, Dim C)> loops = [.. shape.Outer.Select(o => (o.Extent, o.StrideA, o.StrideB, o.StrideC)), (shape.M, shape.StrideAM, Dim.Zero, shape.StrideCM)];
        var at = loops.FindIndex(loop => loop.Extent.Mentions(extent));
        if (at < 0 || Part(loops[at].Extent, extent) is not { } part) return null;
        var (row, others) = (loops[at], loops.Where((_, i) => i != at).ToList());
        Dim[] rest =
        [
            shape.N, shape.K, shape.StrideAK, shape.StrideBK, row.A, row.B, row.C,
            .. others.SelectMany(o => new[] { o.Extent, o.A, o.B, o.C }), .. shape.Reduce.SelectMany(reduce => reduce.Dims), .. kernel.Epilogue.Indices(),
        ];
        if (rest.Any(dim => dim.Mentions(extent))) return null;

        Dim Reach(System.Func<(Dim Extent, Dim A, Dim B, Dim C), Dim> stride, Dim within) =>
            others.Aggregate((part - 1) * stride(row) + within, (sum, loop) => sum + (loop.Extent - 1) * stride(loop));

        var walks = new Walk?[kernel.Buffers.Count];
        walks[0] = new Walk(part * row.A, Reach(o => o.A, shape.Reduce.Aggregate((shape.K - 1) * shape.StrideAK, (sum, reduce) => sum + (reduce.Extent - 1) * reduce.StrideA)));
        walks[1] = new Walk(part * row.B, null);
        var result = new Walk(part * row.C, Reach(o => o.C, shape.N - 1));
        walks[2] = result;
        foreach (var expression in kernel.Epilogue.Parts())
        {
            if (expression is IndexValue value && Step(value.Index) != Dim.Zero) return null;
            if (expression is not Load load) continue;
            if (Step(load.Index) is not { } stride) return null;
            if (Same(walks[load.Buffer.Slot], new Walk(stride, load.Index == Dim.Symbol(EpilogueKernel.Offset) ? result.Reach : null)) is not { } walk) return null;
            walks[load.Buffer.Slot] = walk;
        }
        return new RowAccess(walks);

        // From one row of C to the next.
        Dim? Step(Dim index) =>
            index.Substitute(EpilogueKernel.Offset, Dim.Symbol(EpilogueKernel.Offset) + result.Stride) - index is var step && step.Mentions(EpilogueKernel.Offset) ? null : step;
    }

    /// <summary>The loads and stores of a loop nest whose grid counts rows.</summary>
    sealed class LoopWalk
    {
        readonly LoopKernel kernel;
        readonly Dim? part;
        readonly Walk?[] walks;
        readonly Dictionary<string, Dim> extents = [];
        readonly HashSet<string> lets = [];
        bool isByRows;

        public LoopWalk(LoopKernel kernel, string extent)
        {
            this.kernel = kernel;
            walks = new Walk?[kernel.Buffers.Count];
            part = Part(kernel.Extent, extent);
            isByRows = part is not null && !kernel.Body.SelectMany(statement => statement.Indices()).Concat(kernel.Scratch.Select(s => s.Size)).Any(dim => dim.Mentions(extent));
            if (!isByRows) return;
            extents[kernel.Variable] = part!;
            Visit(kernel.Body);
        }

        public RowAccess? Result => isByRows ? new RowAccess(walks) : null;

        void Visit(IEnumerable<Stmt> body)
        {
            foreach (var statement in body)
            {
                switch (statement)
                {
                    case Loop loop:
                        extents[loop.Variable] = loop.Extent;
                        Visit(loop.Body);
                        extents.Remove(loop.Variable);
                        break;
                    case Let let:
                        Visit(let.Value);
                        lets.Add(let.Name);
                        break;
                    case Update update: Visit(update.Value); break;
                    case Store store:
                        Visit(store.Value);
                        Access(store.Buffer, store.Index);
                        break;
                }
            }
        }

        void Visit(Expr expression)
        {
            foreach (var inner in expression.Parts())
            {
                if (inner is Load load) Access(load.Buffer, load.Index);
                if (inner is IndexValue value) isByRows &= Step(value.Index) == Dim.Zero;
            }
        }

        // Scratch memory is each chunk's own.
        void Access(LoopIR.Buffer buffer, Dim index)
        {
            if (buffer.Slot < 0) return;
            var walk = Step(index) is { } stride ? Same(walks[buffer.Slot], new Walk(stride, Largest(index))) : null;
            isByRows &= walk is not null;
            walks[buffer.Slot] = walk;
        }

        // From one row to the next; null where that depends on the place.
        Dim? Step(Dim index) =>
            index.Substitute(kernel.Variable, Dim.Symbol(kernel.Variable) + part!) - index is var step && !step.Symbols.Any(symbol => extents.ContainsKey(symbol) || lets.Contains(symbol)) ? step : null;

        // In the first row; null where the index may be less than its first element's, or nothing is known of it.
        Dim? Largest(Dim index)
        {
            var (least, most) = (index, index);
            foreach (var symbol in index.Symbols)
            {
                if (!extents.TryGetValue(symbol, out var extent) || index.CoefficientOf(symbol) is not { IsConstant: true, Constant: var step }) return null;
                (least, most) = (least.Substitute(symbol, step < 0 ? extent - 1 : Dim.Zero), most.Substitute(symbol, step < 0 ? Dim.Zero : extent - 1));
            }
            return least.IsNonNegative ? most : null;
        }
    }
}
