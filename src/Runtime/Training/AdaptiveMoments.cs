using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// What Adam and AdamW share, as PyTorch computes it: m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²;
/// p ← p − learning rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
/// </summary>
public abstract class AdaptiveMoments : Optimizer
{
    static readonly string[] Moments = ["exp_avg", "exp_avg_sq"], MomentsAndMaximum = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];

    private protected AdaptiveMoments(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>How slowly the mean of the gradient changes: β₁, from 0 to below 1.</summary>
    public float Beta1
    {
        get;
        init => field = BelowOne(value, nameof(Beta1));
    } = 0.9f;

    /// <summary>How slowly the mean of the squared gradient changes: β₂, from 0 to below 1.</summary>
    public float Beta2
    {
        get;
        init => field = BelowOne(value, nameof(Beta2));
    } = 0.999f;

    /// <summary>Added to the divisor: ε, from 0.</summary>
    public float Epsilon
    {
        get;
        init => field = FromZero(value, nameof(Epsilon));
    } = 1e-8f;

    /// <summary>Divides by the largest v so far (Reddi et al. 2018).</summary>
    public bool AmsGrad { get; init; }

    internal override IReadOnlyList<string> StateNames => AmsGrad ? MomentsAndMaximum : Moments;

    internal override IEnumerable<(string, string)> Settings =>
    [
        Setting(nameof(WeightDecay), WeightDecay), Setting(nameof(Beta1), Beta1), Setting(nameof(Beta2), Beta2), Setting(nameof(Epsilon), Epsilon), Setting(nameof(AmsGrad), AmsGrad),
    ];

    /// <summary>How much of a parameter is added to its gradient.</summary>
    private protected abstract float GradientDecay(in StepSettings settings);

    /// <summary>What a parameter is multiplied with before the step.</summary>
    private protected abstract float ParameterFactor(in StepSettings settings);

    internal override void Update(in UpdateRange range, in GradientScale scale, in StepSettings settings) =>
        UpdateLoop.Run(new Formula(this, settings), range, scale);

    readonly struct Formula(AdaptiveMoments optimizer, StepSettings settings) : IUpdate
    {
        readonly float beta1 = optimizer.Beta1, fresh1 = (float)(1 - (double)optimizer.Beta1);
        readonly float beta2 = optimizer.Beta2, fresh2 = (float)(1 - (double)optimizer.Beta2);
        readonly float epsilon = optimizer.Epsilon;
        readonly float negativeStepSize = (float)(-settings.LearningRate / (1 - Math.Pow(optimizer.Beta1, settings.Step)));
        readonly float correction = (float)(1 / Math.Sqrt(1 - Math.Pow(optimizer.Beta2, settings.Step)));
        readonly float gradientDecay = optimizer.GradientDecay(settings), parameterFactor = optimizer.ParameterFactor(settings);
        readonly bool amsGrad = optimizer.AmsGrad;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TSimd>(in UpdateRange range, TSimd gradient, nint at, int count)
            where TSimd : struct, ISimd<TSimd>
        {
            var parameter = TSimd.Load(ref range.Parameter, at, count);
            gradient = TSimd.MultiplyAdd(parameter, TSimd.Create(gradientDecay), gradient);
            var mean = TSimd.MultiplyAdd(TSimd.Load(ref range.State0, at, count), TSimd.Create(beta1), gradient * TSimd.Create(fresh1));
            var square = TSimd.MultiplyAdd(TSimd.Load(ref range.State1, at, count), TSimd.Create(beta2), gradient * gradient * TSimd.Create(fresh2));
            TSimd.Store(mean, ref range.State0, at, count);
            TSimd.Store(square, ref range.State1, at, count);
            if (amsGrad)
            {
                square = TSimd.Max(TSimd.Load(ref range.State2, at, count), square);
                TSimd.Store(square, ref range.State2, at, count);
            }
            var divisor = TSimd.MultiplyAdd(TSimd.Sqrt(square), TSimd.Create(correction), TSimd.Create(epsilon));
            var next = TSimd.MultiplyAdd(mean / divisor, TSimd.Create(negativeStepSize), parameter * TSimd.Create(parameterFactor));
            TSimd.Store(next, ref range.Parameter, at, count);
        }
    }
}
