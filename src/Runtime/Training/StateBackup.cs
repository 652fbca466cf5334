using System;

namespace Sinter.Runtime;

/// <summary>The states that a training step writes (running statistics) as they were before it, so that a step that fails leaves no trace.</summary>
internal sealed class StateBackup
{
    readonly ParameterStore store;
    readonly (long Offset, long Length)[] segments;
    readonly float[][] copies;

    public StateBackup(ParameterStore store, (long Offset, long Length)[] segments)
    {
        (this.store, this.segments) = (store, segments);
        copies = [.. Array.ConvertAll(segments, segment => new float[segment.Length])];
    }

    public void Take()
    {
        for (var i = 0; i < copies.Length; i++) Segment(i).CopyTo(copies[i]);
    }

    public void Restore()
    {
        for (var i = 0; i < copies.Length; i++) copies[i].CopyTo(Segment(i));
    }

    Span<float> Segment(int index) => store.States.Slice((int)segments[index].Offset, copies[index].Length);
}
