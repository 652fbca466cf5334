namespace Sinter;

/// <summary>y = 1 / (1 + e⁻ˣ), element by element, as <c>torch.nn.Sigmoid</c>.</summary>
public sealed class Sigmoid : LayerBase;
