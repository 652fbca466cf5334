using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Xunit;

namespace Sinter.Generator.Tests.GraphIR;

/// <summary>Dims are exact: the normal form identifies the polynomial, and every operation agrees with integers.</summary>
public sealed class DimTests
{
    static readonly Dim N = Dim.Symbol("N"), T = Dim.Symbol("T");

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, 100));

    [Fact]
    public void NormalFormDoesNotDependOnTheOrderOfWriting()
    {
        Assert.Equal((N + T) * (N - T), N * N - T * T);
        Assert.Equal(N * 2 + 1 - N, N + 1);
        Assert.Equal(Dim.Zero, N - N);
        Assert.Equal("2*N*T + T + 3", (3 + T + T * 2 * N).ToString());
        Assert.NotEqual(N, T);
    }

    [Fact]
    public void DivisionTakesOutWhatTheDivisorDivides()
    {
        Assert.Equal(N, Dim.FloorDivide(N * T, T));
        Assert.Equal(N * 2 + 1, Dim.FloorDivide(N * 8 + 6, 4));
        Assert.Equal(Dim.Zero, Dim.Modulo(N * 8, 4));
        Assert.Equal(3, Dim.Modulo(N * 8 + 3, 4));
        Assert.Equal(-2, Dim.FloorDivide(-7, 4));
        Assert.Throws<DivideByZeroException>(() => Dim.FloorDivide(N, 0));
    }

    [Fact]
    public void MaximumIsDecidedWhereItCanBe()
    {
        Assert.Equal(N + 3, Dim.Max(N, N + 3));
        Assert.Equal(Dim.Max(N, T), Dim.Max(T, N));
        Assert.Equal("max(N, T)", Dim.Max(T, N).ToString());
    }

    [Fact]
    public void SignsAreNeverClaimedWrongly()
    {
        Assert.True((N * T + 1).IsNonNegative);
        Assert.False((N - 1).IsNonNegative);
        Assert.True((N * 2 - 1).IsPositive);
        Assert.False((N - T).IsPositive);
    }

    [Fact]
    public void CoefficientIsThatOfALinearTerm()
    {
        Assert.Equal(T * 3, (N * T * 3 + T).CoefficientOf("N"));
        Assert.Equal(Dim.Zero, T.CoefficientOf("N"));
        Assert.Null((N * N).CoefficientOf("N"));
        Assert.Null(Dim.FloorDivide(N, 2).CoefficientOf("N"));
    }

    /// <summary>Random terms, built once as dims and once on numbers.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void EvaluatesAsIntegersDo(int seed)
    {
        var random = new Random(seed);
        var (dim, number) = Term(random, 5);
        foreach (var symbols in Values())
            Assert.Equal(number(symbols), dim.Evaluate(name => symbols[name]));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void SubstitutionCommutesWithEvaluation(int seed)
    {
        var random = new Random(seed);
        var (dim, number) = Term(random, 4);
        var (replacement, inner) = Term(random, 2);
        var substituted = dim.Substitute("N", replacement);
        foreach (var symbols in Values())
        {
            // Symbols are never negative: the larger of N and 0 has been decided.
            if (inner(symbols) < 0) continue;
            var replaced = new Dictionary<string, long>(symbols) { ["N"] = inner(symbols) };
            Assert.Equal(number(replaced), substituted.Evaluate(name => symbols[name]));
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void ClaimsHoldForAllValues(int seed)
    {
        var (dim, number) = Term(new Random(seed), 4);
        foreach (var symbols in Values())
        {
            if (dim.IsNonNegative) Assert.True(number(symbols) >= 0);
            if (dim.IsPositive && symbols.Values.All(value => value >= 1)) Assert.True(number(symbols) >= 1);
            if (dim.Constant is { } constant) Assert.Equal(constant, number(symbols));
        }
    }

    static IEnumerable<Dictionary<string, long>> Values() =>
        from n in new long[] { 0, 1, 2, 3, 7 } from t in new long[] { 0, 1, 4, 5, 6 } select new Dictionary<string, long> { ["N"] = n, ["T"] = t };

    static (Dim Dim, Func<Dictionary<string, long>, long> Number) Term(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            if (random.Next(2) == 0) return random.Next(2) == 0 ? (N, s => s["N"]) : (T, s => s["T"]);
            var constant = random.Next(-4, 9);
            return (constant, _ => constant);
        }
        var (a, x) = Term(random, depth - 1);
        var (b, y) = Term(random, depth - 1);
        var divisor = random.Next(1, 7);
        return random.Next(6) switch
        {
            0 => (a + b, s => x(s) + y(s)),
            1 => (a - b, s => x(s) - y(s)),
            2 when depth < 4 => (a * b, s => x(s) * y(s)),
            3 => (Dim.FloorDivide(a, divisor), s => (long)Math.Floor((decimal)x(s) / divisor)),
            4 => (Dim.Modulo(a, divisor), s => ((x(s) % divisor) + divisor) % divisor),
            _ => (Dim.Max(a, b), s => Math.Max(x(s), y(s))),
        };
    }
}
