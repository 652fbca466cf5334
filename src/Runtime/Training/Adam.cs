namespace Sinter;

/// <summary>Adam (Kingma and Ba 2015). <see cref="Optimizer.WeightDecay"/> is added to the gradient: g ← g + decay·p.</summary>
public sealed class Adam(float learningRate) : AdaptiveMoments(learningRate)
{
    private protected override float GradientDecay => WeightDecay;

    private protected override float ParameterFactor(float learningRate) => 1;
}
