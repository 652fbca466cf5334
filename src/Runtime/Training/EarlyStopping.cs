using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Says when a metric has not become better for some time (Prechelt 1998), and keeps the weights that had the best. Set as <see cref="Trainer.EarlyStopping"/>, where it becomes part of checkpoints.
/// </summary>
/// <example><code>
/// var stopping = trainer.EarlyStopping = new EarlyStopping(patience: 5);
/// do Epoch();
/// while (!stopping.Report(validationLoss));
/// stopping.RestoreBest();
/// </code></example>
public sealed class EarlyStopping
{
    Trainer? trainer;
    AlignedFloats parameters = null!, states = null!;

    /// <summary>Stops after so many reports in a row that are no better than the best.</summary>
    /// <param name="patience">From 1.</param>
    public EarlyStopping(int patience)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        Patience = patience;
    }

    /// <summary>The reports that may be no better than the best.</summary>
    public int Patience { get; }

    /// <summary>A metric must be better by more than this, from 0.</summary>
    public float MinDelta
    {
        get;
        init => field = float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinDelta), value, "MinDelta is a number from 0.");
    }

    /// <summary>Which metrics are better; the smaller ones at first.</summary>
    public Goal Goal { get; init; }

    /// <summary>The best metric; NaN before one was reported.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>The updates (<see cref="Trainer.StepCount"/>) that had been done at the best metric.</summary>
    public long BestStep { get; private set; }

    /// <summary>The reports since the best.</summary>
    public int Waited { get; private set; }

    /// <summary>
    /// Takes a metric of the weights that the model has now: after an epoch, of data that is not trained with. NaN is never better. The weights of the best metric are copied: the averaged ones
    /// while <see cref="Trainer.UseAverage"/> is on. Allocates nothing.
    /// </summary>
    /// <returns>Whether to stop.</returns>
    /// <exception cref="InvalidOperationException">It is no trainer's.</exception>
    public bool Report(double metric)
    {
        var store = Attached().Store;
        Waited++;
        if (Goal.IsBetter(metric, Best, MinDelta))
        {
            (Best, BestStep, Waited) = (metric, trainer!.StepCount, 0);
            store.Parameters.CopyTo(parameters.Span);
            store.States.CopyTo(states.Span);
        }
        return Waited >= Patience;
    }

    /// <summary>Gives the model the weights and states that had the best metric. Steps done, and what the optimizer keeps, stay.</summary>
    /// <exception cref="InvalidOperationException">It is no trainer's, no metric was reported, or the model has the average of its weights.</exception>
    public void RestoreBest()
    {
        Attached().RequireOwnWeights();
        if (double.IsNaN(Best)) throw new InvalidOperationException("No metric was reported, so there are no best weights.");
        parameters.Span.CopyTo(trainer!.Store.Parameters);
        states.Span.CopyTo(trainer.Store.States);
        trainer.Store.MarkChanged();
    }

    internal void Attach(Trainer trainer)
    {
        if (this.trainer is not null && this.trainer != trainer) throw new InvalidOperationException("An EarlyStopping watches one trainer; it has another already.");
        this.trainer = trainer;
        parameters ??= new AlignedFloats(trainer.Store.Parameters.Length);
        states ??= new AlignedFloats(trainer.Store.States.Length);
    }

    /// <summary>The copy of a tensor at the best metric.</summary>
    internal Memory<float> Copy(ParameterEntry entry, bool isState) => (isState ? states : parameters).Memory.Slice((int)entry.Offset, entry.Length);

    internal StoppingPosition Position
    {
        get => new(Best, BestStep, Waited);
        set => (Best, BestStep, Waited) = value;
    }

    Trainer Attached() => trainer ?? throw new InvalidOperationException($"Set it as {nameof(Trainer)}.{nameof(Trainer.EarlyStopping)} first.");
}
