using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Runtime.Tests;

public sealed class VectorMath512Tests(ITestOutputHelper output) : VectorMathTests<Simd512>(output);

public sealed class VectorMath256Tests(ITestOutputHelper output) : VectorMathTests<Simd256>(output);

public sealed class VectorMath128Tests(ITestOutputHelper output) : VectorMathTests<Simd128>(output);

/// <summary>Each intrinsic over sweeps of its whole range, against double precision.</summary>
public abstract class VectorMathTests<TSimd>(ITestOutputHelper output)
    where TSimd : struct, ISimd<TSimd>
{
    delegate TSimd Unary(TSimd x);

    static readonly float[] Specials =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 2f, -2f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, -1.17549435e-38f, 1e-10f, -1e-10f,
        88.72283f, 88.72284f, -87.33655f, -103.9721f, -103.98f, 1e10f, -1e10f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    [Fact]
    public void Exp() => Sweep(VectorMath.Exp, Math.Exp, AllFloats(), ulps: 1.1);

    [Fact]
    public void ExpMinusOne() => Sweep(VectorMath.ExpMinusOne, ExactExpMinusOne, AllFloats(), ulps: 2);

    [Fact]
    public void Log() => Sweep(VectorMath.Log, Math.Log, AllFloats(), ulps: 1);

    [Fact]
    public void LogOnePlus() => Sweep(VectorMath.LogOnePlus, ExactLogOnePlus, AllFloats(), ulps: 2);

    [Fact]
    public void Tanh() => Sweep(VectorMath.Tanh, Math.Tanh, AllFloats(), ulps: 2);

    [Fact]
    public void Erf() => Sweep(VectorMath.Erf, ExactErf, AllFloats(), ulps: 2);

    [Fact]
    public void Sigmoid() => Sweep(VectorMath.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), AllFloats(), ulps: 2.2);

    [Fact]
    public void Sin() => Sweep(VectorMath.Sin, Math.Sin, AllFloats().Concat(Range(-1e5, 1e5)), ulps: 2);

    [Fact]
    public void Cos() => Sweep(VectorMath.Cos, Math.Cos, AllFloats().Concat(Range(-1e5, 1e5)), ulps: 2);

    [Fact]
    public void ReciprocalSqrt() => Sweep(VectorMath.ReciprocalSqrt, x => 1 / Math.Sqrt(x), AllFloats(), ulps: 1.5);

    [Fact]
    public void Sign() => Sweep(VectorMath.Sign, x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x), AllFloats(), ulps: 0);

    [Fact]
    public void Pow()
    {
        var worst = new Worst();
        var random = new Random(5);
        var pairs = Specials.SelectMany(x => Specials.Concat([3f, -3f, 4f, 0.25f, 1e8f, 1e7f]).Select(y => (x, y)))
            .Concat(Enumerable.Range(0, 300_000).Select(_ => (MathF.Pow(2, random.NextSingle() * 252 - 126), (random.NextSingle() * 2 - 1) * MathF.Pow(2, random.Next(-20, 8)))))
            .Concat(Enumerable.Range(0, 100_000).Select(_ => (random.NextSingle() * 2.5f, random.NextSingle() * 200 - 100)))
            .Concat(Enumerable.Range(0, 20_000).Select(_ => (random.NextSingle() * 20 - 10, (float)random.Next(-30, 30))))
            .ToArray();
        for (var i = 0; i < pairs.Length; i += TSimd.Count)
        {
            var batch = pairs[i..Math.Min(i + TSimd.Count, pairs.Length)];
            var results = Apply((x, y) => VectorMath.Pow(x, y), batch.Select(p => p.Item1), batch.Select(p => p.Item2));
            for (var j = 0; j < batch.Length; j++) worst.See(batch[j].Item1, results[j], Math.Pow(batch[j].Item1, batch[j].Item2));
        }
        worst.Check(output, 1.5);
    }

    [Fact]
    public void Scalars_agree()
    {
        foreach (var x in Range(-20, 20).Take(10_000))
        {
            Assert.InRange(Ulps(ScalarMath.Erf(x), ExactErf(x)), 0, 2);
            Assert.InRange(Ulps(ScalarMath.ExpMinusOne(x), ExactExpMinusOne(x)), 0, 2);
            Assert.InRange(Ulps(ScalarMath.Sigmoid(x), 1 / (1 + Math.Exp(-(double)x))), 0, 2.2);
            Assert.InRange(Ulps(ScalarMath.Tanh(x), Math.Tanh(x)), 0, 2);
            if (x > -1) Assert.InRange(Ulps(ScalarMath.LogOnePlus(x), ExactLogOnePlus(x)), 0, 2);
        }
    }

    void Sweep(Unary actual, Func<double, double> expected, IEnumerable<float> inputs, double ulps)
    {
        var worst = new Worst();
        foreach (var batch in Specials.Concat(inputs).Chunk(TSimd.Count))
        {
            var results = Apply((x, _) => actual(x), batch, []);
            for (var i = 0; i < batch.Length; i++) worst.See(batch[i], results[i], expected(batch[i]));
        }
        worst.Check(output, ulps);
    }

    static float[] Apply(Func<TSimd, TSimd, TSimd> function, IEnumerable<float> a, IEnumerable<float> b)
    {
        var lanes = new float[TSimd.Count];
        TSimd Vector(IEnumerable<float> values)
        {
            var padded = values.Concat(Enumerable.Repeat(1f, TSimd.Count)).Take(TSimd.Count).ToArray();
            return TSimd.Load(in padded[0], 0);
        }

        TSimd.Store(function(Vector(a), Vector(b)), ref lanes[0], 0);
        return lanes;
    }

    /// <summary>A sample of all bit patterns of finite floats, positive and negative.</summary>
    static IEnumerable<float> AllFloats()
    {
        for (long bits = 0; bits < 0x7F800000; bits += 4999)
        {
            yield return BitConverter.Int32BitsToSingle((int)bits);
            yield return BitConverter.Int32BitsToSingle((int)(bits | 0x80000000));
        }
    }

    static IEnumerable<float> Range(double from, double to) => Enumerable.Range(0, 200_001).Select(i => (float)(from + (to - from) * i / 200_000));

    static double ExactExpMinusOne(double x) => x == 0 ? x : Math.Abs(x) < 1e-3 ? x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24 : Math.Exp(x) - 1;

    static double ExactLogOnePlus(double x) => x == 0 ? x : Math.Abs(x) < 1e-4 ? x - x * x / 2 + x * x * x / 3 - x * x * x * x / 4 : Math.Log(1 + x);

    /// <summary>Maclaurin's series near 0; the continued fraction of erfc elsewhere.</summary>
    static double ExactErf(double x)
    {
        if (double.IsNaN(x) || x == 0) return x;
        var size = Math.Abs(x);
        if (size > 6) return Math.Sign(x);
        if (size < 2.5)
        {
            var (sum, term) = (x, x);
            for (var n = 1; n < 80; n++)
            {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return sum * 2 / Math.Sqrt(Math.PI);
        }
        var fraction = 0.0;
        for (var n = 60; n >= 1; n--) fraction = n / 2.0 / (size + fraction);
        return Math.Sign(x) * (1 - Math.Exp(-size * size) / Math.Sqrt(Math.PI) / (size + fraction));
    }

    /// <summary>The distance in units of the last place of the correct float; 0 for equal specials.</summary>
    static double Ulps(float actual, double expected)
    {
        var rounded = (float)expected;
        if (float.IsNaN(rounded)) return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(rounded) || actual.Equals(rounded))
        {
            // What rounds to ∞ lies within half a unit of the largest float's successor.
            return actual.Equals(rounded) ? actual == 0 && float.IsNegative(actual) != double.IsNegative(expected) ? double.PositiveInfinity : 0 : float.IsFinite(actual) ? 1 : double.PositiveInfinity;
        }
        if (!float.IsFinite(actual)) return double.PositiveInfinity;
        var unit = Math.Max(Math.ScaleB(1, Math.ILogB(rounded) - 23), float.Epsilon);
        return Math.Abs(actual - expected) / unit;
    }

    sealed class Worst
    {
        double ulps;
        string where = "";

        public void See(float x, float actual, double expected)
        {
            var distance = Ulps(actual, expected);
            if (distance <= ulps) return;
            ulps = distance;
            where = $"x = {x:R}: {actual:R}, expected {expected:R}";
        }

        public void Check(ITestOutputHelper output, double bound)
        {
            output.WriteLine($"{ulps:F3} ulp at {where}");
            Assert.True(ulps <= bound, $"{ulps:F3} ulp (at most {bound}) at {where}");
        }
    }
}
