using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>[Network(Winograd = false)]: each result of a convolution is the sum of its own products.</summary>
public sealed class WinogradTests
{
    const int Channels = 32, Side = 16, Image = Channels * Side * Side;

    readonly Tiled tiled = new(seed: 5);
    readonly Plain plain = new(seed: 5);

    [Fact]
    public void Both_ways_agree()
    {
        var x = Noise(1);
        var (expected, actual) = (Run(plain.Forward, x), Run(tiled.Forward, x));
        var largest = expected.Max(MathF.Abs);
        Assert.NotEqual(expected, actual);
        for (var i = 0; i < Image; i++) Assert.Equal(expected[i], actual[i], 1e-5 * largest);
    }

    [Fact]
    public void An_infinite_pixel_stays_among_its_neighbors()
    {
        var x = Noise(2);
        x[5 * Side + 6] = float.PositiveInfinity;
        Assert.Equal([.. from row in Enumerable.Range(4, 3) from column in Enumerable.Range(5, 3) select row * Side + column], Infected(plain.Forward));
        Assert.True(Infected(tiled.Forward).Length > 9);

        int[] Infected(Forward forward)
        {
            var y = Run(forward, x);
            return [.. Enumerable.Range(0, Side * Side).Where(place => !float.IsFinite(y[place]))];
        }
    }

    static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Image).Select(_ => random.NextSingle() - 0.5f)];
    }

    static float[] Run(Forward forward, float[] x)
    {
        var y = new float[Image];
        forward(x, y);
        return y;
    }

    delegate void Forward(ReadOnlySpan<float> x, Span<float> y);
}

[Network, Input("N", 32, 16, 16)]
[Conv2d(32, 3, Padding = 1)]
internal partial class Tiled;

[Network(Winograd = false), Input("N", 32, 16, 16)]
[Conv2d(32, 3, Padding = 1)]
internal partial class Plain;
