using System;

namespace Sinter.Runtime.Tests.Training;

/// <summary>A trainer whose gradients are given, or follow from the parameters and the step.</summary>
internal sealed class ToyTrainer : Trainer
{
    readonly ParameterEntry[] entries;

    public ToyTrainer(ParameterStore store, Optimizer optimizer, params (long, long)[] segments)
        : base(store, optimizer, segments.Length > 0 ? segments : [(0, store.Parameters.Length)], seed: 7) => (Model, entries) = (store, [.. store.ParameterEntries]);

    public ParameterStore Model { get; }

    public static ParameterStore Vector(int length) => new([new ParameterEntry("vector", [length], 0, new(ParameterDistribution.Normal, 1))], []);

    public void Step(ReadOnlySpan<float> gradients)
    {
        gradients.CopyTo(Gradients);
        ApplyGradients();
    }

    /// <summary>∇ of ½‖p − target(step)‖²; what lies between tensors has none, as in a model.</summary>
    public void Step()
    {
        foreach (var entry in entries)
        {
            for (var i = (int)entry.Offset; i < entry.Offset + entry.Length; i++) Gradients[i] = Model.Parameters[i] - MathF.Sin(i + StepCount);
        }
        ApplyGradients();
    }
}
