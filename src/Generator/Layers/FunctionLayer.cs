using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>A layer without tensors of its own: the function of the same name, with the same settings.</summary>
internal abstract class FunctionLayer : LayerDefinition
{
    OpSchema Schema => OpCatalog.Functions[Name].Schema;

    public override string Stem => Name.ToLowerInvariant();

    public override string Doc => OpCatalog.Functions[Name].Doc;

    /// <summary>True: what has a default is a property; false: everything is a constructor parameter.</summary>
    protected virtual bool DefaultsAreProperties => false;

    public override EquatableArray<LayerParameter> Parameters =>
        Schema.Parameters.Skip(1).Select(p => LayerParameter.Of(p, DefaultsAreProperties && p.Default is not null)).ToEquatableArray();

    public override Value Forward(LayerContext layer, Value x) => layer.Call(Name, x);
}
