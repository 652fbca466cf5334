namespace Sinter;

/// <summary>
/// y = λ·x for x &gt; 0, λα·(eˣ − 1) otherwise, with the λ and α of self-normalizing networks (Klambauer et al. 2017), element by element, as
/// <c>torch.nn.SELU</c>.
/// </summary>
public sealed class Selu : LayerBase;
