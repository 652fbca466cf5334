using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops;

/// <summary>Images in terms of views: [N, C, H, W] as users have them, [N, H, W, C] as kernels do, where the channels of a pixel lie side by side.</summary>
internal static class ImageMath
{
    extension(Value x)
    {
        /// <summary>[N, C, H, W] → [N, H, W, C].</summary>
        public Value ToChannelsLast() => x.Transpose([0, 2, 3, 1]);

        /// <summary>[N, H, W, C] → [N, C, H, W].</summary>
        public Value ToChannelsFirst() => x.Transpose([0, 3, 1, 2]);

        /// <summary>[N, H, W, C] with zeros on both sides of the rows and the columns.</summary>
        public Value PadImage(Pair padding) => x.Frame(1, padding.Y, padding.Y).Frame(2, padding.X, padding.X);

        /// <summary>Zeros before and after an axis; less than none cuts off. A number of elements that is not known while compiling is not negative.</summary>
        public Value Frame(int axis, Dim before, Dim after)
        {
            Dim cutBefore = before.Constant is < 0 ? -before : 0, cutAfter = after.Constant is < 0 ? -after : 0;
            var cut = cutBefore == Dim.Zero && cutAfter == Dim.Zero ? x : x.Slice(axis, new SliceRange(cutBefore, x.Shape[axis] - cutBefore - cutAfter));
            return cut.Pad(Only(x.Rank, axis, before + cutBefore), Only(x.Rank, axis, after + cutAfter));
        }
    }

    static EquatableArray<Dim> Only(int rank, int axis, Dim width) => [.. Enumerable.Range(0, rank).Select(a => a == axis ? width : Dim.Zero)];
}
