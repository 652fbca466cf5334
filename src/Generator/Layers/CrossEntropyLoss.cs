using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Layers;

/// <summary>The function CrossEntropy as the loss of a sequence of layers: logits [N, C, …] against class numbers [N, …].</summary>
internal sealed class CrossEntropyLoss : FunctionLoss
{
    public override string TargetName => "label";

    public override TensorType Target(TensorType prediction)
    {
        var shape = prediction.Shape;
        if (shape.Rank < 2) throw new ShapeException($"logits must be [N, C, …], but are {shape}.");
        return new TensorType(DType.Int32, Shape.Of(shape.Dims.Where((_, axis) => axis != 1)));
    }
}
