using Sinter.Generator.GraphIR;

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
    }
}
