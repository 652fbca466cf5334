using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.TestKit;
using Xunit;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.Generator.Tests.Emission;

/// <summary>Kernels written by hand, emitted, against the interpreter: every length around the vectors, every width, and the numbers that are none.</summary>
public sealed class EmittedLoopTests
{
    const int MaxLength = 49;

    // What lies behind a buffer's end must stay.
    const int Margin = 20;

    static readonly double[] Specials =
        [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40f, -1e-45f, float.MaxValue, float.MinValue, 0.5f, -2.5f, 1e20f, 16777216, -7];

    static readonly Buffer X = new("x", DType.Float32, 0);
    static readonly Buffer Y = new("y", DType.Float32, 1);
    static readonly Buffer Z = new("z", DType.Float32, 2);
    static readonly Buffer Flags = new("flags", DType.Bool, 2);
    static readonly Buffer Counts = new("counts", DType.Int32, 2);
    static readonly Dim I = Dim.Symbol("i");
    static readonly Dim J = Dim.Symbol("j");
    static readonly Dim N = Dim.Symbol("N");
    static readonly Expr A = new Load(X, I);
    static readonly Expr B = new Load(Y, I);

    static readonly LoopKernel[] Kernels =
    [
        Map("Add", A + B),
        Map("Subtract", A - B),
        Map("Multiply", A * B),
        Map("Divide", A / B),
        Map("Negate", -A),
        Map("Maximum", Expr.Call(Intrinsic.Maximum, A, B)),
        Map("Minimum", Expr.Call(Intrinsic.Minimum, A, B)),
        Map("Bounded", Expr.Call(Intrinsic.Maximum, A, 0.25)),
        Map("Abs", Expr.Call(Intrinsic.Abs, A)),
        Map("Sign", Expr.Call(Intrinsic.Sign, A)),
        Map("Floor", Expr.Call(Intrinsic.Floor, A)),
        Map("Sqrt", Expr.Call(Intrinsic.Sqrt, A)),
        Map("Select", Expr.Select(Expr.Call(Intrinsic.Less, A, B), A, B)),
        Map("ToFloat", Expr.Call(Intrinsic.ToFloat, Expr.Call(Intrinsic.GreaterOrEqual, A, B))),
        Map("Position", Expr.Call(Intrinsic.ToFloat, new IndexValue(2 * I + 3))),
        Map("Shared", (A + B) * (A + B) - (A + B)),
        Flat("Accumulated", [Z], new Store(Z, I, A, Accumulate: true)),
        Flat("Reversed", [Z], new Store(Z, N - 1 - I, A)),
        Flat("MaskStored", [Flags], new Store(Flags, I, Expr.Call(Intrinsic.And, Expr.Call(Intrinsic.Less, A, B), Expr.Call(Intrinsic.Not, Expr.Call(Intrinsic.Equal, B, 1.0))))),
        Flat("MaskOfNone", [Flags], new Store(Flags, I, Expr.Call(Intrinsic.Less, new IndexValue(N), new Literal(7, DType.Int32)))),
        Flat("MaskRead", [Flags], new Store(Y, I, Expr.Select(new Load(Flags, I), A, 0))),
        Flat("IntegerStored", [Counts], new Store(Counts, I, Expr.Call(Intrinsic.ToInt, A))),
        Flat("IntegerCopied", [Counts, new Buffer("copies", DType.Int32, 3)], new Store(new Buffer("copies", DType.Int32, 3), I, new Load(Counts, I))),
        Flat("IntegerRead", [Counts], new Store(Y, I, Expr.Call(Intrinsic.ToFloat, new Load(Counts, I)))),
        Rows("Total", Combine.Sum),
        Rows("Largest", Combine.Maximum),
        Rows("Smallest", Combine.Minimum),
        Moments(),
        Padded("Padded", 1, N + 1),
        Padded("PaddedWide", 5, N + 5),
        (LoopKernel)RangeSplitting.Run(Padded("PaddedSplit", 1, N + 1)),
        (LoopKernel)RangeSplitting.Run(Padded("PaddedWideSplit", 5, N + 5)),
        (LoopKernel)RangeSplitting.Run(Windows()),
    ];

    static readonly EmittedKernels Emitted = new(["N"], Kernels);

    public static IEnumerable<object[]> Cases => Kernels.SelectMany(k => new[] { 128, 256, 512 }.Select(width => new object[] { k.Name, width }));

    [Theory]
    [MemberData(nameof(Cases))]
    public void EmittedIsInterpreted(string name, int width)
    {
        var kernel = Kernels.Single(k => k.Name == name);
        LoopVerifier.Verify(kernel, ["N"]);
        for (var n = 0; n <= MaxLength; n++)
        {
            var dims = new Dictionary<string, long> { ["N"] = n };
            var contents = kernel.Buffers.Select(buffer => Content(buffer, n, special: name is not ("Total" or "Moments"))).ToArray();
            var memories = kernel.Buffers.Select((buffer, slot) => new Memory(buffer.Name, contents[slot])).ToArray();
            var arrays = kernel.Buffers.Select((buffer, slot) => Typed(contents[slot], buffer.Type)).ToArray();
            Emitted.Interpret(name, dims, memories);
            Emitted.Run(name, width, dims, arrays);
            for (var slot = 0; slot < arrays.Length; slot++)
            {
                // What the interpreter keeps as a real number becomes the buffer's type.
                var (expected, actual) = (Doubles(Typed(memories[slot].Written(0, memories[slot].Length), kernel.Buffers[slot].Type)), Doubles(arrays[slot]));
                for (var i = 0; i < expected.Length; i++) Assert.True(Same(name, expected[i], actual[i]), $"N = {n}: {kernel.Buffers[slot].Name}[{i}] is {actual[i]}, expected {expected[i]}");
            }
        }
    }

    [Theory]
    [InlineData("MaskStored")]
    [InlineData("IntegerStored")]
    [InlineData("PaddedSplit")]
    [InlineData("PaddedWideSplit")]
    public void RunsInLanes(string name)
    {
        var text = new EmittedKernels(["N"], [Kernels.Single(k => k.Name == name)]).Text(512);
        Assert.Contains("TSimd.Store", text);
    }

    // Hardware may choose either zero as the larger one; the order of additions is the target's.
    static bool Same(string name, double expected, double actual) => name switch
    {
        "Total" or "Moments" => Math.Abs(expected - actual) <= 1e-5 * (1 + Math.Abs(expected)),
        "Maximum" or "Minimum" or "Largest" or "Smallest" or "Sign" => (float)expected == (float)actual || (double.IsNaN(expected) && double.IsNaN(actual)),
        _ => double.IsNaN(expected) ? double.IsNaN(actual) : BitConverter.SingleToInt32Bits((float)expected) == BitConverter.SingleToInt32Bits((float)actual),
    };

    static LoopKernel Map(string name, Expr value) => Flat(name, [Z], new Store(Z, I, value));

    static LoopKernel Flat(string name, Buffer[] others, params Stmt[] body) =>
        new(name, name, [X, Y, .. others], "i", N, 40, LoopKind.Vector, default, [.. body]);

    static LoopKernel Nest(string name, Dim extent, params Stmt[] body) => new(name, name, [X, Y, Z], "i", extent, 1, LoopKind.Serial, default, [.. body]);

    // z[i] = combination of x[i, ·] of N columns.
    static LoopKernel Rows(string name, Combine combine) => Nest(
        name, 3,
        new Accumulator("total", combine),
        new Loop("j", N, LoopKind.Vector, [new Update("total", combine, new Load(X, 64 * I + J))]),
        new Store(Z, I, new Local("total", DType.Float32)));

    // Two accumulators in one loop, and a second loop that reads the first's result.
    static LoopKernel Moments() => Nest(
        "Moments", 2,
        new Accumulator("sum", Combine.Sum),
        new Accumulator("squares", Combine.Sum),
        new Loop("j", N, LoopKind.Vector, [new Update("sum", Combine.Sum, new Load(X, 64 * I + J)), new Update("squares", Combine.Sum, new Load(X, 64 * I + J) * new Load(X, 64 * I + J))]),
        new Loop("j", N, LoopKind.Vector, [new Store(Z, 64 * I + J, new Load(X, 64 * I + J) * new Local("squares", DType.Float32) + new Local("sum", DType.Float32))]));

    // z[i, j] = x[i, j − before] within the row, else −1.
    static LoopKernel Padded(string name, Dim before, Dim end) => Nest(
        name, 2,
        new Loop("j", N + before + 3, LoopKind.Vector,
        [
            new Store(Z, 64 * I + J, Expr.Select(
                Expr.Call(Intrinsic.And, Expr.Call(Intrinsic.GreaterOrEqual, new IndexValue(J), new IndexValue(before)), Expr.Call(Intrinsic.Less, new IndexValue(J), new IndexValue(end))),
                new Load(X, 64 * I + J - before),
                -1)),
        ]));

    // z[j] = Σ over a window of three of x, zero outside of [0, N): three tests of one loop, their bounds relative to a loop around it.
    static LoopKernel Windows()
    {
        Expr Tap(Dim position) => Expr.Select(
            Expr.Call(Intrinsic.And, Expr.Call(Intrinsic.GreaterOrEqual, new IndexValue(position), new IndexValue(0)), Expr.Call(Intrinsic.Greater, new IndexValue(N), new IndexValue(position))),
            new Load(X, position),
            0);
        return Nest("Windows", 3, new Loop("j", N, LoopKind.Vector, [new Store(Z, 64 * I + J, Tap(J + I - 1) + Tap(J - I) + Tap(2 * J - 3))]));
    }

    static double[] Content(Buffer buffer, int n, bool special)
    {
        var random = new Random(17 * n + buffer.Slot);
        const int length = 3 * 64 + Margin;
        return [.. Enumerable.Range(0, length).Select(i => buffer.Type switch
        {
            DType.Bool => random.Next(2),
            DType.Int32 => random.Next(int.MinValue, int.MaxValue),
            _ when special && random.Next(3) == 0 => Specials[random.Next(Specials.Length)],
            _ => (float)(4 * random.NextDouble() - 2),
        })];
    }

    static Array Typed(double[] content, DType type) => type switch
    {
        DType.Float32 => Array.ConvertAll(content, x => (float)x),
        DType.Int32 => Array.ConvertAll(content, x => (int)x),
        _ => Array.ConvertAll(content, x => x != 0),
    };

    static double[] Doubles(Array array) => [.. array.Cast<object>().Select(x => x is bool b ? (b ? 1 : 0) : Convert.ToDouble(x))];
}
