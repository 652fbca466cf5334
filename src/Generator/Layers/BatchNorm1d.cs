using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Layers;

/// <summary>Batch normalization of vectors or sequences.</summary>
internal sealed class BatchNorm1d : BatchNormLayer
{
    public override string Doc => "Batch normalization of vectors [N, C] or sequences [N, C, L], per channel (torch.nn.BatchNorm1d; Ioffe and Szegedy 2015).";

    protected override void Check(Shape x)
    {
        if (x.Rank is not (2 or 3)) throw new ShapeException($"x must be [N, C] or [N, C, L], but is {x}.");
    }
}
