using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>The loss function of the name without "Loss", of a prediction and a target, with the same settings as properties.</summary>
internal abstract class FunctionLoss : LossDefinition
{
    OpSchema Schema => OpCatalog.Functions[Function].Schema;

    string Function => Name.Substring(0, Name.Length - "Loss".Length);

    public override string Doc => OpCatalog.Functions[Function].Doc;

    // A third tensor (weights of classes) has no place in an attribute, and what a model minimizes is one number: the mean.
    public override EquatableArray<LayerParameter> Parameters =>
        Schema.Parameters.Skip(2).Where(p => p.Kind is not (ParameterKind.Tensor or ParameterKind.Enum)).Select(p => LayerParameter.Of(p, isProperty: true)).ToEquatableArray();

    /// <summary>As the prediction.</summary>
    public override TensorType Target(TensorType prediction) => prediction;

    public override Value Loss(CallArguments settings, Value prediction, Value target) =>
        Schema.Build!(settings.AsCall(prediction.Graph, (Schema.Parameters[0].Name, prediction), (Schema.Parameters[1].Name, target)))[0];
}
