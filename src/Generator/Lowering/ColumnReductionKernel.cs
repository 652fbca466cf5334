using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A <see cref="ColumnReductionCluster"/> as a kernel: the last axis is kept and runs in lanes; row after row is added into the result, which stays in
/// cache. Kept axes before it, or else blocks of columns, are cut into chunks.
/// </summary>
internal sealed class ColumnReductionKernel
{
    // A block of columns that one chunk adds up: long enough to be worth a chunk, short enough that several threads get some.
    const int WidestBlock = 1024;

    readonly ColumnReductionCluster cluster;
    readonly Storage storage;
    readonly KernelArguments arguments = new();
    readonly List<Stmt> inner = [];
    readonly LoopCluster domain;
    int names;

    ColumnReductionKernel(ColumnReductionCluster cluster, Storage storage)
    {
        (this.cluster, this.storage) = (cluster, storage);
        domain = new LoopCluster(cluster.Domain, cluster.Reduced, cluster.Prepared);
    }

    public static LoweredCluster Lower(ColumnReductionCluster cluster, Storage storage, string name, string comment) =>
        new ColumnReductionKernel(cluster, storage).Build(name, comment);

    LoweredCluster Build(string name, string comment)
    {
        var reader = new Reader(this);
        foreach (var member in cluster.Members)
        {
            var reduction = (ReductionOp)member.Op;
            inner.Add(Add(arguments[member], member.Shape.Offset(Kept), reduction.Combine, reader.Read(member.Operands[0], domain.Index)));
        }

        var last = cluster.Domain.Rank - 1;
        var column = new LoopAxis(LoopCluster.Axis(last), cluster.Domain[last]);
        var nest = new LoopNest(Axes(axis => !cluster.Reduced.Contains(axis) && axis != last), Axes(cluster.Reduced.Contains), [.. inner, .. Starts()]);
        var collapsed = nest.Collapse();
        var (outer, columns, origin) = Blocks(collapsed.Outer, column);
        Dim Rewrite(Dim index) => collapsed.Rewrite(index).Substitute(column.Variable, origin + Dim.Symbol(column.Variable));
        EquatableArray<Stmt> Columns(IEnumerable<Stmt> body) => LoopNest.Wrap([columns], body.Select(s => s.Rewrite(Rewrite)).ToEquatableArray(), LoopKind.Vector);

        EquatableArray<Stmt> body = [.. Columns(Starts()), .. LoopNest.Wrap(collapsed.Inner, Columns(inner), LoopKind.Serial)];
        var grid = outer.Count > 0 ? outer[0] : new LoopAxis("once", Dim.One);
        body = LoopNest.Wrap([.. outer.Skip(1)], body, LoopKind.Serial);
        var kernel = new LoopKernel(name, comment, arguments.Buffers, grid.Variable, grid.Extent, Dim.One, LoopKind.Serial, default, body);
        return new LoweredCluster(kernel, [.. arguments.Values.Select(v => new KernelArgument(v, Dim.Zero, cluster.Members.Contains(v)))], cluster.Prepared);
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

    static Stmt Add(LoopIR.Buffer buffer, Dim index, Combine combine, Expr value) => combine switch
    {
        Combine.Sum => new Store(buffer, index, value, Accumulate: true),
        Combine.Maximum => new Store(buffer, index, Expr.Call(Intrinsic.Maximum, new Load(buffer, index), value)),
        Combine.Minimum => new Store(buffer, index, Expr.Call(Intrinsic.Minimum, new Load(buffer, index), value)),
        _ => throw new ArgumentOutOfRangeException(nameof(combine), combine, null),
    };

    // Without an outer axis to share out, the columns are, in equal blocks.
    static (IReadOnlyList<LoopAxis> Outer, LoopAxis Columns, Dim Origin) Blocks(IReadOnlyList<LoopAxis> outer, LoopAxis column)
    {
        if (outer.Count > 0 || column.Extent.Constant is not { } extent || extent <= 64) return (outer, column, Dim.Zero);
        var width = Enumerable.Range(1, WidestBlock).Where(w => extent % w == 0 && w % 16 == 0).DefaultIfEmpty(0).Where(w => w == 0 || extent / w >= 2).DefaultIfEmpty(0).Max();
        if (width < 64) return (outer, column, Dim.Zero);
        const string block = "block";
        return ([new LoopAxis(block, extent / width)], column with { Extent = width }, Dim.Symbol(block) * width);
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
