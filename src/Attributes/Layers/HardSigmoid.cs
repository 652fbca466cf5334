namespace Sinter;

/// <summary>y = min(max(x/6 + 1/2, 0), 1) (Howard et al. 2019), element by element, as <c>torch.nn.Hardsigmoid</c>.</summary>
public sealed class HardSigmoid : LayerBase;
