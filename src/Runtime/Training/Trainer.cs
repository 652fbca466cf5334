using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Trains the parameters of a model with one loss: holds their gradients and what the optimizer keeps, counts steps, writes and reads checkpoints. The generated class adds <c>Step</c>.
/// A trainer is used by one thread at a time.
/// </summary>
public abstract class Trainer
{
    readonly AlignedFloats gradients;
    readonly AlignedFloats[] states;
    readonly (long Offset, long Length)[] segments;
    readonly GradientUpdate update;

    /// <summary>A trainer of some segments of the parameters.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Trainer(ParameterStore store, Optimizer optimizer, (long Offset, long Length)[] segments, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        (Store, Optimizer, Seed, this.segments) = (store, optimizer, seed, segments);
        gradients = new AlignedFloats(store.Parameters.Length);
        states = [.. optimizer.StateNames.Select(_ => new AlignedFloats(store.Parameters.Length))];
        update = new GradientUpdate(store, gradients, states, segments);
    }

    /// <summary>What makes steps of gradients.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How gradients are limited before a step; null: not at all.</summary>
    public GradientClip? Clip { get; set; }

    /// <summary>How the learning rate changes with the steps; null: it is the optimizer's.</summary>
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>The learning rate of the next step.</summary>
    public float LearningRate => Schedule?.At(StepCount, Optimizer.LearningRate) ?? Optimizer.LearningRate;

    /// <summary>The steps done.</summary>
    public long StepCount { get; private set; }

    /// <summary>What the random numbers of the steps (dropout) depend on, beside the step.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The gradients of the last step, before clipping, laid out as <see cref="ParameterStore.Parameters"/>.</summary>
    public Span<float> Gradients => gradients.Span;

    /// <summary>The parameters that are trained, and the states.</summary>
    protected ParameterStore Store { get; }

    /// <summary>Where <see cref="Gradients"/> begins.</summary>
    protected nint GradientAddress => gradients.Address;

    /// <summary>Makes a step of the gradients: clips them, asks the schedule, updates the parameters. Allocates nothing; the result does not depend on the number of threads.</summary>
    protected void ApplyGradients()
    {
        update.Run(Optimizer, Clip, StepCount + 1, LearningRate);
        StepCount++;
        Store.MarkChanged();
    }

    /// <summary>
    /// Writes all that a run needs to go on as if it had never stopped to one safetensors file: parameters, states, what the optimizer keeps, the step, the seed, the learning rate.
    /// The file is replaced only when all is written. <see cref="Clip"/> and <see cref="Schedule"/> are code, not contents.
    /// </summary>
    public void SaveCheckpoint(string path)
    {
        var checkpoint = new Checkpoint(Optimizer, StepCount, Seed);
        SafetensorsWriter.Write(path, CheckpointTensors, checkpoint.ToMetadata());
    }

    /// <summary>Goes on where <see cref="SaveCheckpoint"/> stopped. Nothing is changed unless all of the file fits.</summary>
    /// <exception cref="SafetensorsException">The file is damaged, or belongs to another model or optimizer: all differences are named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadCheckpoint(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var checkpoint = Checkpoint.Read(file, Optimizer);
        file.ReadAll(CheckpointTensors);
        (StepCount, Seed, Optimizer.LearningRate) = (checkpoint.Step, checkpoint.Seed, checkpoint.LearningRate);
        Store.MarkChanged();
    }

    /// <summary>The model's tensors under their own names, then <c>optimizer/exp_avg/conv1.weight</c> for each that is trained: a slash is in no name of a model.</summary>
    IEnumerable<NamedTensor> CheckpointTensors => Store.Tensors.Concat(
        from state in Enumerable.Range(0, states.Length)
        from entry in Store.ParameterEntries
        where segments.Any(segment => entry.Offset < segment.Offset + segment.Length && segment.Offset < entry.Offset + entry.Length)
        select new NamedTensor($"optimizer/{Optimizer.StateNames[state]}/{entry.Name}", entry.Shape, states[state].Memory.Slice((int)entry.Offset, entry.Length)));
}
