namespace Sinter;

/// <summary>A learned tensor in a field, for what no layer offers: <c>readonly Parameter scale = new(64) { Init = Init.Ones };</c>. It is used like any tensor.</summary>
/// <param name="shape">Extents, outermost first; none for a scalar.</param>
public sealed class Parameter(params int[] shape) : Tensor
{
    /// <summary>How it starts; zeros when not said.</summary>
    public Init Init { get; init; } = Init.Zeros;

    /// <summary>The extents that it was declared with.</summary>
    internal int[] Extents { get; } = shape;
}
