using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>NumPy's rule: shapes are aligned at the last axis; an extent of one stretches; a missing axis is one.</summary>
internal static class Broadcasting
{
    public static Shape Common(Shape a, Shape b)
    {
        var rank = a.Rank > b.Rank ? a.Rank : b.Rank;
        var dims = new Dim[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var left = axis + a.Rank - rank >= 0 ? a[axis + a.Rank - rank] : Dim.One;
            var right = axis + b.Rank - rank >= 0 ? b[axis + b.Rank - rank] : Dim.One;
            if (left != right && left != Dim.One && right != Dim.One)
                throw new ShapeException($"shapes do not broadcast: {a} and {b} (axis {axis}: {left} and {right}).");
            dims[axis] = left == Dim.One ? right : left;
        }
        return Shape.Of(dims);
    }
}
