using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>The <c>Init</c> members of the user's library as numbers, once the shape is known.</summary>
internal static class Initializers
{
    public static Initializer Resolve(InitDatum init, Shape shape)
    {
        var (fanIn, fanOut) = Fans(shape);
        return init.Name switch
        {
            "Zeros" => Initializer.Zeros,
            "Ones" => Initializer.Ones,
            "Constant" => Initializer.Constant(init.Argument),
            "Uniform" => Initializer.Uniform(init.Argument),
            "Normal" => Initializer.Normal(init.Argument),
            "TruncatedNormal" => new Initializer(Distribution.TruncatedNormal, init.Argument),
            "KaimingUniform" => Initializer.Uniform(Math.Sqrt(6 / fanIn)),
            "KaimingNormal" => Initializer.Normal(Math.Sqrt(2 / fanIn)),
            "XavierUniform" => Initializer.Uniform(Math.Sqrt(6 / (fanIn + fanOut))),
            "XavierNormal" => Initializer.Normal(Math.Sqrt(2 / (fanIn + fanOut))),
            "Orthogonal" => new Initializer(Distribution.Orthogonal, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(init), init.Name, null),
        };
    }

    // [out, in, …]: in·… numbers flow into each output, out·… out of each input.
    static (double In, double Out) Fans(Shape shape)
    {
        var extents = shape.Dims.Select(d => (double)(d.Constant ?? 1)).ToArray();
        var field = extents.Skip(2).Aggregate(1d, (a, b) => a * b);
        return extents.Length switch
        {
            0 => (1, 1),
            1 => (extents[0], extents[0]),
            _ => (extents[1] * field, extents[0] * field),
        };
    }
}
