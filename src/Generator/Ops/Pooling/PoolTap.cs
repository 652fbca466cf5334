using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Pooling;

/// <summary>
/// Where a tap of a window reads an image [N, H, W, C]: always inside. A tap in the padding is moved to the nearest row and column; without dilation those belong to
/// the same window and come at the same place in its order, so neither the maximum nor the first place it is found at changes. With dilation they
/// may not, and <see cref="Inside"/> tells.
/// </summary>
/// <param name="Inside">Whether the tap was in the image; null: it need not be asked.</param>
internal sealed record PoolTap(IReadOnlyList<Dim> Index, Expr? Inside)
{
    /// <param name="index">Of the result: image, row, column, channel.</param>
    public static PoolTap At(PoolWindow window, Pair tap, Shape x, IReadOnlyList<Dim> index)
    {
        var y = Along(index[1], x[1], window.Rows(x[1]), window.Stride.Y, window.Dilation.Y, tap.Y * window.Dilation.Y - window.Padding.Y);
        var z = Along(index[2], x[2], window.Columns(x[2]), window.Stride.X, window.Dilation.X, tap.X * window.Dilation.X - window.Padding.X);
        var inside = y.Inside is null ? z.Inside : z.Inside is null ? y.Inside : Expr.Call(Intrinsic.And, y.Inside, z.Inside);
        return new PoolTap([index[0], y.Position, z.Position, index[3]], inside);
    }

    /// <summary>The element, or −∞ outside.</summary>
    public Expr OrLowest(Expr element) => Inside is null ? element : Expr.Select(Inside, element, double.NegativeInfinity);

    static (Dim Position, Expr? Inside) Along(Dim window, Dim extent, Dim windows, int stride, int dilation, int offset)
    {
        var last = extent - 1;
        var mayPrecede = offset < 0;
        var mayExceed = !(last - ((windows - 1) * stride + offset)).IsNonNegative;
        var position = window * stride + offset;
        if (!mayPrecede && !mayExceed) return (position, null);

        var moved = mayPrecede ? Dim.Max(position, 0) : position;
        if (mayExceed) moved = last - Dim.Max(last - moved, 0);
        if (dilation == 1) return (moved, null);
        return (moved, Expr.Call(Intrinsic.Equal, new IndexValue(position), new IndexValue(moved)));
    }
}
