using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>The extents of a tensor's axes, outermost first. A scalar has none.</summary>
internal readonly record struct Shape(EquatableArray<Dim> Dims)
{
    public static Shape Scalar { get; } = new(default);

    public static Shape Of(params IEnumerable<Dim> dims) => new(dims.ToEquatableArray());

    public int Rank => Dims.Count;

    public Dim this[int axis] => Dims[axis];

    /// <summary>The number of elements.</summary>
    public Dim Size => Dims.Aggregate(Dim.One, (size, extent) => size * extent);

    /// <summary>The row-major distance, in elements, between neighbors along each axis.</summary>
    public Dim[] Strides()
    {
        var strides = new Dim[Rank];
        var stride = Dim.One;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Dims[axis];
        }
        return strides;
    }

    /// <summary>The row-major offset of an element.</summary>
    public Dim Offset(IReadOnlyList<Dim> index)
    {
        var strides = Strides();
        return index.Select((position, axis) => position * strides[axis]).Aggregate(Dim.Zero, (sum, term) => sum + term);
    }

    public override string ToString() => $"[{string.Join(", ", Dims)}]";
}

/// <summary>Element type and shape: everything about a value that is known while compiling.</summary>
internal sealed record TensorType(DType DType, Shape Shape)
{
    /// <summary>The type of the value of an op with several results; each <see cref="Part"/> has its own.</summary>
    public static TensorType Bundle { get; } = new(DType.Bundle, Shape.Scalar);

    public override string ToString() => DType.ShortName() + Shape;
}
