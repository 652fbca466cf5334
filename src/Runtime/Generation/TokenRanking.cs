using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Finds the largest scores without sorting all of them. A token is ranked by a number that holds its score and its own number, so that any two differ: of equal scores the
/// token of the smaller number comes first, and the result does not depend on how it was found.
/// </summary>
internal static class TokenRanking
{
    /// <summary>The rank of a token with a score, greater for greater scores.</summary>
    public static ulong Rank(float score, int token)
    {
        // The bits of floats are in order once those of negative ones are turned around; 0 and −0 are one number.
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        var ordered = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return (ulong)ordered << 32 | ~(uint)token;
    }

    /// <summary>The token of a rank.</summary>
    public static int Token(ulong rank) => (int)~(uint)rank;

    /// <summary>Brings the largest <paramref name="count"/> to the front, in any order (Hoare 1961).</summary>
    public static void SelectLargest(Span<ulong> ranks, int count)
    {
        while (count > 0 && count < ranks.Length)
        {
            var larger = Partition(ranks);
            if (count < larger) ranks = ranks[..larger];
            else
            {
                ranks = ranks[larger..];
                count -= larger;
            }
        }
    }

    /// <summary>
    /// Brings the fewest of the largest to the front whose weights add up to at least <paramref name="mass"/>: the same search, which weighs a part instead of counting it.
    /// How many they are; all when the mass is not reached.
    /// </summary>
    public static int SelectMass(Span<ulong> ranks, ReadOnlySpan<float> weights, double mass)
    {
        var taken = 0;
        while (ranks.Length > 0)
        {
            if (ranks.Length == 1) return taken + 1;
            var larger = Partition(ranks);
            var weight = 0.0;
            foreach (var rank in ranks[..larger]) weight += weights[Token(rank)];
            if (weight >= mass) ranks = ranks[..larger];
            else
            {
                mass -= weight;
                taken += larger;
                ranks = ranks[larger..];
            }
        }
        return taken;
    }

    /// <summary>Larger ones to the front, smaller ones behind: how many stand in front, at least one and not all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Partition(Span<ulong> ranks)
    {
        var pivot = Median(ranks[0], ranks[ranks.Length / 2], ranks[^1]);
        var (i, j) = (-1, ranks.Length);
        while (true)
        {
            do i++; while (ranks[i] > pivot);
            do j--; while (ranks[j] < pivot);
            if (i >= j) break;
            (ranks[i], ranks[j]) = (ranks[j], ranks[i]);
        }
        // With distinct ranks one part may be all only when the pivot is the smallest.
        return j + 1 < ranks.Length ? j + 1 : ranks.Length - 1;
    }

    static ulong Median(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
