using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class ExecutionTests
{
    static readonly Kernel AddChunk = static (run, chunk) =>
    {
        ref var x = ref run.Float(0);
        Unsafe.Add(ref run.Float(1), chunk) = Unsafe.Add(ref x, chunk) + run.Dim(1);
    };

    static readonly Action<Execution> Add = static run =>
    {
        run.SetDim(1, 10);
        run.Launch(AddChunk, 3, [run.Caller(0), run.Arena(16)]);
        run.Launch(AddChunk, 3, [run.Arena(16), run.Caller(1)]);
    };

    [Fact]
    public void Kernels_see_the_callers_memory_the_arena_and_dims()
    {
        var pool = new ExecutionPool();
        var run = pool.Rent(64);
        var y = new float[3];
        run.Call(Add, MemoryMarshal.AsBytes<float>([1, 2, 3]), MemoryMarshal.AsBytes<float>(y));
        Assert.Equal([21, 22, 23], y);
        Assert.Equal(0, run.Caller(0));
    }

    [Fact]
    public void A_call_after_the_first_allocates_nothing()
    {
        var pool = new ExecutionPool();
        var (x, y) = (new float[3], new float[3]);
        Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < 100; repeat++) Call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Call()
        {
            var run = pool.Rent(64);
            run.Call(Add, MemoryMarshal.AsBytes<float>(x), MemoryMarshal.AsBytes<float>(y));
            pool.Return(run);
        }
    }

    [Fact]
    public void The_pool_gives_what_came_back_and_grows_it()
    {
        var pool = new ExecutionPool();
        var first = pool.Rent(10);
        Assert.NotSame(first, pool.Rent(10));
        pool.Return(first);
        var again = pool.Rent(100_000);
        Assert.Same(first, again);
        Assert.Equal(0, again.Arena(0) % 64);
        Assert.Equal(99_999 * sizeof(float), again.Arena(99_999) - again.Arena(0));
    }

    [Fact]
    public void Every_slot_and_dim_can_be_had()
    {
        var run = new ExecutionPool().Rent(100);
        for (var i = 0; i < 40; i++) run.SetDim(i, i * 3);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (nint)i * 3), Enumerable.Range(0, 40).Select(run.Dim));
        var addresses = Enumerable.Range(0, 40).Select(i => run.Arena(i)).ToArray();
        run.Launch(static (run, _) => { for (var i = 0; i < 40; i++) run.Int(i) = i; }, 1, addresses);
        run.Launch(static (run, _) => { for (var i = 0; i < 40; i++) Assert.Equal(i, Unsafe.Add(ref run.Int(0), i)); }, 1, addresses);
    }

    [Fact]
    public void Scratch_belongs_to_a_thread()
    {
        var run = new ExecutionPool().Rent(0);
        Parallel.For(0, 16, i =>
        {
            var scratch = MemoryMarshal.CreateSpan(ref run.Scratch(1000 + i), 1000 + i);
            scratch.Fill(i);
            Thread.Yield();
            Assert.Equal(-1, scratch.IndexOfAnyExcept((float)i));
        });
    }

    // Writes extent · 1000 + first value to each value of its slice.
    static readonly Kernel Slice = static (whole, slice) =>
    {
        var run = whole.Slice(slice);
        run.Launch(static (run, value) => Unsafe.Add(ref run.Float(0), value) = run.Whole(0) * 1000 + run.First, (int)run.Dim(0), [run.Arena(run.First)]);
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 1)]
    [InlineData(19, 2)]
    [InlineData(37, 4)]
    [InlineData(200, 12)]
    [InlineData(5000, 64)]
    public unsafe void Slices_are_cut_by_the_extent_alone(int extent, int slices)
    {
        var threads = Compute.Threads;
        foreach (var count in new[] { 1, 2, 3 })
        {
            Compute.Threads = count;
            var run = new ExecutionPool().Rent(extent);
            run.SetDim(0, extent);
            run.LaunchSlices(Slice, 0, 8);
            var values = new Span<float>((void*)run.Arena(0), extent).ToArray();
            Assert.Equal(slices, values.Distinct().Count());
            Assert.Equal(Enumerable.Range(0, slices).SelectMany(i => Enumerable.Repeat(extent * 1000f + extent * i / slices, extent * (i + 1) / slices - extent * i / slices)), values);
        }
        Compute.Threads = threads;
    }

    [Fact]
    public void Slices_allocate_nothing_after_the_first_call()
    {
        var pool = new ExecutionPool();
        void Call()
        {
            var run = pool.Rent(100);
            run.SetDim(0, 100);
            run.LaunchSlices(Slice, 0, 8);
            pool.Return(run);
        }

        Call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) Call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Preparation_runs_once_for_a_version_even_for_many_callers()
    {
        var prepared = new PreparedBuffer();
        var count = 0;
        void Prepare(Execution run)
        {
            Interlocked.Increment(ref count);
            run.Launch((run, _) => run.Float(0) = 42, 1, [run.Prepared(7)]);
        }

        Parallel.For(0, 16, _ =>
        {
            var run = new Execution();
            var address = prepared.Ensure(run, 1, 100, Prepare);
            Assert.Equal(run.Prepared(0), address);
            run.Launch((run, _) => Assert.Equal(42, run.Float(0)), 1, [run.Prepared(7)]);
        });
        Assert.Equal(1, count);
        prepared.Ensure(new Execution(), 2, 100, Prepare);
        Assert.Equal(2, count);
    }

    [Fact]
    public void A_failed_preparation_is_tried_again()
    {
        var prepared = new PreparedBuffer();
        Assert.Throws<InvalidOperationException>(() => prepared.Ensure(new Execution(), 1, 10, _ => throw new InvalidOperationException()));
        var ran = false;
        prepared.Ensure(new Execution(), 1, 10, _ => ran = true);
        Assert.True(ran);
    }
}
