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

    readonly Optimizer optimizer;
    readonly nint parameters, gradients;
    readonly AlignedFloats[] states;
    readonly (int Offset, int Length, int Group)[] chunks;
    readonly double[] squares;
    readonly StepSettings[] settings;
    readonly Execution run = new();
    readonly Kernel sumSquares, updateChunk, addChunk, averageChunk;

    GradientScale scale;
    AlignedFloats? average;
    float averageFraction;
    AlignedFloats sum = null!;
    bool sumBegins;
    float meanFactor;

    public GradientUpdate(ParameterStore store, Optimizer optimizer, AlignedFloats gradients, AlignedFloats[] states, (long Offset, long Length)[] segments)
    {
        (this.optimizer, this.states, parameters, this.gradients) = (optimizer, states, store.ParameterAddress, gradients.Address);
        chunks = Cut(UpdateRuns.Of(store, optimizer, segments));
        squares = new double[chunks.Length];
        settings = new StepSettings[optimizer.Groups.Count + 1];
        (sumSquares, updateChunk, addChunk, averageChunk) = (SumSquares, Update, Add, TakeMean);
    }

    /// <summary>The Euclidean norm of the gradients.</summary>
    public double Norm()
    {
        ThreadTeam.Run(sumSquares, run, chunks.Length);
        var sum = 0.0;
        foreach (var square in squares) sum += square;
        return Math.Sqrt(sum);
    }

    /// <summary>Updates the parameters and, where there is one, moves their average a part of the way towards them.</summary>
    /// <param name="scale">What clipping does.</param>
    /// <param name="step">Counts from 1.</param>
    /// <param name="learningRate">The schedule's.</param>
    /// <param name="average">Laid out as the parameters.</param>
    /// <param name="averageFraction">The part of the way.</param>
    public void Run(GradientScale scale, long step, float learningRate, AlignedFloats? average, float averageFraction)
    {
        for (var i = 0; i < optimizer.Groups.Count; i++)
            settings[i] = new(step, learningRate * optimizer.Groups[i].LearningRateScale, optimizer.Groups[i].WeightDecay ?? optimizer.WeightDecay);
        settings[^1] = new(step, learningRate, optimizer.WeightDecay);
        (this.scale, this.average, this.averageFraction) = (scale, average, averageFraction);
        ThreadTeam.Run(updateChunk, run, chunks.Length);
    }

    /// <summary>sum ← sum + gradients, or ← gradients where a new sum begins.</summary>
    public void AddTo(AlignedFloats sum, bool begins)
    {
        (this.sum, sumBegins) = (sum, begins);
        ThreadTeam.Run(addChunk, run, chunks.Length);
    }

    /// <summary>gradients ← (sum + gradients) · factor.</summary>
    public void MeanWith(AlignedFloats sum, float factor)
    {
        (this.sum, meanFactor) = (sum, factor);
        ThreadTeam.Run(averageChunk, run, chunks.Length);
    }

    static (int Offset, int Length, int Group)[] Cut(UpdateRun[] runs)
    {
        var chunks = new List<(int, int, int)>();
        foreach (var (offset, length, group) in runs)
        {
            for (var at = 0L; at < length; at += ChunkLength) chunks.Add(((int)(offset + at), (int)Math.Min(ChunkLength, length - at), group));
        }
        return [.. chunks];
    }

    void SumSquares(Execution run, int chunk)
    {
        var (offset, length, _) = chunks[chunk];
        squares[chunk] = UpdateLoop.SumOfSquares(Address(gradients, offset), length);
    }

    void Update(Execution run, int chunk)
    {
        var (offset, length, group) = chunks[chunk];
        var range = new UpdateRange(Address(parameters, offset), Address(gradients, offset), State(0), State(1), State(2), length);
        optimizer.Update(range, scale, settings[group]);
        if (average is not null) UpdateLoop.MoveTowards(Address(average.Address, offset), Address(parameters, offset), averageFraction, length);

        nint State(int index) => index < states.Length ? Address(states[index].Address, offset) : 0;
    }

    void Add(Execution run, int chunk)
    {
        var (offset, length, _) = chunks[chunk];
        var (to, from) = (Address(sum.Address, offset), Address(gradients, offset));
        if (sumBegins) UpdateLoop.MoveTowards(to, from, 1, length);
        else UpdateLoop.Combine(to, to, 1, from, 1, length);
    }

    void TakeMean(Execution run, int chunk)
    {
        var (offset, length, _) = chunks[chunk];
        UpdateLoop.Combine(Address(gradients, offset), Address(sum.Address, offset), meanFactor, Address(gradients, offset), meanFactor, length);
    }

    static nint Address(nint start, int offset) => start + (nint)offset * sizeof(float);
}
