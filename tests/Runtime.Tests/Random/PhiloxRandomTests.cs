using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class PhiloxRandomTests
{
    [Fact]
    public void A_sequence_resumes_where_it_was()
    {
        var random = new PhiloxRandom(7);
        for (var i = 0; i < 13; i++) random.NextUniform();
        var resumed = new PhiloxRandom(7) { Position = random.Position };
        Assert.Equal(random.NextUniform(), resumed.NextUniform());
        Assert.Equal(random.NextNormal(), resumed.NextNormal());
    }

    [Fact]
    public void Uniform_numbers_are_those_of_the_elements()
    {
        var random = new PhiloxRandom(7, stream: 2);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => Philox.Uniform(7, 0, 2, i)), Enumerable.Range(0, 9).Select(_ => random.NextUniform()));
    }

    [Fact]
    public void Integers_are_even_over_their_range()
    {
        var random = new PhiloxRandom(1);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++) counts[random.NextInt(6)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void A_shuffle_permutes_and_depends_on_the_seed()
    {
        int[] Shuffled(ulong seed)
        {
            var items = Enumerable.Range(0, 100).ToArray();
            new PhiloxRandom(seed).Shuffle<int>(items);
            return items;
        }

        Assert.Equal(Enumerable.Range(0, 100), Shuffled(1).Order());
        Assert.Equal(Shuffled(1), Shuffled(1));
        Assert.NotEqual(Shuffled(1), Shuffled(2));
    }
}
