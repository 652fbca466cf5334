using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): p ← p·(1 − learning rate·decay) before the step. The default of <see cref="Optimizer.WeightDecay"/> is 0.01.
/// </summary>
public sealed class AdamW : AdaptiveMoments
{
    /// <summary>An optimizer with the step size <paramref name="learningRate"/>.</summary>
    public AdamW(float learningRate)
        : base(learningRate) => WeightDecay = 0.01f;

    private protected override float GradientDecay(in StepSettings settings) => 0;

    private protected override float ParameterFactor(in StepSettings settings) => 1 - settings.LearningRate * settings.WeightDecay;
}
