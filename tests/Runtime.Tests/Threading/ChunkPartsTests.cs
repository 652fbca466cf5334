using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class ChunkPartsTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 2)]
    [InlineData(2, 7)]
    [InlineData(3, 64)]
    [InlineData(5, 5)]
    public void A_member_claims_its_own_part_and_then_those_of_others(int members, int chunks)
    {
        var parts = new ChunkParts(members + 1);        // larger than needed, as after a run of more threads
        for (var run = 0; run < 3; run++)
        {
            Assert.False(parts.HasAny());
            parts.Open(chunks, members);
            for (var member = 0; member < members; member++)
            {
                Assert.True(parts.HasAny(member));
                Assert.Equal(chunks * member / members, parts.Claim(member));
            }

            var left = Enumerable.Range(0, chunks).Except(Enumerable.Range(0, members).Select(member => chunks * member / members));
            var own = Enumerable.Range(chunks * (members - 1) / members, chunks).TakeWhile(chunk => chunk < chunks).Skip(1).ToList();
            var claimed = new List<int>();
            while (parts.Claim(members - 1) is >= 0 and var chunk) claimed.Add(chunk);
            Assert.Equal(own, claimed.Take(own.Count));
            Assert.Equal(left.Order(), claimed.Order());
            Assert.False(parts.HasAny());

            for (var chunk = 0; chunk < chunks; chunk++)
            {
                Assert.Equal(chunk, parts.Finished());
                parts.Finish(chunk % (members + 1));
            }
            Assert.Equal(chunks, parts.Finished());
            Assert.Equal(-1, parts.Claim(0));
        }
    }

    [Fact]
    public void Many_threads_claim_each_chunk_once()
    {
        const int Members = 4, Chunks = 1000;
        var parts = new ChunkParts(Members + 2);
        for (var run = 0; run < 50; run++)
        {
            var counts = new int[Chunks];
            parts.Open(Chunks, Members);
            Parallel.For(0, Members + 2, member =>
            {
                while (parts.Claim(member) is >= 0 and var chunk)
                {
                    Interlocked.Increment(ref counts[chunk]);
                    parts.Finish(member);
                }
            });
            Assert.Equal(Chunks, parts.Finished());
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }
}
