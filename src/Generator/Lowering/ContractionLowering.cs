using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A <see cref="ContractionCluster"/> as a call of the contraction driver: the index equation becomes strides, loops that lie behind each other become one,
/// B is packed where that pays, and the chain behind the sums becomes the epilogue.
/// </summary>
internal sealed class ContractionLowering
{
    // Where B is used in place, every k touches another page from about this many elements on.
    const int LargestUnpackedB = 1 << 19;

    // Below, what a copy saves is less than what it costs.
    const int SmallestCopiedB = 1 << 17, FewestRowsForCopy = 128;

    readonly ContractionCluster cluster;
    readonly Storage storage;
    readonly ContractionEquation equation;
    readonly DimRanges ranges = new();
    readonly KernelArguments arguments = new();

    ContractionLowering(ContractionCluster cluster, Storage storage)
    {
        (this.cluster, this.storage) = (cluster, storage);
        equation = ((ContractionOp)cluster.Contraction.Op).Equation([.. cluster.Contraction.Operands.Select(o => o.Type)]);
        foreach (var index in equation.All) ranges.Add(index.Name, index.Extent);
    }

    /// <summary>The kernels in order: packing first, where there is any.</summary>
    /// <param name="packedOperands">Packed operands of the program so far: equal ones are shared.</param>
    public static IReadOnlyList<LoweredCluster> Lower(
        ContractionCluster cluster, Storage storage, ValueUses uses, PackedOperands packedOperands, string name, string comment) =>
        new ContractionLowering(cluster, storage).Build(uses, packedOperands, name, comment);

    IReadOnlyList<LoweredCluster> Build(ValueUses uses, PackedOperands packedOperands, string name, string comment)
    {
        var contraction = cluster.Contraction;
        var a = Find(contraction.Operands[0], equation.A);
        var b = Find(contraction.Operands[1], equation.B);
        var c = cluster.Offset(equation.C);

        var kernels = new List<LoweredCluster>();
        var preparedB = uses.IsPrepared(contraction.Operands[1]) && !cluster.Prepared;
        PackedOperand? packed = null;
        var winograd = contraction.Op is WinogradConv2d op && a.Strides(equation.K) == Dim.One ? op : null;
        if (winograd is not null)
        {
            packed = packedOperands.Transform(b, equation, winograd.Tile, preparedB || cluster.Prepared, KernelArguments.ReadableName(b.Buffer), out var transform);
            if (transform is not null) kernels.Add(transform);
        }
        else if (preparedB || b.Strides(equation.N) != Dim.One || IsLarge() || IsForeign(b) || packedOperands.IsInvariant(b))
        {
            packed = packedOperands.Pack(b, equation, preparedB || cluster.Prepared, KernelArguments.ReadableName(b.Buffer), out var pack);
            if (pack is not null) kernels.Add(pack);
        }

        arguments.AddNew(a.Buffer);
        arguments.AddNew(b.Buffer);
        var result = arguments.AddNew(cluster.Root);
        var epilogue = EpilogueExpression();
        Kernel kernel = winograd is not null
            ? new WinogradKernel(name, comment, arguments.Buffers, WinogradShape(winograd.Tile, a, c), epilogue)
            : new ContractionKernel(name, comment, arguments.Buffers, Shape(a, b, c, packed is not null), epilogue);
        KernelArgument[] bound =
        [
            new(a.Buffer, a.Origin, Writes: false),
            packed is null ? new(b.Buffer, b.Origin, Writes: false) : new(b.Buffer, Dim.Zero, Writes: false, packed),
            .. arguments.Values.Skip(2).Select((v, i) => i == result.Slot - 2 ? new KernelArgument(v, cluster.Origin, Writes: true) : new KernelArgument(v, Dim.Zero, Writes: false)),
        ];
        if (cluster.Frame is not null && uses.Users(cluster.Root).Any(user => user.Op is ContractionOp)) kernels.Add(FrameKernel.Lower(cluster.Root, name, cluster.Prepared));
        kernels.Add(new LoweredCluster(kernel, bound, cluster.Prepared));
        return kernels;
    }

    // Rows enough to make up for the copy.
    bool IsLarge() => (equation.K.Extent * equation.N.Extent).Constant is > LargestUnpackedB && equation.M.Extent.Constant is null or >= FewestRowsForCopy;

    // A caller's memory begins anywhere: a vector that lies on two lines of the cache costs two loads, for every tile of rows again.
    bool IsForeign(StridedOperand b) =>
        b.Buffer.Op is Input && (equation.K.Extent * equation.N.Extent).Constant is >= SmallestCopiedB && equation.M.Extent.Constant is >= FewestRowsForCopy;

    StridedOperand Find(Value operand, IReadOnlyList<Dim> index)
    {
        var (buffer, offset) = storage.Find(operand, index, ranges)!.Value;
        return new StridedOperand(buffer, offset, equation.All);
    }

    ContractionShape Shape(StridedOperand a, StridedOperand b, Dim c, bool packed)
    {
        Dim StrideC(EquationIndex index) => c.CoefficientOf(index.Name)!;
        Dim StrideB(EquationIndex index) => packed ? PackedOperands.OuterStride(b, equation, index) : b.Strides(index);

        var outer = equation.Outer.Where(o => o.Extent != Dim.One).Select(o => new OuterLoop(o.Extent, a.Strides(o), StrideB(o), StrideC(o))).ToList();
        var (m, strideAM, strideCM) = (equation.M.Extent, a.Strides(equation.M), StrideC(equation.M));

        // Outer loops over rows that B does not know are more rows, when they continue the step through A and C.
        for (var i = outer.Count - 1; i >= 0; i--)
        {
            var loop = outer[i];
            if (loop.StrideB != Dim.Zero) continue;
            if (m == Dim.One) (m, strideAM, strideCM) = (loop.Extent, loop.StrideA, loop.StrideC);
            else if (loop.StrideA == strideAM * m && loop.StrideC == strideCM * m) m *= loop.Extent;
            else continue;
            outer.RemoveAt(i);
        }

        var (k, strideAK, strideBK) = (equation.K.Extent, a.Strides(equation.K), b.Strides(equation.K));
        var reduce = equation.Reduce.Where(r => r.Extent != Dim.One).Select(r => new ReduceLoop(r.Extent, a.Strides(r), b.Strides(r))).ToList();
        while (reduce.Count > 0 && (k == Dim.One || (reduce[reduce.Count - 1] is var last && last.StrideA == strideAK * k && (packed || last.StrideB == strideBK * k))))
        {
            var inner = reduce[reduce.Count - 1];
            if (k == Dim.One) (strideAK, strideBK) = (inner.StrideA, inner.StrideB);
            k *= inner.Extent;
            reduce.RemoveAt(reduce.Count - 1);
        }
        if (packed)
        {
            strideBK = Dim.Zero;
            reduce = [.. reduce.Select(r => r with { StrideB = Dim.Zero })];
        }
        return new ContractionShape(outer.ToEquatableArray(), m, equation.N.Extent, k, reduce.ToEquatableArray(), strideAM, strideAK, strideBK, strideCM, packed)
        {
            IsDepthwise = a.Strides(equation.N) == Dim.One,
        };
    }

    WinogradShape WinogradShape(int tile, StridedOperand a, Dim c)
    {
        var (image, row, column) = (equation.Outer[1], equation.Outer[2], equation.M);
        Dim StrideC(EquationIndex index) => c.CoefficientOf(index.Name)!;
        return new WinogradShape(
            tile, image.Extent, row.Extent, column.Extent, equation.K.Extent, equation.N.Extent,
            new ImageStrides(a.Strides(image), a.Strides(row), a.Strides(column)),
            new ImageStrides(StrideC(image), StrideC(row), StrideC(column)));
    }

    Expr EpilogueExpression()
    {
        if (cluster.Tail == cluster.Contraction) return EpilogueKernel.Sum;
        var index = new LoopCluster(cluster.Tail.Shape, null, false);
        var reader = new Reader(this, index.Ranges());
        return reader.Evaluate(cluster.Tail, index.Index).Rewrite(dim => Epilogue.Address(cluster, index.Index, dim)!);
    }

    sealed class Reader(ContractionLowering lowering, DimRanges ranges) : ElementReader(ranges)
    {
        protected override Expr? Known(Value value, IReadOnlyList<Dim> index)
        {
            if (value == lowering.cluster.Contraction) return EpilogueKernel.Sum;
            if (lowering.cluster.Members.Contains(value)) return null;
            return lowering.storage.ContiguousBuffer(value) is { } buffer ? new Load(lowering.arguments[buffer], Ranges.Simplify(value.Shape.Offset(index))) : null;
        }

        protected override Dim Bind(Expr position) => throw new System.InvalidOperationException("An epilogue reads no data-dependent index.");
    }
}

/// <summary>An operand read by its strides: a buffer, where its first element lies, and the step of each index through it.</summary>
internal sealed class StridedOperand(Value buffer, Dim offset, IEnumerable<EquationIndex> indices)
{
    public Value Buffer { get; } = buffer;

    public Dim Origin { get; } = indices.Aggregate(offset, (origin, index) => origin.Substitute(index.Name, Dim.Zero));

    public Dim Strides(EquationIndex index) => offset.CoefficientOf(index.Name)!;
}
