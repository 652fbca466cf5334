using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Stochastic gradient descent, with PyTorch's formulas: g ← g + <see cref="Optimizer.WeightDecay"/>·p; with momentum, b ← momentum·b + (1 − dampening)·g
/// (b ← g in the first step) and g ← b, or g ← g + momentum·b (Nesterov); p ← p − learning rate·g.
/// </summary>
public sealed class Sgd(float learningRate) : Optimizer(learningRate)
{
    /// <summary>How much of the last direction is kept, from 0.</summary>
    public float Momentum
    {
        get;
        init => field = FromZero(value, nameof(Momentum));
    }

    /// <summary>Looks ahead along the momentum (Sutskever et al. 2013). Needs a momentum, and no dampening.</summary>
    public bool Nesterov { get; init; }

    /// <summary>How much of a new gradient is kept out of the momentum.</summary>
    public float Dampening
    {
        get;
        init => field = Finite(value, nameof(Dampening));
    }

    internal override IReadOnlyList<string> StateNames => Momentum == 0 ? [] : MomentumState;

    internal override IEnumerable<(string, string)> Settings =>
    [
        Setting(nameof(WeightDecay), WeightDecay), Setting(nameof(Momentum), Momentum), Setting(nameof(Dampening), Dampening), Setting(nameof(Nesterov), Nesterov),
    ];

    static readonly string[] MomentumState = ["momentum_buffer"];

    internal override void Check()
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new ArgumentException($"Nesterov needs a momentum above 0 and a dampening of 0; Momentum is {Momentum}, Dampening is {Dampening}.", nameof(Nesterov));
    }

    internal override void Update(in UpdateRange range, in GradientScale scale, in StepSettings settings)
    {
        if (Momentum == 0)
        {
            UpdateLoop.Run(new Plain(settings.LearningRate, settings.WeightDecay), range, scale);
            return;
        }
        var fresh = settings.Step == 1 ? 1 : 1 - Dampening;
        UpdateLoop.Run(new WithMomentum(settings.LearningRate, settings.WeightDecay, Momentum, fresh, Nesterov), range, scale);
    }

    readonly struct Plain(float learningRate, float weightDecay) : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(in UpdateRange range, TSimd gradient, nint at, int count)
            where TSimd : struct, ISimd<TSimd>
        {
            var parameter = TSimd.Load(ref range.Parameter, at, count);
            gradient = TSimd.MultiplyAdd(parameter, TSimd.Create(weightDecay), gradient);
            TSimd.Store(TSimd.MultiplyAdd(gradient, TSimd.Create(-learningRate), parameter), ref range.Parameter, at, count);
        }
    }

    readonly struct WithMomentum(float learningRate, float weightDecay, float momentum, float fresh, bool nesterov) : IUpdate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(in UpdateRange range, TSimd gradient, nint at, int count)
            where TSimd : struct, ISimd<TSimd>
        {
            var parameter = TSimd.Load(ref range.Parameter, at, count);
            gradient = TSimd.MultiplyAdd(parameter, TSimd.Create(weightDecay), gradient);
            var buffer = TSimd.MultiplyAdd(TSimd.Load(ref range.State0, at, count), TSimd.Create(momentum), gradient * TSimd.Create(fresh));
            TSimd.Store(buffer, ref range.State0, at, count);
            var direction = nesterov ? TSimd.MultiplyAdd(buffer, TSimd.Create(momentum), gradient) : buffer;
            TSimd.Store(TSimd.MultiplyAdd(direction, TSimd.Create(-learningRate), parameter), ref range.Parameter, at, count);
        }
    }
}
