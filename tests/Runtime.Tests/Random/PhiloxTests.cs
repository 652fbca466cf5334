using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class PhiloxTests
{
    [Theory] // The known answers that come with Random123, philox4x32 10.
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers(uint x, uint y, uint z, uint w, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3) =>
        Assert.Equal((r0, r1, r2, r3), Philox.Block((x, y, z, w), (k0, k1)));

    [Fact]
    public void Vectors_of_all_widths_agree_with_the_scalar()
    {
        Check<Simd512>();
        Check<Simd256>();
        Check<Simd128>();
    }

    static void Check<TSimd>()
        where TSimd : struct, ISimd<TSimd>
    {
        var lanes = new float[TSimd.Count];
        foreach (var index in new long[] { 0, 4, 16, 1, 2, 3, 1001, (1L << 34) - 8, (1L << 34) - 2, 1L << 40 })
        {
            TSimd.Store(TSimd.RandomUniform(0x123456789ABCDEF0, 77, 5, (nint)index), ref lanes[0], 0);
            Assert.Equal(Enumerable.Range(0, lanes.Length).Select(i => Philox.Uniform(0x123456789ABCDEF0, 77, 5, index + i)), lanes);
        }
    }

    [Fact]
    public void Seed_step_stream_and_element_all_count()
    {
        var numbers = new[]
        {
            Philox.Uniform(1, 2, 3, 4), Philox.Uniform(9, 2, 3, 4), Philox.Uniform(1 + (1UL << 32), 2, 3, 4), Philox.Uniform(1, 9, 3, 4), Philox.Uniform(1, 2, 9, 4),
            Philox.Uniform(1, 2, 3, 9), Philox.Uniform(1, 2, 3, 4 + (1L << 34)),
        };
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_have_their_moments()
    {
        var numbers = Enumerable.Range(0, 100_000).Select(i => (double)Philox.Uniform(3, 0, 0, i)).ToArray();
        Assert.All(numbers, x => Assert.InRange(x, 0, 1 - Math.ScaleB(1, -24)));
        Assert.InRange(numbers.Average(), 0.5 - 0.004, 0.5 + 0.004);
        Assert.InRange(numbers.Average(x => x * x), 1 / 3.0 - 0.004, 1 / 3.0 + 0.004);
    }

    [Fact]
    public void Normal_numbers_have_their_moments()
    {
        var numbers = Enumerable.Range(0, 100_000).Select(i => (double)Philox.Normal(3, 0, 0, i)).ToArray();
        Assert.InRange(numbers.Average(), -0.013, 0.013);
        Assert.InRange(numbers.Average(x => x * x), 0.98, 1.02);
        Assert.InRange(numbers.Average(x => x * x * x * x), 2.85, 3.15);
    }
}
