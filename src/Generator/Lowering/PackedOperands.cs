using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>The packed copies of a program's operands. Two contractions that want the same copy (tied weights) share it.</summary>
internal sealed class PackedOperands(Slices slices)
{
    readonly Dictionary<(Value, Dim, Kernel), PackedOperand> packed = [];

    /// <summary>The packed copy of B, and the kernel that makes it when it is new.</summary>
    public PackedOperand Pack(StridedOperand b, ContractionEquation equation, bool prepared, string name, out LoweredCluster? kernel)
    {
        var arguments = new KernelArguments();
        arguments.AddNew(b.Buffer);
        var source = arguments.Buffers[0];
        var (extent, stride) = BatchLoop(b, equation) ?? throw new InvalidOperationException("The batch axes of a packed operand do not lie behind each other.");
        var pack = new PackKernel(
            $"pack_{name}",
            $"{name} in panels for the micro-kernel.",
            [source, new LoopIR.Buffer(name + "Panels", DType.Float32, 1)],
            extent,
            stride,
            [.. equation.Reduce.Append(equation.K).Where(i => i.Extent != Dim.One || i == equation.K).Select(i => new ReduceLoop(i.Extent, Dim.Zero, b.Strides(i)))],
            equation.N.Extent,
            b.Strides(equation.N));
        return Copy(b, pack, extent * PackedSize(equation), prepared, out kernel);
    }

    /// <summary>The transformed copy of 3×3 filters B, and the kernel that makes it when it is new.</summary>
    public PackedOperand Transform(StridedOperand b, ContractionEquation equation, int tile, bool prepared, string name, out LoweredCluster? kernel)
    {
        var arguments = new KernelArguments();
        arguments.AddNew(b.Buffer);
        var transform = new WinogradWeightsKernel(
            $"transform_{name}",
            $"{name} transformed for F({tile}×{tile}, 3×3).",
            [arguments.Buffers[0], new LoopIR.Buffer(name + "Transformed", DType.Float32, 1)],
            tile,
            equation.N.Extent,
            equation.K.Extent,
            new FilterStrides(b.Strides(equation.N), b.Strides(equation.K), b.Strides(equation.Reduce[0]), b.Strides(equation.Reduce[1])));
        return Copy(b, transform, transform.TransformedSize, prepared, out kernel);
    }

    PackedOperand Copy(StridedOperand b, Kernel copy, Dim size, bool prepared, out LoweredCluster? kernel)
    {
        kernel = null;
        var (buffer, offset) = slices.Find(b.Buffer);
        var key = (buffer, offset + b.Origin, copy);
        if (packed.TryGetValue(key, out var same)) return same;
        var operand = packed[key] = new PackedOperand(buffer, size, packed.Count);
        kernel = new LoweredCluster(copy, [new KernelArgument(b.Buffer, b.Origin, Writes: false), new KernelArgument(b.Buffer, Dim.Zero, Writes: true, operand)], prepared);
        return operand;
    }

    /// <summary>True when a packed copy serves all iterations of the loop around.</summary>
    public bool IsInvariant(StridedOperand b) => slices.IsInvariant(b.Buffer, b.Origin);

    /// <summary>True when the outer indices that B knows step through it as one.</summary>
    public static bool CanPack(StridedOperand b, ContractionEquation equation) => BatchLoop(b, equation) is not null;

    /// <summary>The step of an outer index through the packed copy.</summary>
    public static Dim OuterStride(StridedOperand b, ContractionEquation equation, EquationIndex index)
    {
        if (b.Strides(index) == Dim.Zero) return Dim.Zero;
        var inside = Batch(b, equation).SkipWhile(o => o != index).Skip(1).Aggregate(Dim.One, (product, o) => product * o.Extent);
        return inside * PackedSize(equation);
    }

    static Dim PackedSize(ContractionEquation equation) =>
        PackKernel.PackedSize(equation.Reduce.Aggregate(equation.K.Extent, (size, r) => size * r.Extent), equation.N.Extent);

    // The outer indices that step through B: each of their values has panels of its own.
    static IReadOnlyList<EquationIndex> Batch(StridedOperand b, ContractionEquation equation) =>
        [.. equation.Outer.Where(o => o.Extent != Dim.One && b.Strides(o) != Dim.Zero)];

    // The batch indices as one loop; null when no single step leads through all of them.
    static (Dim Extent, Dim Stride)? BatchLoop(StridedOperand b, ContractionEquation equation)
    {
        var (extent, stride) = (Dim.One, Dim.Zero);
        foreach (var index in Batch(b, equation).Reverse())
        {
            if (extent == Dim.One) (extent, stride) = (index.Extent, b.Strides(index));
            else if (b.Strides(index) == stride * extent) extent *= index.Extent;
            else return null;
        }
        return (extent, stride);
    }
}
