namespace Sinter;

/// <summary>y = min(max(x, 0), 6), element by element, as <c>torch.nn.ReLU6</c>.</summary>
public sealed class Relu6 : LayerBase;
