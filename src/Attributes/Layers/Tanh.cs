namespace Sinter;

/// <summary>The hyperbolic tangent, element by element, as <c>torch.nn.Tanh</c>.</summary>
public sealed class Tanh : LayerBase;
