using System;
using System.Collections.Generic;

namespace Sinter.Runtime;

/// <summary>
/// The update of all trained parameters: one pass over memory, or two when the norm must be known first. Chunks are cut by the layout alone, and the norm is
/// summed in their order, so that the number of threads changes nothing.
/// </summary>
internal sealed class GradientUpdate
{
    /// <summary>Elements of a chunk: with gradient and state it fills a good part of a core's second-level cache, and is some 10 µs of work.</summary>
    const int ChunkLength = 16 * 1024;

    readonly ParameterStore store;
    readonly AlignedFloats gradients;
    readonly AlignedFloats[] states;
    readonly (int Offset, int Length)[] chunks;
    readonly double[] squares;
    readonly Execution run = new();
    readonly Kernel sumSquares, updateChunk;

    Optimizer optimizer = null!;
    GradientScale scale;
    long step;
    float learningRate;

    public GradientUpdate(ParameterStore store, AlignedFloats gradients, AlignedFloats[] states, (long Offset, long Length)[] segments)
    {
        (this.store, this.gradients, this.states) = (store, gradients, states);
        chunks = Cut(segments);
        squares = new double[chunks.Length];
        (sumSquares, updateChunk) = (SumSquares, Update);
    }

    public void Run(Optimizer optimizer, GradientClip? clip, long step, float learningRate)
    {
        (this.optimizer, this.step, this.learningRate) = (optimizer, step, learningRate);
        scale = clip switch
        {
            null => GradientScale.None,
            { IsByNorm: true } => new((float)Math.Min(1, clip.Max / (Norm() + 1e-6)), float.PositiveInfinity),
            _ => new(1, clip.Max),
        };
        ThreadTeam.Run(updateChunk, run, chunks.Length);
    }

    static (int Offset, int Length)[] Cut((long Offset, long Length)[] segments)
    {
        var chunks = new List<(int, int)>();
        foreach (var (offset, length) in segments)
        {
            for (var at = 0L; at < length; at += ChunkLength) chunks.Add(((int)(offset + at), (int)Math.Min(ChunkLength, length - at)));
        }
        return [.. chunks];
    }

    double Norm()
    {
        ThreadTeam.Run(sumSquares, run, chunks.Length);
        var sum = 0.0;
        foreach (var square in squares) sum += square;
        return Math.Sqrt(sum);
    }

    void SumSquares(Execution run, int chunk)
    {
        var (offset, length) = chunks[chunk];
        squares[chunk] = UpdateLoop.SumOfSquares(Address(gradients.Address, offset), length);
    }

    void Update(Execution run, int chunk)
    {
        var (offset, length) = chunks[chunk];
        var range = new UpdateRange(Address(store.ParameterAddress, offset), Address(gradients.Address, offset), State(0), State(1), State(2), length);
        optimizer.Update(range, scale, step, learningRate);

        nint State(int index) => index < states.Length ? Address(states[index].Address, offset) : 0;
    }

    static nint Address(nint start, int offset) => start + (nint)offset * sizeof(float);
}
