using System;

namespace Sinter;

/// <summary>
/// Marks a <c>partial class</c> as a network: the generator writes its other part, with a constructor that initializes the parameters, one method over spans for every entry point, training, saving and loading.
/// </summary>
/// <remarks>
/// A network is either a straight line of layer attributes after <see cref="InputAttribute"/>, or a class with layers in fields and methods marked
/// <see cref="ForwardAttribute"/> and <see cref="LossAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// Whether 3×3 convolutions with a stride of one may be computed by Winograd's algorithm (Lavin and Gray, 2015), where that is estimated to be faster; true if not given. It rounds sums of
    /// neighboring elements: results differ from those of a plain sum by some 1e-6 of the largest, and an element that is infinite or no number reaches every result of the tiles, of up to
    /// 4×4 results, that read it. Without it each result is the sum of its own products, in their order.
    /// </summary>
    public bool Winograd { get; set; } = true;
}
