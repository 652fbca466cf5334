using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

/// <summary>Writes the zeros around images: row after row, the end of one and the beginning of the next lie together.</summary>
internal static class FrameKernel
{
    // Elements that are worth a chunk.
    const int ElementsPerChunk = 16384;

    public static LoweredCluster Lower(Value framed, string name, bool prepared)
    {
        var (op, inside, shape) = ((Framed)framed.Op, framed.Operands[0].Shape, framed.Shape);
        var arguments = new KernelArguments();
        var loops = new LoopBuilder(value => arguments[value], []);
        var image = Dim.Symbol("image");
        var (row, channels) = (shape[2] * shape[3], shape[3]);
        void Zeros(Dim from, Dim count)
        {
            if (count == Dim.Zero) return;
            loops.Loop("i", count, i => loops.Add(new Store(arguments[framed], image * shape[1] * row + from + i, new Literal(0, DType.Float32))), LoopKind.Vector);
        }

        var (first, between) = (op.Before.Y * row + op.Before.X * channels, (op.After.X + op.Before.X) * channels);
        var end = first + inside[2] * channels;
        Zeros(Dim.Zero, first);
        if (between != Dim.Zero && inside[1] != Dim.One) loops.Loop("y", inside[1] - 1, y => Zeros(end + y * row, between));
        Zeros(end + (inside[1] - 1) * row, op.After.X * channels + op.After.Y * row);
        var perImage = (shape[1] * row - inside[1] * inside[2] * channels).Constant;
        Dim grain = perImage is { } elements ? Math.Max(1, ElementsPerChunk / Math.Max(1, elements)) : 1;
        var kernel = new LoopKernel(name + "Zeros", $"zeros around {name}", arguments.Buffers, "image", shape[0], grain, LoopKind.Serial, default, loops.Statements);
        return new LoweredCluster(kernel, [new KernelArgument(framed, Dim.Zero, Writes: true)], prepared);
    }
}
