namespace Sinter.Runtime;

/// <summary>A range of neighboring parameters, with the same range of their gradients and of what the optimizer keeps.</summary>
internal readonly unsafe ref struct UpdateRange(nint parameters, nint gradients, nint state0, nint state1, nint state2, nint length)
{
    public nint Length => length;

    public ref float Parameter => ref *(float*)parameters;

    public ref float Gradient => ref *(float*)gradients;

    /// <summary>What is kept first per parameter.</summary>
    public ref float State0 => ref *(float*)state0;

    /// <inheritdoc cref="State0"/>
    public ref float State1 => ref *(float*)state1;

    /// <inheritdoc cref="State0"/>
    public ref float State2 => ref *(float*)state2;
}

/// <summary>What clipping does to a gradient: it is multiplied, then limited to ±<paramref name="Limit"/>.</summary>
internal readonly record struct GradientScale(float Factor, float Limit)
{
    public static GradientScale None { get; } = new(1, float.PositiveInfinity);
}

/// <summary>What an update depends on beside gradients and state.</summary>
/// <param name="Step">The optimizer's step, from 1.</param>
/// <param name="LearningRate">The schedule's and the group's.</param>
/// <param name="WeightDecay">The group's, or the optimizer's.</param>
internal readonly record struct StepSettings(long Step, float LearningRate, float WeightDecay);
