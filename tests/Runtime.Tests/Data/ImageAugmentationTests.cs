using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class ImageAugmentationTests
{
    const int Height = 4, Width = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Shift_moves_the_whole_image_and_lets_zeros_in(int max)
    {
        var random = new PhiloxRandom(3);
        var offsets = new HashSet<(int, int)>();
        for (var trial = 0; trial < 2_000; trial++)
        {
            var image = Image(channels: 2);
            ImageAugmentation.Shift(max).Apply(image, [2, Height, Width], random);
            var matches = Offsets(max).Where(offset => image.AsSpan().SequenceEqual(Moved(offset.Down, offset.Right))).ToList();
            Assert.NotEmpty(matches);
            offsets.Add(matches[0]);
        }
        // Shifts by the whole height or width all look alike: nothing is left.
        var (vertical, horizontal) = (Math.Min(max, Height - 1), Math.Min(max, Width - 1));
        var visible = (2 * vertical + 1) * (2 * horizontal + 1);
        Assert.Equal(visible + (max >= Height ? 1 : 0), offsets.Count);
    }

    [Fact]
    public void Flip_mirrors_rows()
    {
        var image = Image(channels: 2);
        ImageAugmentation.HorizontalFlip(probability: 1).Apply(image, [2, Height, Width], new PhiloxRandom(1));
        Assert.Equal([5, 4, 3, 2, 1, 10, 9, 8, 7, 6], image[..10]);
        ImageAugmentation.HorizontalFlip(probability: 0).Apply(image, [2, Height, Width], new PhiloxRandom(1));
        Assert.Equal(5, image[0]);
    }

    [Fact]
    public void Normalize_takes_each_channel_by_itself()
    {
        var image = Image(channels: 2);
        ImageAugmentation.Normalize([1, 2], [2, 4]).Apply(image, [2, Height, Width], new PhiloxRandom(1));
        Assert.Equal([0, 0.5f, 1], image[..3]);
        Assert.Equal((21 - 2) / 4f, image[20]);
        Assert.Throws<InvalidOperationException>(() => ImageAugmentation.Normalize([1], [1]).Apply(image, [2, Height, Width], new PhiloxRandom(1)));
    }

    static IEnumerable<(int Down, int Right)> Offsets(int max) =>
        from down in Enumerable.Range(-max, 2 * max + 1) from right in Enumerable.Range(-max, 2 * max + 1) select (down, right);

    static float[] Image(int channels) => [.. Enumerable.Range(1, channels * Height * Width).Select(i => (float)i)];

    static float[] Moved(int down, int right)
    {
        var (source, moved) = (Image(channels: 2), new float[2 * Height * Width]);
        for (var i = 0; i < moved.Length; i++)
        {
            var (plane, y, x) = (i / (Height * Width), i / Width % Height - down, i % Width - right);
            if (y is >= 0 and < Height && x is >= 0 and < Width) moved[i] = source[(plane * Height + y) * Width + x];
        }
        return moved;
    }
}
