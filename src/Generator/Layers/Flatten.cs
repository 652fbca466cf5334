using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>[N, …] to [N, everything else].</summary>
internal sealed class Flatten : LayerDefinition
{
    public override string Stem => "flatten";

    public override string Doc => "[N, ...] to [N, number of the other elements], in row-major order (torch.nn.Flatten).";

    public override EquatableArray<LayerParameter> Parameters => [];

    public override Value Forward(LayerContext layer, Value x) => x.Rank == 0
        ? throw new ShapeException("a scalar has no axis of examples.")
        : x.Reshape(Shape.Of(x.Shape[0], Shape.Of(x.Shape.Dims.Skip(1)).Size));
}
