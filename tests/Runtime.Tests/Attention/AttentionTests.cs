using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Attention512Tests : AttentionTests<Simd512>;

public sealed class Attention256Tests : AttentionTests<Simd256>;

public sealed class Attention128Tests : AttentionTests<Simd128>;

/// <summary>Attention against its formula. Operands end at a page without access.</summary>
public abstract class AttentionTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    /// <summary>Head sizes of all remainders; one, few and many positions, and more keys than a block.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 8 }, { 1, 5, 16 }, { 7, 7, 20 }, { 13, 64, 32 }, { 64, 64, 64 }, { 33, 70, 80 }, { 20, 300, 16 }, { 1, 520, 64 }, { 400, 400, 8 }, { 9, 9, 128 }, { 3, 2, 3 }, { 200, 17, 1 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Plain(int queries, int keys, int size) => Check(Shape(queries, keys, size));

    [Theory, MemberData(nameof(Sizes))]
    public void Causal(int queries, int keys, int size) => Check(Shape(queries, keys, size) with { Causal = true });

    [Theory, MemberData(nameof(Sizes))]
    public void Window(int queries, int keys, int size)
    {
        Check(Shape(queries, keys, size) with { Causal = true, Window = 1 });
        Check(Shape(queries, keys, size) with { Causal = true, Window = 11 });
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Padding(int queries, int keys, int size)
    {
        var padding = Enumerable.Range(0, 2 * keys).Select(i => i < keys ? i % 3 == 1 : i >= keys + (keys + 1) / 2).ToArray();
        Check(Shape(queries, keys, size), padding);
        Check(Shape(queries, keys, size) with { Causal = true }, padding);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Shared_key_heads(int queries, int keys, int size)
    {
        Check(Shape(queries, keys, size, heads: 6, keyHeads: 2));
        Check(Shape(queries, keys, size, heads: 8, keyHeads: 1) with { Causal = true });
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Dropped_weights(int queries, int keys, int size) => Check(Shape(queries, keys, size) with { Dropout = 0.3f, Stream = 5, Causal = true });

    [Fact]
    public void Values_of_another_size() => Check(Shape(10, 12, 16, valueSize: 40));

    [Fact]
    public void Operands_in_one_tensor()
    {
        // [N, T, 3·H·D] as one projection writes it.
        var shape = Shape(19, 19, 16);
        var strides = new HeadStrides(19 * 96, 96, 16);
        Check(shape with { Query = strides, Key = strides, Value = strides });
    }

    [Fact]
    public void A_row_without_keys_is_zero()
    {
        var shape = Shape(9, 4, 16) with { Causal = true };
        var result = Run(shape, Numbers.Of(shape), null).Result;
        Assert.All(result.AsSpan(0, 5 * 32).ToArray(), x => Assert.Equal(0, x));
        Assert.DoesNotContain(result.AsSpan(5 * 32, 4 * 32).ToArray(), x => x == 0);
        Assert.All(Run(shape, Numbers.Of(shape), [true, true, true, true, true, true, true, true]).Result, x => Assert.Equal(0, x));
    }

    /// <summary>What cached decoding relies on: a row alone, with the keys up to its own, is the row of the whole.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 40)]
    public void A_row_does_not_depend_on_its_neighbors(int keyHeads, int window)
    {
        var shape = Shape(300, 300, 20, heads: 4, keyHeads: keyHeads) with { Causal = true, Window = window };
        var numbers = Numbers.Of(shape);
        var whole = Run(shape, numbers, null).Result;
        var row = 4 * 20;
        foreach (var (from, count) in new[] { (0, 1), (5, 1), (6, 3), (64, 1), (200, 50), (255, 1), (256, 1), (299, 1), (0, 299) })
        {
            var part = shape with { Queries = count, Keys = from + count };
            var result = Run(part, numbers with { Query = [.. Pad(numbers.Query, shape, from, count)] }, null).Result;
            for (var b = 0; b < 2; b++)
                Assert.True(whole.AsSpan((b * 300 + from) * row, count * row).SequenceEqual(result.AsSpan(b * count * row, count * row)), $"{from}, {count}");
        }
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var shape = Shape(5, 300, 16) with { Scale = 1000 };
        var numbers = Numbers.Of(shape);
        Close(new AttentionReference(shape, numbers.Query, numbers.Key, numbers.Value, null).Result, Run(shape, numbers, null).Result);
    }

    [Fact]
    public void NaN_and_infinity_reach_their_rows()
    {
        var shape = Shape(20, 300, 16);
        var numbers = Numbers.Of(shape);
        numbers.Query[7 * 32] = float.NaN;
        numbers.Query[9 * 32] = float.PositiveInfinity;
        var (result, logSum) = Run(shape, numbers, null);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(i is 7 or 9, result.AsSpan(i * 32, 16).ToArray().All(float.IsNaN));
            Assert.Equal(i is 7 or 9, float.IsNaN(logSum[i]));
        }
        numbers = Numbers.Of(shape);
        numbers.Key[3 * 32] = float.NaN;
        Assert.All(Enumerable.Range(0, 20), i => Assert.True(Run(shape, numbers, null).Result.AsSpan(i * 32, 16).ToArray().All(float.IsNaN)));
        // A key that is padding may hold anything.
        var padding = new bool[600];
        padding[3] = true;
        Assert.DoesNotContain(Run(shape, numbers, padding).Result, float.IsNaN);
    }

    [Fact]
    public void A_derivative_that_nobody_asks_for_is_not_computed()
    {
        var shape = Shape(20, 30, 16);
        var (numbers, upstream) = (Numbers.Of(shape), Numbers.Random(2 * 20 * 32, 4));
        var (result, logSum) = Run(shape, numbers, null);
        var some = RunGradient(shape, numbers, null, result, logSum, upstream, all: false);
        Assert.All(some.Query.Concat(some.Key), x => Assert.True(float.IsNaN(x)));
        Assert.Equal(RunGradient(shape, numbers, null, result, logSum, upstream, all: true).Value, some.Value);
    }

    [Fact]
    public void Chunks_depend_on_work()
    {
        Assert.Equal(1, AttentionGradient.Chunks(Shape(8, 8, 8)));
        Assert.Equal(4, AttentionGradient.Chunks(Shape(1000, 1000, 64)));
        Assert.Equal(1, Attention.Chunks(Shape(8, 8, 8)));
        Assert.Equal(1, Attention.Chunks(Shape(0, 8, 8)));
        Assert.Equal(12, Attention.Chunks(Shape(1000, 1000, 64, heads: 1)));
    }

    static void Check(AttentionShape shape, bool[]? padding = null)
    {
        var numbers = Numbers.Of(shape);
        var expected = new AttentionReference(shape, numbers.Query, numbers.Key, numbers.Value, padding);
        var (result, logSum) = Run(shape, numbers, padding);
        Close(expected.Result, result);
        Close(expected.LogSum, logSum);

        var upstream = Numbers.Random(result.Length, 4);
        var gradients = expected.Gradients(upstream);
        var (dq, dk, dv) = RunGradient(shape, numbers, padding, result, logSum, upstream, all: true);
        Close(gradients.Query, dq);
        Close(gradients.Key, dk);
        Close(gradients.Value, dv);
    }

    static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            if (double.IsInfinity(expected[i])) Assert.Equal(expected[i], actual[i]);
            else if (!(Math.Abs(expected[i] - actual[i]) <= 2e-5 * (1 + Math.Abs(expected[i])))) Assert.Fail($"{i}: {actual[i]}, not {expected[i]}");
        }
    }

    static (float[] Result, float[] LogSum) Run(AttentionShape shape, Numbers numbers, bool[]? padding)
    {
        using var query = Guarded(numbers.Query);
        using var key = Guarded(numbers.Key);
        using var value = Guarded(numbers.Value);
        using var result = new GuardedMemory((int)(shape.Batch * shape.Queries * shape.Heads * shape.ValueSize));
        using var logSum = new GuardedMemory((int)(shape.Batch * shape.Queries * shape.Heads));
        using var scratch = new GuardedMemory((int)Attention.Scratch(in shape));
        result.Span.Fill(float.NaN);
        for (var chunk = Attention.Chunks(in shape) - 1; chunk >= 0; chunk--)
        {
            scratch.Span.Fill(float.NaN);
            ref var mask = ref padding is null ? ref Unsafe.NullRef<bool>() : ref padding[0];
            Attention.Run<TSimd>(
                in shape, ref query.First, ref key.First, ref value.First, ref mask, ref result.First, ref logSum.First, ref scratch.First,
                AttentionReference.Seed, AttentionReference.Step, chunk);
        }
        return (result.Span.ToArray(), logSum.Span.ToArray());
    }

    static (float[] Query, float[] Key, float[] Value) RunGradient(
        AttentionShape shape, Numbers numbers, bool[]? padding, float[] result, float[] logSum, float[] upstream, bool all)
    {
        using var query = Guarded(numbers.Query);
        using var key = Guarded(numbers.Key);
        using var value = Guarded(numbers.Value);
        using var y = Guarded(result);
        using var sums = Guarded(logSum);
        using var dy = Guarded(upstream);
        using var dq = new GuardedMemory((int)(shape.Batch * shape.Queries * shape.Heads * shape.HeadSize));
        using var dk = new GuardedMemory((int)(shape.Batch * shape.Keys * shape.KeyHeads * shape.HeadSize));
        using var dv = new GuardedMemory((int)(shape.Batch * shape.Keys * shape.KeyHeads * shape.ValueSize));
        using var scratch = new GuardedMemory((int)AttentionGradient.Scratch(in shape));
        foreach (var gradient in new[] { dq, dk, dv }) gradient.Span.Fill(float.NaN);
        for (var chunk = AttentionGradient.Chunks(in shape) - 1; chunk >= 0; chunk--)
        {
            scratch.Span.Fill(float.NaN);
            ref var mask = ref padding is null ? ref Unsafe.NullRef<bool>() : ref padding[0];
            ref var first = ref all ? ref dq.First : ref Unsafe.NullRef<float>();
            ref var second = ref all ? ref dk.First : ref Unsafe.NullRef<float>();
            AttentionGradient.Run<TSimd>(
                in shape, ref query.First, ref key.First, ref value.First, ref mask, ref y.First, ref sums.First, ref dy.First,
                ref first, ref second, ref dv.First, ref scratch.First, AttentionReference.Seed, AttentionReference.Step, chunk);
        }
        return (dq.Span.ToArray(), dk.Span.ToArray(), dv.Span.ToArray());
    }

    static GuardedMemory Guarded(float[] numbers)
    {
        var memory = new GuardedMemory(numbers.Length);
        numbers.CopyTo(memory.Span);
        return memory;
    }

    static AttentionShape Shape(int queries, int keys, int size, int heads = 2, int keyHeads = 0, int valueSize = 0)
    {
        if (keyHeads == 0) keyHeads = heads;
        if (valueSize == 0) valueSize = size;
        return new AttentionShape
        {
            Batch = 2, Heads = heads, KeyHeads = keyHeads, Queries = queries, Keys = keys, HeadSize = size, ValueSize = valueSize,
            Query = new HeadStrides(queries * heads * size, heads * size, size),
            Key = new HeadStrides(keys * keyHeads * size, keyHeads * size, size),
            Value = new HeadStrides(keys * keyHeads * valueSize, keyHeads * valueSize, valueSize),
            Scale = 1 / MathF.Sqrt(size),
        };
    }

    // The queries of some positions where the strides of all look for the first.
    static float[] Pad(float[] query, AttentionShape shape, int from, int count)
    {
        var moved = new float[query.Length];
        for (var b = 0; b < shape.Batch; b++)
            query.AsSpan((int)(b * shape.Query.Batch + from * shape.Query.Position), (int)(count * shape.Query.Position)).CopyTo(moved.AsSpan((int)(b * shape.Query.Batch)));
        return moved;
    }

    sealed record Numbers(float[] Query, float[] Key, float[] Value)
    {
        public static Numbers Of(AttentionShape s) => new(
            Random(1 + (s.Batch - 1) * s.Query.Batch + (s.Queries - 1) * s.Query.Position + (s.Heads - 1) * s.Query.Head + s.HeadSize - 1, 1),
            Random(1 + (s.Batch - 1) * s.Key.Batch + (s.Keys - 1) * s.Key.Position + (s.KeyHeads - 1) * s.Key.Head + s.HeadSize - 1, 2),
            Random(1 + (s.Batch - 1) * s.Value.Batch + (s.Keys - 1) * s.Value.Position + (s.KeyHeads - 1) * s.Value.Head + s.ValueSize - 1, 3));

        public static float[] Random(nint count, int stream)
        {
            var random = new PhiloxRandom(5, stream);
            return [.. Enumerable.Range(0, (int)count).Select(_ => random.NextNormal())];
        }
    }
}
