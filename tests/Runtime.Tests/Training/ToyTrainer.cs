using System;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

/// <summary>A trainer whose gradients are given, or follow from the parameters and the step.</summary>
internal sealed class ToyTrainer : Trainer
{
    readonly ParameterEntry[] entries;

    public ToyTrainer(ParameterStore store, Optimizer optimizer, params (long, long)[] segments)
        : base(store, optimizer, segments.Length > 0 ? segments : [(0, store.Parameters.Length)], [(0, store.States.Length)], seed: 7) => (Model, entries) = (store, [.. store.ParameterEntries]);

    public ParameterStore Model { get; }

    public static ParameterStore Vector(int length) => new([new ParameterEntry("vector", [length], 0, new(ParameterDistribution.Normal, 1))], []);

    public void Step(ReadOnlySpan<float> gradients)
    {
        BeginBatch();
        gradients.CopyTo(Gradients);
        Assert.True(EndBatch(0));
    }

    /// <summary>∇ of ½‖p − target(step)‖²; what lies between tensors has none, as in a model.</summary>
    public void Step()
    {
        BeginBatch();
        foreach (var entry in entries)
        {
            for (var i = (int)entry.Offset; i < entry.Offset + entry.Length; i++) Gradients[i] = Model.Parameters[i] - MathF.Sin(i + BatchCount);
        }
        Assert.True(EndBatch(0));
    }
}
