using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A <see cref="ColumnReductionCluster"/> as a kernel: the last axis is kept and runs in lanes. Where rows are few columns wide, or an axis before them is kept, the lanes of
/// a few columns run down all rows with their sums in registers; otherwise row after row is added into the result, which stays in cache. Kept axes before the last, or else
/// blocks of columns, are cut into chunks.
/// </summary>
internal sealed class ColumnReductionKernel
{
    // A block of columns that one chunk adds up: long enough to be worth a chunk, short enough that several threads get some.
    const int WidestBlock = 1024;

    // So many columns are one chunk.
    const int NarrowRows = 64;

    // Below this many elements a chunk costs more to hand out than to run.
    const int ElementsPerChunk = 16384;

    // An addition waits for the one before it: sums of several rows side by side, but no more of them than there are registers for.
    const int RowsAtOnce = 4, MostSums = 8;

    readonly ColumnReductionCluster cluster;
    readonly Storage storage;
    readonly KernelArguments arguments = new();
    readonly List<Stmt> inner = [];
    readonly LoopCluster domain;
    readonly LoopAxis column;
    int names;

    ColumnReductionKernel(ColumnReductionCluster cluster, Storage storage)
    {
        (this.cluster, this.storage) = (cluster, storage);
        domain = new LoopCluster(cluster.Domain, cluster.Reduced, cluster.Prepared);
        var last = cluster.Domain.Rank - 1;
        column = new LoopAxis(LoopCluster.Axis(last), cluster.Domain[last]);
    }

    public static LoweredCluster Lower(ColumnReductionCluster cluster, Storage storage, string name, string comment) =>
        new ColumnReductionKernel(cluster, storage).Build(name, comment);

    LoweredCluster Build(string name, string comment)
    {
        var outer = Axes(axis => !cluster.Reduced.Contains(axis) && axis != cluster.Domain.Rank - 1);
        var (grid, body) = outer.Length > 0 || column.Extent.Constant is <= NarrowRows ? Columns(outer) : Rows();
        var kernel = new LoopKernel(name, comment, arguments.Buffers, grid.Variable, grid.Extent, Grain(grid), LoopKind.Serial, default, body);
        return new LoweredCluster(kernel, [.. arguments.Values.Select(v => new KernelArgument(v, Dim.Zero, cluster.Members.Contains(v)))], cluster.Prepared);
    }

    // Iterations of the grid that make a chunk; one where not all that an iteration does is known.
    Dim Grain(LoopAxis grid)
    {
        var elements = cluster.Domain.Size.Constant / grid.Extent.Constant
            ?? cluster.Domain.Dims.Where(extent => extent != grid.Extent).Aggregate(Dim.One, (product, extent) => product * extent).Constant;
        return elements is > 0 ? Math.Max(1, ElementsPerChunk / elements.Value) : Dim.One;
    }

    // Lanes of columns, each down all rows.
    (LoopAxis Grid, EquatableArray<Stmt> Body) Columns(LoopAxis[] outer)
    {
        var rows = Axes(cluster.Reduced.Contains);
        var copies = Copies(rows);
        var sums = cluster.Members.Select(member => Enumerable.Range(0, copies).Select(_ => $"{KernelArguments.ReadableName(member)}_{names++}").ToArray()).ToArray();
        var reader = new Reader(this);
        for (var copy = 0; copy < copies; copy++)
        {
            var index = copies == 1 ? domain.Index : [.. domain.Index.Select(i => i.Substitute(rows[rows.Length - 1].Variable, Dim.Symbol(rows[rows.Length - 1].Variable) * copies + copy))];
            for (var m = 0; m < sums.Length; m++)
            {
                var reduction = (ReductionOp)cluster.Members[m].Op;
                inner.Add(new Update(sums[m][copy], reduction.Combine, reader.Read(cluster.Members[m].Operands[0], index)));
            }
        }
        if (copies > 1) rows[rows.Length - 1] = rows[rows.Length - 1] with { Extent = Dim.FloorDivide(rows[rows.Length - 1].Extent, copies) };
        List<Stmt> starts = [], ends = [];
        foreach (var (member, parts) in cluster.Members.Zip(sums, (member, parts) => (member, parts)))
        {
            var combine = ((ReductionOp)member.Op).Combine;
            starts.AddRange(parts.Select(part => new Accumulator(part, combine)));
            ends.Add(new Store(arguments[member], member.Shape.Offset(Kept), Total(combine, [.. parts.Select(part => new Local(part, DType.Float32))])));
        }

        var collapsed = new LoopNest(outer, rows, [.. inner, .. ends]).Collapse();
        EquatableArray<Stmt> body =
        [
            .. starts,
            .. LoopNest.Wrap(collapsed.Inner, inner.Select(s => s.Rewrite(collapsed.Rewrite)).ToEquatableArray(), LoopKind.Serial),
            .. ends.Select(s => s.Rewrite(collapsed.Rewrite)),
        ];
        body = LoopNest.Wrap([.. collapsed.Outer.Skip(1), column], body, LoopKind.Vector);
        return (collapsed.Outer.Count > 0 ? collapsed.Outer[0] : new LoopAxis("once", Dim.One), body);
    }

    int Copies(LoopAxis[] rows) =>
        rows.Length == 0 || rows[rows.Length - 1].Extent.Constant is not { } extent
            ? 1
            : new[] { RowsAtOnce, RowsAtOnce / 2, 1 }.First(copies => copies == 1 || (extent % copies == 0 && copies * cluster.Members.Count <= MostSums));

    // The first half and the second, and so on.
    static Expr Total(Combine combine, Expr[] parts)
    {
        if (parts.Length == 1) return parts[0];
        var half = parts.Length / 2;
        return Combined(combine, Total(combine, [.. parts.Take(half)]), Total(combine, [.. parts.Skip(half)]));
    }

    // Row after row, all columns of a block.
    (LoopAxis Grid, EquatableArray<Stmt> Body) Rows()
    {
        var reader = new Reader(this);
        foreach (var member in cluster.Members)
        {
            var reduction = (ReductionOp)member.Op;
            inner.Add(Add(arguments[member], member.Shape.Offset(Kept), reduction.Combine, reader.Read(member.Operands[0], domain.Index)));
        }

        var collapsed = new LoopNest([], Axes(cluster.Reduced.Contains), [.. inner, .. Starts()]).Collapse();
        var (outer, columns, origin) = Blocks(column);
        Dim Rewrite(Dim index) => collapsed.Rewrite(index).Substitute(column.Variable, origin + Dim.Symbol(column.Variable));
        EquatableArray<Stmt> Block(IEnumerable<Stmt> body) => LoopNest.Wrap([columns], body.Select(s => s.Rewrite(Rewrite)).ToEquatableArray(), LoopKind.Vector);
        return (outer, [.. Block(Starts()), .. LoopNest.Wrap(collapsed.Inner, Block(inner), LoopKind.Serial)]);
    }

    IReadOnlyList<Dim> Kept => [.. domain.Index.Where((_, axis) => !cluster.Reduced.Contains(axis))];

    LoopAxis[] Axes(Func<int, bool> chosen) =>
    [
        .. Enumerable.Range(0, cluster.Domain.Rank)
            .Where(axis => chosen(axis) && cluster.Domain[axis] != Dim.One)
            .Select(axis => new LoopAxis(LoopCluster.Axis(axis), cluster.Domain[axis])),
    ];

    IEnumerable<Stmt> Starts() => cluster.Members.Select(member =>
        new Store(arguments[member], member.Shape.Offset(Kept), new Literal(Identity(((ReductionOp)member.Op).Combine), DType.Float32)));

    static double Identity(Combine combine) => combine switch
    {
        Combine.Sum => 0,
        Combine.Maximum => double.NegativeInfinity,
        Combine.Minimum => double.PositiveInfinity,
        _ => throw new ArgumentOutOfRangeException(nameof(combine), combine, null),
    };

    static Stmt Add(LoopIR.Buffer buffer, Dim index, Combine combine, Expr value) =>
        combine == Combine.Sum ? new Store(buffer, index, value, Accumulate: true) : new Store(buffer, index, Combined(combine, new Load(buffer, index), value));

    static Expr Combined(Combine combine, Expr a, Expr b) => combine switch
    {
        Combine.Sum => a + b,
        Combine.Maximum => Expr.Call(Intrinsic.Maximum, a, b),
        Combine.Minimum => Expr.Call(Intrinsic.Minimum, a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(combine), combine, null),
    };

    // Without an outer axis to share out, the columns are, in equal blocks.
    static (LoopAxis Outer, LoopAxis Columns, Dim Origin) Blocks(LoopAxis column)
    {
        var whole = (new LoopAxis("once", Dim.One), column, Dim.Zero);
        if (column.Extent.Constant is not { } extent || extent <= NarrowRows) return whole;
        var width = Enumerable.Range(1, WidestBlock).Where(w => extent % w == 0 && w % 16 == 0).DefaultIfEmpty(0).Where(w => w == 0 || extent / w >= 2).DefaultIfEmpty(0).Max();
        if (width < NarrowRows) return whole;
        const string block = "block";
        return (new LoopAxis(block, extent / width), column with { Extent = width }, Dim.Symbol(block) * width);
    }

    sealed class Reader(ColumnReductionKernel kernel) : ElementReader(kernel.domain.Ranges())
    {
        readonly Dictionary<(Value, string), Expr> bound = [];

        protected override Expr? Known(Value value, IReadOnlyList<Dim> index) =>
            kernel.storage.ContiguousBuffer(value) is { } buffer ? new Load(kernel.arguments[buffer], Ranges.Simplify(value.Shape.Offset(index))) : null;

        protected override Expr Computed(Value value, IReadOnlyList<Dim> index)
        {
            if (value.Op is ViewOp || IsGuarded) return base.Computed(value, index);
            var key = (value, string.Join(",", index));
            if (bound.TryGetValue(key, out var local)) return local;
            var name = $"{KernelArguments.ReadableName(value)}_{kernel.names++}";
            kernel.inner.Add(new Let(name, base.Computed(value, index)));
            return bound[key] = new Local(name, value.DType);
        }

        protected override Dim Bind(Expr position)
        {
            if (IsGuarded) throw new InvalidOperationException("A data-dependent index below a padded view is not supported: the view's operand needs a buffer.");
            var name = $"at_{kernel.names++}";
            kernel.inner.Add(new Let(name, position));
            return Dim.Symbol(name);
        }
    }
}
