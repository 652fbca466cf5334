using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Sinter.Benchmarks;

/// <summary>A named workload: its batch, and how to make it ready.</summary>
internal sealed record Workload(string Name, int Batch, Func<Case> Prepare);

/// <summary>A workload made ready.</summary>
/// <param name="Weights">The network's parameters and states.</param>
/// <param name="Inputs">What the call reads.</param>
/// <param name="Outputs">What the first calls wrote: the result of one inference, or the losses of <paramref name="Calls"/> steps.</param>
/// <param name="Calls">How many calls fill the outputs.</param>
/// <param name="Call">What is timed.</param>
internal sealed record Case(ParameterStore Weights, IReadOnlyList<float[]> Inputs, IReadOnlyList<float[]> Outputs, int Calls, Action Call)
{
    /// <summary>
    /// Runs the first calls and writes, as flat tensors, NAME.weights.safetensors with the weights before them, and NAME.values.safetensors with the inputs
    /// (in0, in1, …) and the outputs (out0, …): what another engine needs to compute the same and compare.
    /// </summary>
    public void Export(string folder, string name)
    {
        Weights.Save(Path.Combine(folder, $"{name}.weights.safetensors"));
        for (var i = 0; i < Calls; i++) Call();

        var tensors = Inputs.Select((content, i) => (Name: $"in{i}", Content: content)).Concat(Outputs.Select((content, i) => (Name: $"out{i}", Content: content))).ToList();
        var offset = 0L;
        var entries = new ParameterEntry[tensors.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new ParameterEntry(tensors[i].Name, [tensors[i].Content.Length], offset, default);
            offset += tensors[i].Content.Length;
        }
        var values = new ParameterStore(entries, []);
        foreach (var (tensor, content) in tensors) content.CopyTo(values[tensor]);
        values.Save(Path.Combine(folder, $"{name}.values.safetensors"));
    }
}
