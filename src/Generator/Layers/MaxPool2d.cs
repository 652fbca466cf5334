namespace Sinter.Generator.Layers;

/// <summary>The function MaxPool2d as a layer.</summary>
internal sealed class MaxPool2d : FunctionLayer
{
    public override string Stem => "pool";

    protected override bool DefaultsAreProperties => true;
}
