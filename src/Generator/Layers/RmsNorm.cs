using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Division by the root mean square over the last axes, then a learned scale of their shape.</summary>
internal sealed class RmsNorm : LayerDefinition
{
    public override string Stem => "norm";

    public override string Doc => "y = x / sqrt(mean of x^2 + eps) * weight over the last axes (torch.nn.RMSNorm; Zhang and Sennrich 2019).";

    public override EquatableArray<LayerParameter> Parameters =>
    [
        LayerSettings.LastAxes,
        LayerSettings.Epsilon with { Doc = "Added to the mean square before the root.", Default = "1.1920929e-7f" },
        LayerSettings.Affine with { Doc = "Scales by learned numbers." },
    ];

    public override Value Forward(LayerContext layer, Value x)
    {
        var shape = LayerSettings.LastExtents(x.Shape, layer.Settings.Int("LastAxes", 1));
        return layer.Call("RmsNorm", x, ("weight", layer.Settings.Bool("Affine", true) ? layer.Parameter("weight", shape, Initializer.Ones, ParameterRole.Norm) : null));
    }
}
