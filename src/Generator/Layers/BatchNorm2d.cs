using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Batch normalization of images.</summary>
internal sealed class BatchNorm2d : BatchNormLayer
{
    public override string Doc => "Batch normalization of images [N, C, H, W], per channel (torch.nn.BatchNorm2d; Ioffe and Szegedy 2015).";

    protected override void Check(Shape x) => SlidingWindow.RequireImages(x);
}
