using System;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class SimdWidthTests
{
    [Fact]
    public void A_lower_width_can_be_forced() => Assert.Equal(128, Simd.Decide("128"));

    [Theory]
    [InlineData("64")]
    [InlineData("avx2")]
    public void Another_width_is_refused(string width) =>
        Assert.Contains(width, Assert.Throws<PlatformNotSupportedException>(() => Simd.Decide(width)).Message);

    [Fact]
    public void One_width_is_chosen()
    {
        Assert.False(Simd.Is512 && Simd.Is256);
        Assert.Equal(Simd.Width, Simd.Is512 ? 512 : Simd.Is256 ? 256 : 128);
    }
}
