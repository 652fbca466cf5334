namespace Sinter;

/// <summary>y = x·min(max(x/6 + 1/2, 0), 1) (Howard et al. 2019), element by element, as <c>torch.nn.Hardswish</c>.</summary>
public sealed class HardSwish : LayerBase;
