using System;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

/// <summary>A change of a training image that leaves its label true. What chance decides depends on seed, epoch and image alone.</summary>
public abstract class ImageAugmentation
{
    /// <summary>Changes an image in place.</summary>
    /// <param name="image">[channels, height, width].</param>
    /// <param name="shape">Channels, height, width.</param>
    /// <param name="random">The image's own random numbers.</param>
    public abstract void Apply(Span<float> image, ReadOnlySpan<int> shape, PhiloxRandom random);

    /// <summary>Moves the image by up to <paramref name="max"/> pixels in each direction; 0 comes in.</summary>
    public static ImageAugmentation Shift(int max) => max >= 0 ? new RandomShift(max) : throw new ArgumentOutOfRangeException(nameof(max), max, "A shift is at least 0.");

    /// <summary>Mirrors left and right.</summary>
    public static ImageAugmentation HorizontalFlip(float probability = 0.5f) => new RandomFlip(probability);

    /// <summary>(x − mean) / deviation, per channel.</summary>
    public static ImageAugmentation Normalize(float[] mean, float[] deviation) => mean.Length == deviation.Length && deviation.All(d => d > 0)
        ? new Normalization(mean, deviation)
        : throw new ArgumentException("Mean and deviation are one number per channel, and deviations are above 0.", nameof(deviation));

    /// <summary>One after the other.</summary>
    public static ImageAugmentation Sequence(params ImageAugmentation[] parts) => new Parts([.. parts]);

    sealed class RandomShift(int max) : ImageAugmentation
    {
        public override void Apply(Span<float> image, ReadOnlySpan<int> shape, PhiloxRandom random)
        {
            var (height, width) = (shape[1], shape[2]);
            var down = Math.Clamp(random.NextInt(2 * max + 1) - max, -height, height);
            var right = Math.Clamp(random.NextInt(2 * max + 1) - max, -width, width);
            for (var channel = 0; channel < shape[0]; channel++) Move(image.Slice(channel * height * width, height * width), height, width, down, right);
        }

        /// <summary>Rows are written in the order that reads none after it was overwritten.</summary>
        static void Move(Span<float> plane, int height, int width, int down, int right)
        {
            for (var i = 0; i < height; i++)
            {
                var y = down > 0 ? height - 1 - i : i;
                var row = plane.Slice(y * width, width);
                if (y - down < 0 || y - down >= height)
                {
                    row.Clear();
                    continue;
                }
                var source = plane.Slice((y - down) * width, width);
                source[Math.Max(0, -right)..(width - Math.Max(0, right))].CopyTo(row[Math.Max(0, right)..]);
                if (right > 0) row[..right].Clear();
                else row[(width + right)..].Clear();
            }
        }
    }

    sealed class RandomFlip(float probability) : ImageAugmentation
    {
        public override void Apply(Span<float> image, ReadOnlySpan<int> shape, PhiloxRandom random)
        {
            if (random.NextUniform() >= probability) return;
            for (var row = 0; row < shape[0] * shape[1]; row++) image.Slice(row * shape[2], shape[2]).Reverse();
        }
    }

    sealed class Normalization(float[] mean, float[] deviation) : ImageAugmentation
    {
        public override void Apply(Span<float> image, ReadOnlySpan<int> shape, PhiloxRandom random)
        {
            if (shape[0] != mean.Length) throw new InvalidOperationException($"The image has {shape[0]} channels, but mean and deviation are given for {mean.Length}.");
            var size = shape[1] * shape[2];
            for (var channel = 0; channel < shape[0]; channel++)
            {
                foreach (ref var pixel in image.Slice(channel * size, size)) pixel = (pixel - mean[channel]) / deviation[channel];
            }
        }
    }

    sealed class Parts(ImageAugmentation[] parts) : ImageAugmentation
    {
        public override void Apply(Span<float> image, ReadOnlySpan<int> shape, PhiloxRandom random)
        {
            foreach (var part in parts) part.Apply(image, shape, random);
        }
    }
}
