using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class ThreadTeamTests : IDisposable
{
    const int Chunks = 37;

    readonly int threads = Compute.Threads;

    /// <summary>Past the first moment, in which no threads are started.</summary>
    static ThreadTeamTests() => ThreadTeam.Run((_, _) => Thread.Sleep(5), new Execution(), 2);

    public void Dispose() => Compute.Threads = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_chunk_runs_once(int threads)
    {
        Compute.Threads = threads;
        for (var chunks = 0; chunks < 50; chunks++)
        {
            var counts = new int[chunks];
            for (var repeat = 0; repeat < 50; repeat++) ThreadTeam.Run((_, chunk) => Interlocked.Increment(ref counts[chunk]), new Execution(), chunks);
            Assert.All(counts, count => Assert.Equal(50, count));
        }
    }

    [Fact]
    public void Chunks_run_at_the_same_time()
    {
        Compute.Threads = 3;
        using var together = new Barrier(3);
        ThreadTeam.Run((_, _) => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30))), new Execution(), 3);
    }

    [Fact]
    public void A_sleeping_team_wakes()
    {
        Compute.Threads = 2;
        using var together = new Barrier(2);
        for (var repeat = 0; repeat < 3; repeat++)
        {
            Thread.Sleep(20);
            ThreadTeam.Run((_, _) => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30))), new Execution(), 2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_team_lives_on(int threads)
    {
        Compute.Threads = threads;
        for (var repeat = 0; repeat < 100; repeat++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => ThreadTeam.Run((_, chunk) => { if (chunk == 5) throw new InvalidOperationException("five"); }, new Execution(), Chunks));
            Assert.Equal("five", thrown.Message);
        }
        Every_chunk_runs_once(threads);
    }

    [Fact]
    public void Runs_nest()
    {
        Compute.Threads = 4;
        var count = 0;
        ThreadTeam.Run((run, _) => ThreadTeam.Run((_, _) => Interlocked.Increment(ref count), run, Chunks), new Execution(), Chunks);
        Assert.Equal(Chunks * Chunks, count);
    }

    [Fact]
    public void Sixteen_callers_get_their_own_results()
    {
        Compute.Threads = 4;
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, caller =>
        {
            for (var repeat = 0; repeat < 500; repeat++)
            {
                var results = new int[Chunks];
                ThreadTeam.Run((_, chunk) => results[chunk] += caller * 1000 + chunk, new Execution(), Chunks);
                Assert.Equal(Enumerable.Range(0, Chunks).Select(chunk => caller * 1000 + chunk), results);
            }
        });
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        Compute.Threads = 2;
        var run = new Execution();
        Kernel kernel = static (_, _) => Thread.SpinWait(100);
        nint[] buffers = [1, 2, 3];
        for (var repeat = 0; repeat < 100; repeat++) run.Launch(kernel, Chunks, buffers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < 1000; repeat++) run.Launch(kernel, Chunks, buffers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public void A_senseless_number_of_threads_is_refused(string threads) => Assert.Contains(threads, Assert.Throws<ArgumentException>(() => Compute.Default(threads)).Message);

    [Fact]
    public void The_number_of_threads_is_the_requested_or_that_of_processors()
    {
        Assert.Equal(3, Compute.Default("3"));
        Assert.Equal(Environment.ProcessorCount, Compute.Default(null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compute.Threads = 0);
    }
}
