namespace Sinter;

/// <summary>y = max(x, 0), element by element, as <c>torch.nn.ReLU</c>.</summary>
public sealed class Relu : LayerBase;
