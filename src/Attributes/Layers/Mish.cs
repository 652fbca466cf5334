namespace Sinter;

/// <summary>y = x·tanh(ln(1 + eˣ)) (Misra 2019), element by element, as <c>torch.nn.Mish</c>.</summary>
public sealed class Mish : LayerBase;
