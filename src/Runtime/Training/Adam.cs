using Sinter.Runtime;

namespace Sinter;

/// <summary>Adam (Kingma and Ba 2015). <see cref="Optimizer.WeightDecay"/> is added to the gradient: g ← g + decay·p.</summary>
public sealed class Adam(float learningRate) : AdaptiveMoments(learningRate)
{
    private protected override float GradientDecay(in StepSettings settings) => settings.WeightDecay;

    private protected override float ParameterFactor(in StepSettings settings) => 1;
}
