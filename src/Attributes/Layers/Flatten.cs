namespace Sinter;

/// <summary>[N, ...] to [N, number of the other elements], in row-major order, as <c>torch.nn.Flatten</c>.</summary>
public sealed class Flatten : LayerBase;
