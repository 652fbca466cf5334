using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

// Checkpoints.
public abstract partial class Trainer
{
    /// <summary>
    /// Writes all that a run needs to go on as if it had never stopped to one safetensors file: parameters, states, what the optimizer keeps, the step, the seed, the learning rate,
    /// gradients that wait for an update, the average, the early stopping with its best weights. The file is replaced only when all is written.
    /// <see cref="Clip"/> and <see cref="Schedule"/> are code, not contents: they remember nothing between steps, so a program that sets the same goes on bitwise the same.
    /// </summary>
    public void SaveCheckpoint(string path) => SaveCheckpoint(path, []);

    internal void SaveCheckpoint(string path, params ReadOnlySpan<KeyValuePair<string, string>> more)
    {
        RequireOwnWeights();
        var position = Position;
        var metadata = position.ToMetadata();
        foreach (var (key, value) in more) metadata.Add(key, value);
        SafetensorsWriter.Write(path, CheckpointTensors(position), metadata);
    }

    /// <summary>Goes on where <see cref="SaveCheckpoint(string)"/> stopped. Nothing is changed unless all of the file fits.</summary>
    /// <exception cref="SafetensorsException">The file is damaged, or belongs to another model or optimizer: all differences are named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadCheckpoint(string path)
    {
        RequireOwnWeights();
        using var file = SafetensorsFile.Open(path);
        var checkpoint = Checkpoint.Read(file, Position);
        file.ReadAll(CheckpointTensors(checkpoint));
        accumulation.Count = 0;
        AccumulationSteps = checkpoint.AccumulationSteps;
        accumulation.Count = checkpoint.AccumulatedSteps;
        (StepCount, BatchCount, Seed, Optimizer.LearningRate) = (checkpoint.Step, checkpoint.Batch, checkpoint.Seed, checkpoint.LearningRate);
        if (average is not null) average.Updates = checkpoint.AverageUpdates;
        if (EarlyStopping is not null) EarlyStopping.Position = checkpoint.Stopping;
        Store.MarkChanged();
    }

    Checkpoint Position => new(StepCount, BatchCount, Seed, Optimizer.LearningRate, AccumulationSteps, AccumulatedSteps, average?.Updates ?? 0, EarlyStopping?.Position ?? StoppingPosition.None)
    {
        Settings = Checkpoint.SettingsOf(Optimizer, Average, EarlyStopping, Store, segments),
    };

    /// <summary>The model's tensors under their own names, then <c>optimizer/exp_avg/conv1.weight</c> for each that is trained: a slash is in no name of a model.</summary>
    IEnumerable<NamedTensor> CheckpointTensors(Checkpoint position)
    {
        var tensors = Store.Tensors;
        for (var i = 0; i < states.Length; i++) tensors = tensors.Concat(Trained($"optimizer/{Optimizer.StateNames[i]}/", states[i]));
        if (position.AccumulatedSteps > 0) tensors = tensors.Concat(Trained("accumulated/", accumulation.Sum));
        if (average is not null) tensors = tensors.Concat(Trained("average/", average.Parameters)).Concat(Slices("average/", average.States, Store.StateEntries, stateSegments));
        if (EarlyStopping is { } stopping && !double.IsNaN(position.Stopping.Best)) tensors = tensors.Concat(Best(Store.ParameterEntries, false)).Concat(Best(Store.StateEntries, true));
        return tensors;

        IEnumerable<NamedTensor> Best(IEnumerable<ParameterEntry> entries, bool areStates) =>
            entries.Select(entry => new NamedTensor($"best/{entry.Name}", entry.Shape, stopping.Copy(entry, areStates)));
    }

    IEnumerable<NamedTensor> Trained(string prefix, AlignedFloats buffer) => Slices(prefix, buffer, Store.ParameterEntries, segments);

    static IEnumerable<NamedTensor> Slices(string prefix, AlignedFloats buffer, IEnumerable<ParameterEntry> entries, (long Offset, long Length)[] segments) =>
        from entry in entries
        where segments.Any(segment => entry.Offset < segment.Offset + segment.Length && segment.Offset < entry.Offset + entry.Length)
        select new NamedTensor(prefix + entry.Name, entry.Shape, buffer.Memory.Slice((int)entry.Offset, entry.Length));
}
