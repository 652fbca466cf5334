using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.TestKit;

/// <summary>The intrinsics on doubles: their definition for tests. Truth values are 0 and 1; integers wrap around as int does.</summary>
internal static class ScalarFunctions
{
    public static double Apply(Intrinsic intrinsic, DType type, ReadOnlySpan<double> x) => intrinsic switch
    {
        Intrinsic.Divide when type == DType.Int32 => Math.Truncate(x[0] / x[1]),
        Intrinsic.Multiply when type == DType.Int32 => unchecked((int)x[0] * (int)x[1]),
        Intrinsic.Add => x[0] + x[1],
        Intrinsic.Subtract => x[0] - x[1],
        Intrinsic.Multiply => x[0] * x[1],
        Intrinsic.Divide => x[0] / x[1],
        Intrinsic.Negate => -x[0],
        Intrinsic.Maximum => Math.Max(x[0], x[1]),
        Intrinsic.Minimum => Math.Min(x[0], x[1]),
        Intrinsic.Abs => Math.Abs(x[0]),
        Intrinsic.Sign => double.IsNaN(x[0]) ? x[0] : Math.Sign(x[0]),
        Intrinsic.Floor => Math.Floor(x[0]),
        Intrinsic.Sqrt => Math.Sqrt(x[0]),
        Intrinsic.ReciprocalSqrt => 1 / Math.Sqrt(x[0]),
        Intrinsic.Exp => Math.Exp(x[0]),
        Intrinsic.ExpMinusOne => ExpMinusOne(x[0]),
        Intrinsic.Log => Math.Log(x[0]),
        Intrinsic.LogOnePlus => LogOnePlus(x[0]),
        Intrinsic.Pow => Math.Pow(x[0], x[1]),
        Intrinsic.Sin => Math.Sin(x[0]),
        Intrinsic.Cos => Math.Cos(x[0]),
        Intrinsic.Tanh => Math.Tanh(x[0]),
        Intrinsic.Erf => Erf(x[0]),
        Intrinsic.Sigmoid => 1 / (1 + Math.Exp(-x[0])),
        Intrinsic.FusedMultiplyAdd => x[0] * x[1] + x[2],
        Intrinsic.Equal => Truth(x[0] == x[1]),
        Intrinsic.NotEqual => Truth(x[0] != x[1]),
        Intrinsic.Less => Truth(x[0] < x[1]),
        Intrinsic.LessOrEqual => Truth(x[0] <= x[1]),
        Intrinsic.Greater => Truth(x[0] > x[1]),
        Intrinsic.GreaterOrEqual => Truth(x[0] >= x[1]),
        Intrinsic.And => Truth(x[0] != 0 && x[1] != 0),
        Intrinsic.Or => Truth(x[0] != 0 || x[1] != 0),
        Intrinsic.Not => Truth(x[0] == 0),
        Intrinsic.ToFloat => x[0],
        Intrinsic.ToInt => Math.Truncate(x[0]),
        _ => throw new ArgumentOutOfRangeException(nameof(intrinsic), intrinsic, null),
    };

    static double Truth(bool value) => value ? 1 : 0;

    // Kahan's correction: accurate near 0.
    static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        if (u == 1) return x;
        return u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    // Maclaurin's series, and Lentz's continued fraction of erfc where the series cancels (Abramowitz and Stegun 7.1.5, 7.1.14).
    static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 6) return Math.Sign(x);
        if (Math.Abs(x) > 3) return Math.Sign(x) * (1 - ErfcTail(Math.Abs(x)));
        var (sum, term) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    static double ErfcTail(double x)
    {
        var fraction = x;
        for (var n = 60; n > 0; n--) fraction = x + n / 2.0 / fraction;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }
}
