namespace Sinter.Generator.Layers;

/// <summary>The function AvgPool2d as a layer.</summary>
internal sealed class AvgPool2d : FunctionLayer
{
    public override string Stem => "pool";

    protected override bool DefaultsAreProperties => true;
}
