using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class TokenStreamTests
{
    [Fact]
    public void Targets_are_the_tokens_that_follow()
    {
        foreach (var batch in Stream(100).RandomWindows(length: 7, size: 5, batches: 20))
        {
            Assert.Equal(35, batch.Inputs.Length);
            for (var i = 0; i < batch.Inputs.Length; i++)
            {
                Assert.Equal(batch.Inputs[i] + 1, batch.Targets[i]);
                if (i % 7 > 0) Assert.Equal(batch.Inputs[i - 1] + 1, batch.Inputs[i]);
            }
        }
    }

    /// <summary>Each of the places is found, the first and the last as often as others.</summary>
    [Fact]
    public void Random_windows_begin_anywhere()
    {
        var counts = new int[20];
        foreach (var batch in Stream(24).RandomWindows(length: 4, size: 100, batches: 200))
        {
            for (var i = 0; i < batch.Count; i++) counts[batch.Inputs[i * 4]]++;
        }
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));       // 1000 ± 5σ
    }

    [Fact]
    public void Random_windows_depend_on_seed_epoch_and_batch_alone()
    {
        var whole = Inputs(Stream(1000).RandomWindows(8, 4, 10, seed: 1, epoch: 2));
        var rest = Stream(1000).RandomWindows(8, 4, 10, seed: 1, epoch: 2);
        rest.Position = 6;
        Assert.Equal(whole[(6 * 32)..], Inputs(rest));
        Assert.NotEqual(whole, Inputs(Stream(1000).RandomWindows(8, 4, 10, seed: 1, epoch: 3)));
        Assert.NotEqual(whole, Inputs(Stream(1000).RandomWindows(8, 4, 10, seed: 2, epoch: 2)));
        Assert.Contains("8 tokens, but the stream has 7", Assert.Throws<ArgumentException>(() => Stream(7).RandomWindows(7, 1, 1)).Message);
    }

    [Theory]
    [InlineData(13, 4, 3)]
    [InlineData(12, 4, 2)]
    [InlineData(4, 4, 0)]
    [InlineData(0, 4, 0)]
    public void Windows_have_each_token_once_as_target(int tokens, int length, int windows)
    {
        Assert.Equal(Enumerable.Range(0, windows * length), Inputs(Stream(tokens).Windows(length, size: 2)));
        Assert.Equal(Enumerable.Range(0, windows * length), Inputs(Stream(tokens).Windows(length, size: 2, shuffle: true)).Order());
    }

    [Fact]
    public void Rows_go_on_where_they_stopped()
    {
        var batches = new List<int[]>();
        foreach (var batch in Stream(22).Rows(length: 3, size: 2)) batches.Add(batch.Inputs.ToArray());
        Assert.Equal([[0, 1, 2, 10, 11, 12], [3, 4, 5, 13, 14, 15], [6, 7, 8, 16, 17, 18]], batches);
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        foreach (var windows in new[] { Stream(500).RandomWindows(8, 4, 10), Stream(500).Windows(8, 4, shuffle: true), Stream(500).Rows(8, 4) })
        {
            windows.MoveNext();
            var (before, sum) = (GC.GetAllocatedBytesForCurrentThread(), 0);
            while (windows.MoveNext()) sum += windows.Current.Inputs[0];
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(sum > 0);
        }
    }

    [Fact]
    public void Splits_in_order()
    {
        var (first, second) = Stream(11).Split(0.9);
        Assert.Equal((9, 2), (first.Length, second.Length));
        Assert.Equal([9], Inputs(second.Windows(1, 1)));
    }

    static TokenStream Stream(int length) => new(Enumerable.Range(0, length).ToArray());

    static int[] Inputs(TokenWindows windows)
    {
        var inputs = new List<int>();
        foreach (var batch in windows) inputs.AddRange(batch.Inputs);
        return [.. inputs];
    }
}
