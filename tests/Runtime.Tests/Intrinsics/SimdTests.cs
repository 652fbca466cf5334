using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Simd512Tests : SimdTests<Simd512>;

public sealed class Simd256Tests : SimdTests<Simd256>;

public sealed class Simd128Tests : SimdTests<Simd128>;

/// <summary>What every vector width owes, against one lane at a time.</summary>
public abstract unsafe class SimdTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    static readonly float[] Specials =
        [0f, -0f, 1f, -1f, 2.5f, -2.5f, 0.5f, 1.5f, 3e38f, -3e38f, 1e-40f, -1e-45f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 7f];

    static int Count => TSimd.Count;

    [Fact]
    public void Partial_loads_and_stores_touch_nothing_else()
    {
        for (var count = 1; count <= Count; count++)
        {
            using var source = new GuardedMemory(count);
            using var destination = new GuardedMemory(count);
            for (var i = 0; i < count; i++) source.Span[i] = i + 1;
            var loaded = TSimd.Load(in source.First, 0, count);
            Assert.Equal(Lanes(loaded), Lanes(TSimd.LoadMasked(in source.First, 0, TSimd.FirstLanes(count))));
            TSimd.Store(loaded, ref destination.First, 0, count);
            Assert.Equal(source.Span.ToArray(), destination.Span.ToArray());
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i < count ? i + 1f : 0f), Lanes(loaded));

            // Within a larger buffer, what lies behind stays.
            using var wide = new GuardedMemory(Count + 2);
            wide.Span.Fill(-7);
            TSimd.Store(loaded, ref wide.First, 1, count);
            Assert.Equal(-7, wide.Span[0]);
            Assert.All(wide.Span[(count + 1)..].ToArray(), x => Assert.Equal(-7, x));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-2)]
    public void Strided_access_visits_just_its_elements(int stride)
    {
        for (var count = 1; count <= Count; count++)
        {
            var length = Math.Abs(stride) * (count - 1) + 1;
            using var memory = new GuardedMemory(length);
            for (var i = 0; i < length; i++) memory.Span[i] = i;
            var first = stride < 0 ? length - 1 : 0;
            var loaded = Lanes(TSimd.LoadStrided(in memory.First, first, stride, count));
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i < count ? (float)(first + i * stride) : 0f), loaded);
            if (stride == 0) continue;
            memory.Span.Clear();
            TSimd.StoreStrided(TSimd.Lanes + TSimd.Create(1), ref memory.First, first, stride, count);
            Assert.Equal(Enumerable.Range(1, count).Sum(), memory.Span.ToArray().Sum());
            Assert.Equal(count, memory.Span[first + (count - 1) * stride]);
        }
    }

    [Fact]
    public void Integers_and_bools_load()
    {
        for (var count = 1; count <= Count; count++)
        {
            using var integers = new GuardedMemory(count);
            using var bytes = new GuardedMemory((count + 3) / 4);
            var ints = new Span<int>(integers.Start, count);
            var bools = new Span<bool>((bool*)bytes.Start + bytes.Length * 4 - count, count);
            for (var i = 0; i < count; i++)
            {
                ints[i] = 3 * i - 5;
                bools[i] = i % 3 == 1;
            }
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i < count ? 3f * i - 5 : 0), Lanes(TSimd.LoadInt(in ints[0], 0, count)));
            var mask = TSimd.LoadMask(in bools[0], 0, count);
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i < count && i % 3 == 1 ? 1f : 0), Lanes(TSimd.Select(mask, TSimd.Create(1), TSimd.Zero)));
        }
    }

    [Fact]
    public void Integers_and_bools_are_stored()
    {
        for (var count = 1; count <= Count; count++)
        {
            using var integers = new GuardedMemory(count);
            using var bytes = new GuardedMemory((count + 3) / 4);
            var ints = new Span<int>(integers.Start, count);
            var bools = new Span<bool>((bool*)bytes.Start + bytes.Length * 4 - count, count);
            TSimd.StoreInt(TSimd.Lanes * TSimd.Create(3) - TSimd.Create(5), ref ints[0], 0, count);
            Assert.Equal(Enumerable.Range(0, count).Select(i => 3 * i - 5), ints.ToArray());
            TSimd.StoreMask(TSimd.Less(TSimd.Lanes, TSimd.Create(2.5f)), ref bools[0], 0, count);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (byte)(i <= 2 ? 1 : 0)), System.Runtime.InteropServices.MemoryMarshal.AsBytes(bools).ToArray());

            // Within a larger buffer, what lies around stays.
            var wide = new bool[Count + 2];
            Array.Fill(wide, true);
            fixed (bool* pinned = wide) TSimd.StoreMask(TSimd.Zero, ref *pinned, 1, count);
            Assert.Equal(Enumerable.Range(0, Count + 2).Select(i => i < 1 || i > count), wide);
        }
    }

    [Fact]
    public void Stored_integers_saturate()
    {
        var stored = new int[Count];
        foreach (var (value, expected) in new[] { (float.NaN, 0), (float.PositiveInfinity, int.MaxValue), (-1e20f, int.MinValue), (-16777216f, -16777216), (-0f, 0) })
        {
            fixed (int* pinned = stored) TSimd.StoreInt(TSimd.Create(value), ref *pinned, 0, Count);
            Assert.All(stored, x => Assert.Equal(expected, x));
        }
    }

    [Fact]
    public void Operators_agree_with_scalars()
    {
        Check((a, b) => a + b, (a, b) => a + b);
        Check((a, b) => a - b, (a, b) => a - b);
        Check((a, b) => a * b, (a, b) => a * b);
        Check((a, b) => a / b, (a, b) => a / b);
        Check((a, _) => -a, (a, _) => -a);
        Check(TSimd.Max, (a, b) => float.IsNaN(a) || float.IsNaN(b) ? float.NaN : a > b ? a : b);
        Check(TSimd.Min, (a, b) => float.IsNaN(a) || float.IsNaN(b) ? float.NaN : a < b ? a : b);
        Check((a, _) => TSimd.Abs(a), (a, _) => MathF.Abs(a));
        Check((a, _) => TSimd.Sqrt(a), (a, _) => MathF.Sqrt(a));
        Check((a, _) => TSimd.Floor(a), (a, _) => MathF.Floor(a));
        Check((a, _) => TSimd.Round(a), (a, _) => MathF.Round(a));
        Check((a, _) => TSimd.Truncate(a), (a, _) => MathF.Truncate(a));
        Check((a, b) => Flag(TSimd.Equal(a, b)), (a, b) => a == b ? 1 : 0);
        Check((a, b) => Flag(TSimd.NotEqual(a, b)), (a, b) => a != b ? 1 : 0);
        Check((a, b) => Flag(TSimd.Less(a, b)), (a, b) => a < b ? 1 : 0);
        Check((a, b) => Flag(TSimd.LessOrEqual(a, b)), (a, b) => a <= b ? 1 : 0);
        Check((a, b) => Flag(TSimd.Less(a, b) & TSimd.NotEqual(a, TSimd.Zero)), (a, b) => a < b && a != 0 ? 1 : 0);
        Check((a, b) => Flag(TSimd.Less(a, b) | TSimd.Equal(a, TSimd.Zero)), (a, b) => a < b || a == 0 ? 1 : 0);
        Check((a, b) => Flag(~TSimd.Less(a, b)), (a, b) => a < b ? 0 : 1);
        Check((a, _) => TSimd.AtLeast(TSimd.Create(0.75f), a), (a, _) => float.IsNaN(a) ? a : MathF.Max(0.75f, a));
        Check((a, _) => TSimd.AtMost(TSimd.Create(0.75f), a), (a, _) => float.IsNaN(a) ? a : MathF.Min(0.75f, a));

        static TSimd Flag(TSimd mask) => TSimd.Select(mask, TSimd.Create(1), TSimd.Zero);
    }

    [Fact]
    public void Multiply_add_agrees_with_the_exact_product()
    {
        var x = TSimd.Lanes + TSimd.Create(3);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (i + 3f) * (i + 3f) + 2), Lanes(TSimd.MultiplyAdd(x, x, TSimd.Create(2))));
    }

    [Fact]
    public void First_lanes_are_set()
    {
        for (var count = 0; count <= Count; count++)
        {
            var lanes = Lanes(TSimd.Select(TSimd.FirstLanes(count), TSimd.Create(1), TSimd.Zero));
            Assert.Equal(Enumerable.Range(0, Count).Select(i => i < count ? 1f : 0f), lanes);
            Assert.Equal(count > 0, TSimd.Any(TSimd.FirstLanes(count)));
        }
    }

    [Fact]
    public void Horizontal_reductions_see_every_lane()
    {
        for (var lane = 0; lane < Count; lane++)
        {
            var only = TSimd.Equal(TSimd.Lanes, TSimd.Create(lane));
            Assert.Equal(5, TSimd.Sum(TSimd.Select(only, TSimd.Create(5), TSimd.Zero)));
            Assert.Equal(5, TSimd.HorizontalMax(TSimd.Select(only, TSimd.Create(5), TSimd.Create(-1))));
            Assert.Equal(-5, TSimd.HorizontalMin(TSimd.Select(only, TSimd.Create(-5), TSimd.Create(-1))));
            var nan = TSimd.Select(only, TSimd.Create(float.NaN), TSimd.Create(-1));
            Assert.Equal(float.NaN, TSimd.HorizontalMax(nan));
            Assert.Equal(float.NaN, TSimd.HorizontalMin(nan));
        }
    }

    [Fact]
    public void Scale_multiplies_by_powers_of_two()
    {
        foreach (var a in new[] { 1f, 1.9999999f, 0.7f, -1.25f, float.NaN, 0f })
        {
            for (var n = -160; n <= 135; n++)
                Assert.Equal((float)Math.ScaleB((double)a, n), Lanes(TSimd.Scale(TSimd.Create(a), TSimd.Create(n)))[0]);
        }
    }

    [Fact]
    public void Split_gives_exponent_and_mantissa()
    {
        foreach (var a in new[] { 1f, 1.9999999f, 0.7f, 3e38f, 1.17549435e-38f, 1.1e-38f, 1e-40f, float.Epsilon, 1e-20f, 12345.678f })
        {
            var (exponent, mantissa) = TSimd.Split(TSimd.Create(a));
            Assert.InRange(Lanes(mantissa)[0], 1f, 1.9999999f);
            Assert.Equal(a, (double)Lanes(mantissa)[0] * Math.Pow(2, Lanes(exponent)[0]));
        }
    }

    [Fact]
    public void Transpose_exchanges_rows_and_columns()
    {
        var (rowStride, columnStride) = (Count + 3, Count + 5);
        using var source = new GuardedMemory((Count - 1) * rowStride + Count);
        using var destination = new GuardedMemory((Count - 1) * columnStride + Count);
        for (var i = 0; i < source.Length; i++) source.Span[i] = i;
        destination.Span.Fill(-1);
        TSimd.Transpose(in source.First, rowStride, ref destination.First, columnStride);
        for (var i = 0; i < destination.Length; i++)
        {
            var (row, column) = Math.DivRem(i, columnStride);
            Assert.Equal(column < Count ? column * rowStride + row : -1, destination.Span[i]);
        }
    }

    static void Check(Func<TSimd, TSimd, TSimd> actual, Func<float, float, float> expected)
    {
        foreach (var a in Specials)
        {
            foreach (var b in Specials)
            {
                var want = expected(a, b);
                Assert.All(Lanes(actual(TSimd.Create(a), TSimd.Create(b))), got => Assert.True(got.Equals(want), $"({a}, {b}): {got}, expected {want}"));
            }
        }
    }

    static float[] Lanes(TSimd value)
    {
        var lanes = new float[Count];
        TSimd.Store(value, ref lanes[0], 0);
        return lanes;
    }
}
