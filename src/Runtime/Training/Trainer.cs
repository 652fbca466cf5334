using System;
using System.ComponentModel;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Trains the parameters of a model with one loss: holds their gradients and what the optimizer keeps, counts steps, writes and reads checkpoints. The generated class adds <c>Step</c>.
/// A trainer is used by one thread at a time.
/// </summary>
public abstract partial class Trainer
{
    readonly AlignedFloats gradients;
    readonly AlignedFloats[] states;
    readonly (long Offset, long Length)[] segments, stateSegments;
    readonly GradientUpdate update;
    readonly GradientAccumulation accumulation;
    readonly StateBackup backup;
    WeightAverage? average;
    bool averageInUse;

    /// <summary>A trainer of some segments of the parameters, whose steps write some segments of the states.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Trainer(ParameterStore store, Optimizer optimizer, (long Offset, long Length)[] segments, (long Offset, long Length)[] stateSegments, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.Check();
        (Store, Optimizer, Seed, this.segments, this.stateSegments) = (store, optimizer, seed, segments, stateSegments);
        gradients = new AlignedFloats(store.Parameters.Length);
        states = [.. optimizer.StateNames.Select(_ => new AlignedFloats(store.Parameters.Length))];
        update = new GradientUpdate(store, optimizer, gradients, states, segments);
        accumulation = new GradientAccumulation(store.Parameters.Length);
        backup = new StateBackup(store, stateSegments);
    }

    /// <summary>What makes steps of gradients.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How gradients are limited before an update; null: not at all.</summary>
    public GradientClip? Clip { get; set; }

    /// <summary>How the learning rate changes with the updates; null: it is the optimizer's.</summary>
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>The learning rate of the next update.</summary>
    public float LearningRate => Schedule?.At(StepCount, Optimizer.LearningRate) ?? Optimizer.LearningRate;

    /// <summary>
    /// The calls of <c>Step</c> that make one update, with the mean of their gradients: as large a batch as if all were one, in the memory of one; 1 at first.
    /// Every batch counts the same. Clip and schedule act per update.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="InvalidOperationException">Some batches of the next update have been taken.</exception>
    public int AccumulationSteps
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            if (AccumulatedSteps != 0)
                throw new InvalidOperationException($"{AccumulatedSteps} of {field} batches have been taken; {nameof(AccumulationSteps)} is changed between updates.");
            field = value;
        }
    } = 1;

    /// <summary>The batches that wait for the next update: 0 to <see cref="AccumulationSteps"/> − 1.</summary>
    public int AccumulatedSteps => accumulation.Count;

    /// <summary>The updates done.</summary>
    public long StepCount { get; private set; }

    /// <summary>The batches seen: as <see cref="StepCount"/>, unless gradients are accumulated.</summary>
    public long BatchCount { get; private set; }

    /// <summary>What the random numbers of the steps (dropout) depend on, beside <see cref="BatchCount"/>.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The gradients of the last batch, or their mean over the batches of an update, before clipping; laid out as <see cref="ParameterStore.Parameters"/>.</summary>
    public Span<float> Gradients => gradients.Span;

    /// <summary>The Euclidean norm of the gradients of the last update, before clipping; NaN where <see cref="Clip"/> needs no norm.</summary>
    public double GradientNorm { get; private set; } = double.NaN;

    /// <summary>Averages the weights over the updates; null: not. What is averaged begins with the first update after it is set.</summary>
    /// <exception cref="InvalidOperationException">The average is in use.</exception>
    public ExponentialMovingAverage? Average
    {
        get => average?.Settings;
        set
        {
            RequireOwnWeights();
            average = value is null ? null : new WeightAverage(Store, value, segments, stateSegments);
        }
    }

    /// <summary>Watches a metric and keeps the best weights; null: nothing does.</summary>
    /// <exception cref="InvalidOperationException">It is another trainer's.</exception>
    public EarlyStopping? EarlyStopping
    {
        get;
        set
        {
            value?.Attach(this);
            field = value;
        }
    }

    /// <summary>The parameters that are trained, and the states.</summary>
    protected internal ParameterStore Store { get; }

    /// <summary>Where <see cref="Gradients"/> begins.</summary>
    protected nint GradientAddress => gradients.Address;

    /// <summary>
    /// Gives the model the average of its weights, to evaluate or save it, until the result is disposed. Meanwhile nothing can be trained.
    /// </summary>
    /// <example><code>
    /// using (trainer.UseAverage()) model.Save("average.safetensors");
    /// </code></example>
    /// <exception cref="InvalidOperationException">There is no average, or it is in use.</exception>
    public AverageScope UseAverage()
    {
        if (average is null) throw new InvalidOperationException($"There is no average of the weights; set {nameof(Trainer)}.{nameof(Average)} before training.");
        RequireOwnWeights();
        average.Swap();
        averageInUse = true;
        return new AverageScope(this);
    }

    internal void EndAverage()
    {
        if (!averageInUse) return;
        average!.Swap();
        averageInUse = false;
    }

    internal void RequireOwnWeights()
    {
        if (averageInUse) throw new InvalidOperationException("The model has the average of its weights; dispose what UseAverage returned first.");
    }

    // The generated Step: BeginBatch, the kernels, EndBatch.

    /// <summary>Before the kernels of a batch run.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void BeginBatch()
    {
        RequireOwnWeights();
        backup.Take();
    }

    /// <summary>
    /// After them: accumulates the gradients, or makes an update of them. False, with parameters and states as they were before the batch, when the loss or the norm of the
    /// gradients is not finite. Allocates nothing; the result does not depend on the number of threads.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool EndBatch(float loss)
    {
        if (!float.IsFinite(loss) || !TakeGradients())
        {
            backup.Restore();
            return false;
        }
        BatchCount++;
        Store.MarkChanged();
        return true;
    }

    bool TakeGradients()
    {
        var needsNorm = Clip is { IsByNorm: true };
        if (accumulation.Count + 1 < AccumulationSteps)
        {
            if (needsNorm && !double.IsFinite(update.Norm())) return false;
            accumulation.Add(update);
            return true;
        }
        accumulation.Mean(update);
        GradientNorm = needsNorm ? update.Norm() : double.NaN;
        if (needsNorm && !double.IsFinite(GradientNorm)) return false;
        var scale = Clip switch
        {
            null => GradientScale.None,
            { IsByNorm: true } => new((float)Math.Min(1, Clip.Max / (GradientNorm + 1e-6)), float.PositiveInfinity),
            _ => new(1, Clip.Max),
        };
        var fraction = average?.Fraction ?? 0;
        update.Run(scale, StepCount + 1, LearningRate, average?.Parameters, fraction);
        average?.UpdateStates(fraction);
        accumulation.Count = 0;
        StepCount++;
        return true;
    }
}
