using System;

namespace Sinter.Runtime;

/// <summary>The memory of an average: of the parameters that a trainer trains, and of the states that it writes.</summary>
internal sealed class WeightAverage
{
    readonly ParameterStore store;
    readonly (long Offset, long Length)[] parameterSegments, stateSegments;

    public WeightAverage(ParameterStore store, ExponentialMovingAverage settings, (long, long)[] parameterSegments, (long, long)[] stateSegments)
    {
        (this.store, Settings, this.parameterSegments, this.stateSegments) = (store, settings, parameterSegments, stateSegments);
        (Parameters, States) = (new AlignedFloats(store.Parameters.Length), new AlignedFloats(store.States.Length));
        store.Parameters.CopyTo(Parameters.Span);
        store.States.CopyTo(States.Span);
    }

    public ExponentialMovingAverage Settings { get; }

    public AlignedFloats Parameters { get; }

    public AlignedFloats States { get; }

    /// <summary>Steps that the average has seen.</summary>
    public long Updates { get; set; }

    /// <summary>The part of the way that the next update goes.</summary>
    public float Fraction => Settings.Fraction(Updates);

    /// <summary>Ends an update whose parameters are done.</summary>
    public void UpdateStates(float fraction)
    {
        foreach (var (offset, length) in stateSegments)
            UpdateLoop.MoveTowards(States.Address + (nint)offset * sizeof(float), store.StateAddress + (nint)offset * sizeof(float), fraction, (nint)length);
        Updates++;
    }

    /// <summary>Exchanges the model's weights and the average.</summary>
    public void Swap()
    {
        foreach (var (offset, length) in parameterSegments) Swap(store.Parameters.Slice((int)offset, (int)length), Parameters.Span.Slice((int)offset, (int)length));
        foreach (var (offset, length) in stateSegments) Swap(store.States.Slice((int)offset, (int)length), States.Span.Slice((int)offset, (int)length));
        store.MarkChanged();
    }

    static void Swap(Span<float> a, Span<float> b)
    {
        for (var i = 0; i < a.Length; i++) (a[i], b[i]) = (b[i], a[i]);
    }
}
