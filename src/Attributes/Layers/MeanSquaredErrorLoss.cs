namespace Sinter;

/// <summary>The mean of (x − target)², as <c>torch.nn.MSELoss</c>. The target has the shape of the prediction.</summary>
public sealed class MeanSquaredErrorLoss : LossBase;
