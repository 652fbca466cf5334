using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Each example under another shape.</summary>
internal sealed class Reshape : LayerDefinition
{
    public override string Stem => "reshape";

    public override string Doc => "The same elements under another shape, example by example: [N, ...] to [N, shape]; one extent may be -1 and is inferred.";

    public override EquatableArray<LayerParameter> Parameters => [new LayerParameter("shape", ParameterKind.Ints, "The shape of one example.")];

    public override Value Forward(LayerContext layer, Value x) => x.Rank == 0
        ? throw new ShapeException("a scalar has no axis of examples.")
        : x.Reshape(Ops.Views.Reshape.Inferred(x.Shape, [x.Shape[0], .. layer.Settings.Dims("shape")!]));
}
