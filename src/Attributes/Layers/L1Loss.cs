namespace Sinter;

/// <summary>The mean of |x − target|, as <c>torch.nn.L1Loss</c>. The target has the shape of the prediction.</summary>
public sealed class L1Loss : LossBase;
