namespace Sinter;

/// <summary>The same elements under another shape, example by example: [N, ...] to [N, shape].</summary>
/// <param name="shape">The shape of one example; one extent may be −1 and is inferred.</param>
public sealed class Reshape(params int[] shape) : LayerBase
{
    /// <summary>The shape of one example; one extent may be −1 and is inferred.</summary>
    public int[] Shape { get; } = shape;
}
