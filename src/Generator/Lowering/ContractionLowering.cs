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

    // ProductPlan.CopiedElements by a panel's columns.
    const int LargestCopiedDepth = (1 << 18) / 32;

    readonly ContractionCluster cluster;
    readonly Storage storage;
    readonly ContractionEquation equation;
    readonly DimRanges ranges;
    readonly KernelArguments arguments;

    /// <param name="arguments">The kernel's, which may serve several contractions.</param>
    public ContractionLowering(ContractionCluster cluster, Storage storage, KernelArguments arguments)
    {
        (this.cluster, this.storage, this.arguments) = (cluster, storage, arguments);
        var plain = ((ContractionOp)cluster.Contraction.Op).Equation([.. cluster.Contraction.Operands.Select(o => o.Type)]);
        equation = OperandOrder.Strided(plain, (split, known) => storage.Find(cluster.Contraction.Operands[1], split.B, known)?.Offset)!;
        ranges = DimRanges.Of(equation.All);
        A = Find(cluster.Contraction.Operands[0], equation.A);
        B = Find(cluster.Contraction.Operands[1], equation.B);
    }

    public StridedOperand A { get; }

    public StridedOperand B { get; }

    /// <summary>The packed copy of B, once <see cref="Pack"/> decided on one.</summary>
    public PackedOperand? Packed { get; private set; }

    /// <summary>The kernels in order: packing first, where there is any.</summary>
    /// <param name="packedOperands">Packed operands of the program so far: equal ones are shared.</param>
    public static IReadOnlyList<LoweredCluster> Lower(
        ContractionCluster cluster, Storage storage, ValueUses uses, PackedOperands packedOperands, string name, string comment) =>
        new ContractionLowering(cluster, storage, new KernelArguments()).Build(uses, packedOperands, name, comment);

    IReadOnlyList<LoweredCluster> Build(ValueUses uses, PackedOperands packedOperands, string name, string comment)
    {
        var kernels = new List<LoweredCluster>(Pack(uses, packedOperands));
        arguments.AddNew(A.Buffer);
        arguments.AddNew(B.Buffer);
        var result = arguments.AddNew(cluster.Root);
        var epilogue = EpilogueExpression();
        Kernel kernel = Winograd is { } winograd
            ? new WinogradKernel(name, comment, arguments.Buffers, WinogradShape(winograd.Tile), epilogue)
            : new ContractionKernel(name, comment, arguments.Buffers, Shape(), epilogue);
        KernelArgument[] bound =
        [
            new(A.Buffer, A.Origin, Writes: false),
            ArgumentB,
            .. arguments.Values.Skip(2).Select((v, i) => i == result.Slot - 2 ? new KernelArgument(v, cluster.Origin, Writes: true) : new KernelArgument(v, Dim.Zero, Writes: false)),
        ];
        if (cluster.Frame is not null && uses.Users(cluster.Root).Any(user => user.Op is ContractionOp)) kernels.Add(FrameKernel.Lower(cluster.Root, name, cluster.Prepared));
        kernels.Add(new LoweredCluster(kernel, bound, cluster.Prepared));
        return kernels;
    }

    public KernelArgument ArgumentB => Packed is null ? new(B.Buffer, B.Origin, Writes: false) : new(B.Buffer, Dim.Zero, Writes: false, Packed);

    WinogradConv2d? Winograd => cluster.Contraction.Op is WinogradConv2d op && A.Strides(equation.K) == Dim.One ? op : null;

    /// <summary>Packs B where that pays, or transforms it: the kernel that does it, unless an equal copy is there already.</summary>
    public IEnumerable<LoweredCluster> Pack(ValueUses uses, PackedOperands packedOperands)
    {
        var isPrepared = uses.IsPrepared(cluster.Contraction.Operands[1]);
        var name = KernelArguments.ReadableName(B.Buffer);
        LoweredCluster? pack = null;
        if (Winograd is { } winograd)
            Packed = packedOperands.Transform(B, equation, winograd.Tile, isPrepared || cluster.Prepared, name, out pack);
        else if ((isPrepared && !cluster.Prepared) || B.Strides(equation.N) != Dim.One || ((IsLarge() || IsForeign(B)) && !CopiesItself(Shape())) || packedOperands.IsInvariant(B))
            Packed = packedOperands.Pack(B, equation, isPrepared || cluster.Prepared, name, out pack);
        return pack is null ? [] : [pack];
    }

    // Rows enough to make up for the copy.
    bool IsLarge() => (equation.K.Extent * equation.N.Extent).Constant is > LargestUnpackedB && equation.M.Extent.Constant is null or >= FewestRowsForCopy;

    // A caller's memory begins anywhere: a vector that lies on two lines of the cache costs two loads, for every tile of rows again.
    bool IsForeign(StridedOperand b) =>
        b.Buffer.Op is Input && (equation.K.Extent * equation.N.Extent).Constant is >= SmallestCopiedB && equation.M.Extent.Constant is >= FewestRowsForCopy;

    // The driver copies what it needs of one plain matrix, shortly before it does.
    static bool CopiesItself(ContractionShape shape) =>
        shape.Outer.Count == 0 && shape.Reduce.Count == 0 && shape.StrideAK == Dim.One && shape.K.Constant is <= LargestCopiedDepth;

    StridedOperand Find(Value operand, IReadOnlyList<Dim> index)
    {
        var (buffer, offset) = storage.Find(operand, index, ranges)!.Value;
        return new StridedOperand(buffer, offset, equation.All);
    }

    /// <summary>Loops that lie behind each other as one.</summary>
    ContractionShape Shape()
    {
        var outer = equation.Outer.Where(o => o.Extent != Dim.One).Select(Outer).ToList();
        var rows = Outer(equation.M);

        // Outer loops over rows that B does not know are more rows, when they continue the step through A and C.
        for (var i = outer.Count - 1; i >= 0; i--)
        {
            var loop = outer[i];
            if (loop.StrideB != Dim.Zero) continue;
            if (rows.Extent == Dim.One) rows = loop;
            else if (loop.StrideA == rows.StrideA * rows.Extent && loop.StrideC == rows.StrideC * rows.Extent) rows = rows with { Extent = rows.Extent * loop.Extent };
            else continue;
            outer.RemoveAt(i);
        }
        return Shape(outer, rows);
    }

    /// <summary>The last outer loops and the rows as the equation has them: images, their lines, and the pixels of a line.</summary>
    public ContractionShape ShapeByLines() => Shape([.. equation.Outer.Skip(equation.Outer.Count - 2).Select(Outer)], Outer(equation.M));

    OuterLoop Outer(EquationIndex index) => new(
        index.Extent,
        A.Strides(index),
        Packed is null ? B.Strides(index) : PackedOperands.OuterStride(B, equation, index),
        cluster.Offset(equation.C).CoefficientOf(index.Name)!);

    ContractionShape Shape(IReadOnlyList<OuterLoop> outer, OuterLoop rows)
    {
        var (a, b, packed) = (A, B, Packed is not null);
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
        return new ContractionShape(outer.ToEquatableArray(), rows.Extent, equation.N.Extent, k, reduce.ToEquatableArray(), rows.StrideA, strideAK, strideBK, rows.StrideC, packed)
        {
            IsDepthwise = a.Strides(equation.N) == Dim.One,
        };
    }

    WinogradShape WinogradShape(int tile)
    {
        var (image, row, column) = (Outer(equation.Outer[1]), Outer(equation.Outer[2]), Outer(equation.M));
        return new WinogradShape(
            tile, image.Extent, row.Extent, column.Extent, equation.K.Extent, equation.N.Extent,
            new ImageStrides(image.StrideA, row.StrideA, column.StrideA),
            new ImageStrides(image.StrideC, row.StrideC, column.StrideC));
    }

    /// <summary>What becomes of the sums. What it reads besides joins the arguments.</summary>
    public Expr EpilogueExpression()
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
