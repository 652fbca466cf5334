namespace Sinter;

/// <summary>The mean of each channel of images: [N, C, H, W] to [N, C], as <c>torch.nn.AdaptiveAvgPool2d(1)</c> followed by flattening.</summary>
public sealed class GlobalAvgPool2d : LayerBase;
