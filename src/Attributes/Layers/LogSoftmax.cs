namespace Sinter;

/// <summary>y = x − ln Σ eˣ over one axis: the logarithm of the softmax, as <c>torch.nn.LogSoftmax</c>.</summary>
/// <param name="axis">The axis whose exponentials sum to one; a negative one counts from the end.</param>
public sealed class LogSoftmax(int axis = -1) : LayerBase
{
    /// <summary>The axis whose exponentials sum to one; a negative one counts from the end.</summary>
    public int Axis { get; } = axis;
}
