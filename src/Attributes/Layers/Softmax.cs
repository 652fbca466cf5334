namespace Sinter;

/// <summary>y = eˣ / Σ eˣ over one axis, as <c>torch.nn.Softmax</c>.</summary>
/// <param name="axis">The axis that sums to one; a negative one counts from the end.</param>
public sealed class Softmax(int axis = -1) : LayerBase
{
    /// <summary>The axis that sums to one; a negative one counts from the end.</summary>
    public int Axis { get; } = axis;
}
