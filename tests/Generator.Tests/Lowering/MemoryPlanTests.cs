using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Lowering;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

public sealed class MemoryPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void BuffersThatAreLiveAtOnceDoNotOverlap(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var buffers = Enumerable.Range(0, random.Next(1, 30)).Select(i => Random(random, i)).ToList();
            var plan = new MemoryPlan(buffers);
            foreach (var n in new[] { 0, 1, 7, 64, 1000 })
            {
                long At(Dim dim) => dim.Evaluate(name => name == "N" ? n : n / 2 + 3);
                foreach (var (a, b) in buffers.SelectMany(a => buffers.Where(b => (int)b.Key > (int)a.Key).Select(b => (a, b))))
                {
                    if (a.Last < b.First || b.Last < a.First) continue;
                    var (startA, startB) = (At(plan[a.Key]), At(plan[b.Key]));
                    Assert.True(startA + At(a.Size) <= startB || startB + At(b.Size) <= startA, $"{a} and {b} overlap for N = {n}.");
                }
                Assert.All(buffers, b => Assert.True(At(plan[b.Key]) + At(b.Size) <= At(plan.Size)));
                Assert.All(buffers, b => Assert.Equal(0, At(plan[b.Key]) % 16));
            }
        }
    }

    [Fact]
    public void MemoryOfTheDeadIsUsedAgain()
    {
        var plan = new MemoryPlan([new ArenaBuffer(0, 64, 0, 1), new ArenaBuffer(1, 64, 1, 2), new ArenaBuffer(2, 64, 2, 3), new ArenaBuffer(3, 64, 3, 4)]);
        Assert.Equal(128, plan.Size.Constant);
    }

    static ArenaBuffer Random(Random random, int key)
    {
        var first = random.Next(20);
        Dim size = random.Next(3) switch
        {
            0 => random.Next(1, 200),
            1 => Dim.Symbol("N") * random.Next(1, 9) + random.Next(5),
            _ => Dim.Symbol("N") * Dim.Symbol("T") * random.Next(1, 4),
        };
        return new ArenaBuffer(key, size, first, first + random.Next(6));
    }
}
