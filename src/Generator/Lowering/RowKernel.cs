using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A <see cref="LoopCluster"/> as a kernel. Without reductions: one loop nest that computes every member and stores those that others read. With
/// them: per row, one inner loop per stage; a reduction's total is known to the stages after its own.
/// </summary>
internal sealed class RowKernel
{
    // Below this many elements a chunk costs more to hand out than to run.
    const int ElementsPerChunk = 16384;

    // The variable of two axes that are cut into chunks together.
    const string Row = "row";

    readonly LoopCluster cluster;
    readonly Storage storage;
    readonly KernelArguments arguments = new();
    readonly Dictionary<Value, int> stages = [];
    readonly Dictionary<Value, Expr> rowScalars = [];
    readonly List<ScratchBuffer> scratch = [];
    readonly Dictionary<Value, Buffer> stashes = [];
    readonly List<Stage> rows = [];
    int names;

    RowKernel(LoopCluster cluster, Storage storage) => (this.cluster, this.storage) = (cluster, storage);

    /// <summary>What one inner loop does, and what follows it once per row.</summary>
    sealed class Stage
    {
        public List<Stmt> Before { get; } = [];

        public List<Stmt> Inner { get; } = [];

        public List<Stmt> After { get; } = [];
    }

    public static LoweredCluster Lower(LoopCluster cluster, Storage storage, string name, string comment)
    {
        var kernel = new RowKernel(cluster, storage);
        kernel.FindStages();
        kernel.WriteStages();
        return kernel.Build(name, comment);
    }

    bool IsRow(Value value) => value.Op is not ReductionOp && (value.Shape == cluster.Domain || value.Op is Framed);

    // A member is computable in the first stage after all reductions that it depends on.
    void FindStages()
    {
        foreach (var member in cluster.Members)
        {
            var reads = member.Op is ReductionOp
                ? Reads.Behind(member.Operands[0], cluster.Index, cluster.Ranges(), IsMemberOrStored)
                : Reads.Of(member, cluster.IndexOf(member)!, cluster.Ranges(), IsMemberOrStored);
            stages[member] = reads.All.Where(r => stages.ContainsKey(r.Value)).Select(r => stages[r.Value] + (r.Value.Op is ReductionOp ? 1 : 0)).DefaultIfEmpty(0).Max();
        }
    }

    bool IsMemberOrStored(Value value) => cluster.Members.Contains(value) || storage.HasBuffer(value);

    void WriteStages()
    {
        for (var s = 0; s <= stages.Values.Max(); s++)
        {
            var stage = new Stage();
            var reader = new StageReader(this, stage, s);
            foreach (var member in cluster.Members.Where(m => stages[m] == s && m.Op is ReductionOp))
            {
                var reduction = (ReductionOp)member.Op;
                var accumulator = Fresh(KernelArguments.ReadableName(member));
                stage.Before.Add(new Accumulator(accumulator, reduction.Combine));
                stage.Inner.Add(new Update(accumulator, reduction.Combine, reader.Read(member.Operands[0], cluster.Index)));
                rowScalars[member] = new Local(accumulator, DType.Float32);
            }
            foreach (var member in cluster.Members.Where(m => stages[m] == s && IsRow(m)))
            {
                if (storage.HasBuffer(member))
                    stage.Inner.Add(new Store(arguments[member], member.Shape.Offset(cluster.IndexOf(member)!), reader.Member(member)));
                else if (IsStashed(member))
                    stage.Inner.Add(new Store(Stash(member), StashIndex(), reader.Member(member)));
            }
            rows.Add(stage);

            // Scalars of the row whose inputs are totals of this stage's loop belong after it.
            foreach (var member in cluster.Members.Where(m => m.Op is ReductionOp && stages[m] == s && storage.HasBuffer(m)))
                stage.After.Add(new Store(arguments[member], member.Shape.Offset(cluster.IndexOf(member)!), rowScalars[member]));
            WriteRowScalars(stage, s);
        }
    }

    // Scalars computed from totals up to this stage: they are placed right behind its loop, which is the stage that FindStages gave them minus one.
    void WriteRowScalars(Stage stage, int s)
    {
        if (cluster.Reduced is null) return;
        foreach (var member in cluster.Members.Where(m => m.Op is not ReductionOp && !IsRow(m) && Math.Max(stages[m] - 1, 0) == s))
        {
            var value = new ScalarReader(this).Evaluate(member, cluster.IndexOf(member)!);
            var name = Fresh(KernelArguments.ReadableName(member));
            stage.After.Add(new Let(name, value));
            rowScalars[member] = new Local(name, member.DType);
            if (storage.HasBuffer(member)) stage.After.Add(new Store(arguments[member], member.Shape.Offset(cluster.IndexOf(member)!), rowScalars[member]));
        }
    }

    // Worth keeping for a later stage rather than computing again.
    bool IsStashed(Value member) =>
        cluster.Reduced is not null && Cost.IsExpensive(member) && RowSize.Constant is <= 65536
        && cluster.Members.Any(m => stages[m] > stages[member] && ReadsDirectly(m, member));

    bool ReadsDirectly(Value reader, Value member)
    {
        var reads = reader.Op is ReductionOp
            ? Reads.Behind(reader.Operands[0], cluster.Index, cluster.Ranges(), IsMemberOrStored)
            : Reads.Of(reader, cluster.IndexOf(reader)!, cluster.Ranges(), IsMemberOrStored);
        return reads.All.Any(r => r.Value == member || (IsRow(r.Value) && cluster.Members.Contains(r.Value) && !storage.HasBuffer(r.Value) && ReadsDirectly(r.Value, member)));
    }

    Dim RowSize => cluster.Reduced!.Value.Aggregate(Dim.One, (size, axis) => size * cluster.Domain[axis]);

    Dim StashIndex()
    {
        var axes = cluster.Reduced!.Value;
        return Shape.Of(axes.Select(a => cluster.Domain[a])).Offset([.. axes.Select(a => cluster.Index[a])]);
    }

    Buffer Stash(Value member)
    {
        if (!stashes.TryGetValue(member, out var buffer))
        {
            stashes[member] = buffer = new Buffer(Fresh(KernelArguments.ReadableName(member) + "Row"), DType.Float32, -1 - scratch.Count);
            scratch.Add(new ScratchBuffer(buffer, RowSize));
        }
        return buffer;
    }

    string Fresh(string prefix) => $"{prefix}_{names++}";

    LoweredCluster Build(string name, string comment)
    {
        var reduced = cluster.Reduced;
        LoopAxis[] Axes(bool inner) =>
        [
            .. Enumerable.Range(0, cluster.Domain.Rank)
                .Where(axis => (reduced is null || reduced.Value.Contains(axis)) == inner && cluster.Domain[axis] != Dim.One)
                .Select(axis => new LoopAxis(LoopCluster.Axis(axis), cluster.Domain[axis])),
        ];

        var nest = new LoopNest(Axes(inner: false), Axes(inner: true), [.. rows.SelectMany(s => s.Before.Concat(s.Inner).Concat(s.After))]);
        var collapsed = nest.Collapse();
        var outer = collapsed.Outer.ToList();
        var inner = collapsed.Inner.ToList();
        var kind = LoopKind.Serial;
        var body = new List<Stmt>();
        if (reduced is null)
        {
            // Every axis is free: the outermost is cut into chunks, the innermost runs in lanes.
            var innermost = rows[0].Inner.Select(s => s.Rewrite(collapsed.Rewrite)).ToEquatableArray();
            outer = [.. LaneAxis.MoveInnermost(inner, innermost)];
            if (IsTooMuch(outer))
            {
                // The batch may be one image: its rows are shared.
                var (rows, images) = (outer[1].Extent, Dim.FloorDivide(Dim.Symbol(Row), outer[1].Extent));
                var (image, row) = (outer[0].Variable, outer[1].Variable);
                innermost = innermost.Select(s => s.Rewrite(dim => dim.Substitute(image, images).Substitute(row, Dim.Symbol(Row) - images * rows))).ToEquatableArray();
                outer = [new LoopAxis(Row, outer[0].Extent * rows), .. outer.Skip(2)];
            }
            if (outer.Count == 1) kind = LoopKind.Vector;
            body.AddRange(outer.Count <= 1 ? innermost : LoopNest.Wrap(outer.Skip(1).ToArray(), innermost, LoopKind.Vector));
        }
        else
        {
            foreach (var stage in rows)
            {
                body.AddRange(stage.Before);
                if (stage.Inner.Count > 0) body.AddRange(LoopNest.Wrap(inner, stage.Inner.Select(s => s.Rewrite(collapsed.Rewrite)).ToEquatableArray(), LoopKind.Vector));
                body.AddRange(stage.After.Select(s => s.Rewrite(collapsed.Rewrite)));
            }
            if (outer.Count > 1) body = [.. LoopNest.Wrap(outer.Skip(1).ToArray(), body.ToEquatableArray(), LoopKind.Serial)];
        }
        var grid = outer.Count > 0 ? outer[0] : new LoopAxis("once", Dim.One);
        var work = outer.Skip(1).Concat(reduced is null ? [] : inner).Aggregate(Dim.One, (size, axis) => size * axis.Extent);
        var cost = Math.Max(1, cluster.Members.Sum(Cost.Of) / 4);
        var kernel = new LoopKernel(name, comment, arguments.Buffers, grid.Variable, grid.Extent, Grain(work, cost), kind, scratch.ToEquatableArray(), body.ToEquatableArray());
        var written = cluster.Members.Where(storage.HasBuffer).ToArray();
        return new LoweredCluster(kernel, [.. arguments.Values.Select(v => new KernelArgument(v, Dim.Zero, written.Contains(v)))], cluster.Prepared);
    }

    // Images, with enough below the first axis for several chunks.
    static bool IsTooMuch(IReadOnlyList<LoopAxis> axes) => axes.Count > 3 && axes[0].Extent.Constant is null
        && axes.Skip(1).Aggregate(Dim.One, (size, axis) => size * axis.Extent).Constant >= 2 * ElementsPerChunk;

    static Dim Grain(Dim elementsPerIteration, int cost) =>
        elementsPerIteration.Constant is { } elements ? Math.Max(1, ElementsPerChunk / cost / Math.Max(1, elements)) : Dim.One;

    /// <summary>Reads elements inside the inner loop of one stage; each member is computed once per loop and bound to its name.</summary>
    sealed class StageReader(RowKernel kernel, Stage stage, int number) : ElementReader(kernel.cluster.Ranges())
    {
        readonly Dictionary<(Value, string), Expr> bound = [];

        public Expr Member(Value member)
        {
            if (member.Op is Framed && member.Shape != kernel.cluster.Domain) return Read(member.Operands[0], kernel.cluster.Index);
            var key = (member, "");
            if (!bound.TryGetValue(key, out var local)) bound[key] = local = Name(member, Evaluate(member, kernel.cluster.IndexOf(member)!));
            return local;
        }

        protected override Expr? Known(Value value, IReadOnlyList<Dim> index)
        {
            if (kernel.cluster.Members.Contains(value) && kernel.cluster.IndexOf(value) is { } own && own.SequenceEqual(index))
            {
                if (!kernel.IsRow(value)) return kernel.rowScalars.TryGetValue(value, out var scalar) ? scalar : Member(value);
                if (kernel.stages[value] < number && kernel.storage.HasBuffer(value)) return new Load(kernel.arguments[value], value.Shape.Offset(index));
                if (kernel.stages[value] < number && kernel.stashes.TryGetValue(value, out var stash)) return new Load(stash, kernel.StashIndex());
                return Member(value);
            }
            return kernel.LoadFrom(value, index, Ranges);
        }

        protected override Expr Computed(Value value, IReadOnlyList<Dim> index)
        {
            if (value.Op is ViewOp || IsGuarded) return base.Computed(value, index);
            var key = (value, string.Join(",", index));
            if (!bound.TryGetValue(key, out var local)) bound[key] = local = Name(value, base.Computed(value, index));
            return local;
        }

        protected override Dim Bind(Expr position)
        {
            if (IsGuarded) throw new InvalidOperationException("A data-dependent index below a padded view is not supported: the view's operand needs a buffer.");
            var name = kernel.Fresh("at");
            stage.Inner.Add(new Let(name, position));
            return Dim.Symbol(name);
        }

        Expr Name(Value value, Expr expr)
        {
            if (expr is not Call || IsGuarded) return expr;
            var name = kernel.Fresh(KernelArguments.ReadableName(value));
            stage.Inner.Add(new Let(name, expr));
            return new Local(name, value.DType);
        }
    }

    /// <summary>Reads elements between the inner loops: totals and other scalars of the row.</summary>
    sealed class ScalarReader(RowKernel kernel) : ElementReader(kernel.cluster.Ranges())
    {
        protected override Expr? Known(Value value, IReadOnlyList<Dim> index) =>
            kernel.rowScalars.TryGetValue(value, out var scalar) && kernel.cluster.IndexOf(value)!.SequenceEqual(index) ? scalar : kernel.LoadFrom(value, index, Ranges);

        protected override Dim Bind(Expr position) => throw new InvalidOperationException("A data-dependent index among the scalars of a row is not supported.");
    }

    Expr? LoadFrom(Value value, IReadOnlyList<Dim> index, DimRanges ranges)
    {
        if (cluster.Members.Contains(value)) return null;
        if (value.Op is Ops.Views.Reshape && storage.ContiguousBuffer(value) is { } behind && cluster.Members.Contains(behind)) return null;
        return storage.ContiguousBuffer(value) is { } buffer ? new Load(arguments[buffer], ranges.Simplify(value.Shape.Offset(index))) : null;
    }
}
