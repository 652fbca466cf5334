using System;
using System.Buffers;
using System.Collections.Generic;

namespace Sinter.Runtime;

/// <summary>Replaces pairs of tokens by one, the earliest learned pair first, wherever it stands (Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", ACL 2016).</summary>
internal sealed class BytePairMerges
{
    const int Gone = -1;

    /// <summary>What a pair becomes, by left · 2³² + right.</summary>
    readonly Dictionary<long, Merge> merges;

    /// <param name="pairs">In the order in which they were learned.</param>
    public BytePairMerges(IReadOnlyList<(int Left, int Right, int Result)> pairs)
    {
        merges = new(pairs.Count);
        for (var rank = 0; rank < pairs.Count; rank++) merges.Add(Key(pairs[rank].Left, pairs[rank].Right), new(rank, pairs[rank].Result));
    }

    public static long Key(int left, int right) => (long)left << 32 | (uint)right;

    /// <summary>Merges a piece in place, and returns how many tokens are left.</summary>
    public int Apply(Span<int> tokens)
    {
        if (tokens.Length < 2) return tokens.Length;

        var rented = ArrayPool<int>.Shared.Rent(2 * tokens.Length);
        // Each of the first pairs is queued once, and each merge queues at most two more.
        var queued = ArrayPool<long>.Shared.Rent(3 * tokens.Length);
        try
        {
            return Apply(tokens, rented.AsSpan(0, tokens.Length), rented.AsSpan(tokens.Length, tokens.Length), new Queue(queued));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
            ArrayPool<long>.Shared.Return(queued);
        }
    }

    /// <summary>The tokens are a list: a merged pair lives on at its left place, and its right place is Gone.</summary>
    int Apply(Span<int> tokens, Span<int> previous, Span<int> next, Queue queue)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Enqueue(tokens, i, i + 1, ref queue);
        }
        while (queue.TryTake(out var rank, out var left))
        {
            // A pair that has changed since it was queued is no longer of this rank; one of the same rank is as good.
            var right = next[left];
            if (tokens[left] == Gone || right == tokens.Length || !merges.TryGetValue(Key(tokens[left], tokens[right]), out var merge) || merge.Rank != rank) continue;

            (tokens[left], tokens[right], next[left]) = (merge.Result, Gone, next[right]);
            if (next[left] < tokens.Length) previous[next[left]] = left;
            Enqueue(tokens, previous[left], left, ref queue);
            Enqueue(tokens, left, next[left], ref queue);
        }

        var count = 0;
        for (var i = 0; i < tokens.Length; i = next[i]) tokens[count++] = tokens[i];
        return count;
    }

    void Enqueue(Span<int> tokens, int left, int right, ref Queue queue)
    {
        if (left >= 0 && right < tokens.Length && merges.TryGetValue(Key(tokens[left], tokens[right]), out var merge)) queue.Add(merge.Rank, left);
    }

    readonly record struct Merge(int Rank, int Result);

    /// <summary>A binary heap of (rank, place), the lowest first: of equal pairs the leftmost.</summary>
    ref struct Queue(Span<long> entries)
    {
        readonly Span<long> entries = entries;
        int count;

        public void Add(int rank, int place)
        {
            var (entry, at) = (Key(rank, place), count++);
            for (; at > 0 && entries[(at - 1) / 2] > entry; at = (at - 1) / 2) entries[at] = entries[(at - 1) / 2];
            entries[at] = entry;
        }

        public bool TryTake(out int rank, out int place)
        {
            if (count == 0)
            {
                (rank, place) = (0, 0);
                return false;
            }
            (rank, place) = ((int)(entries[0] >> 32), (int)entries[0]);
            var (last, at) = (entries[--count], 0);
            while (2 * at + 1 < count)
            {
                var child = 2 * at + 1;
                if (child + 1 < count && entries[child + 1] < entries[child]) child++;
                if (entries[child] >= last) break;
                (entries[at], at) = (entries[child], child);
            }
            entries[at] = last;
            return true;
        }
    }
}
