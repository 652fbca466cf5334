namespace Sinter;

/// <summary>y = x·sigmoid(x) (Elfwing et al. 2018), element by element, as <c>torch.nn.SiLU</c>.</summary>
public sealed class Silu : LayerBase;
