using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.Runtime;

/// <summary>
/// Learns which pairs to merge: again and again the most frequent one (Sennrich et al. 2016); of equally frequent ones, that with the lower tokens. Counts are kept per distinct piece of text
/// and corrected where a pair is merged, so that a merge costs what it changes, not a pass over the text.
/// </summary>
internal sealed class BytePairTraining
{
    readonly List<Piece> pieces = [];
    readonly Dictionary<long, Pair> pairs = [];
    readonly PriorityQueue<(long Key, long Count), (long Count, long Key)> queue = new(Comparer<(long Count, long Key)>.Create((a, b) =>
        a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Key.CompareTo(b.Key)));

    /// <param name="texts">The texts.</param>
    /// <param name="firstToken">The token of byte 0; the others follow.</param>
    public BytePairTraining(IEnumerable<string> texts, int firstToken)
    {
        var counts = new WordCounts();
        foreach (var text in texts)
        {
            foreach (var piece in new Gpt2Splitter(text)) counts.Add(piece);
        }
        foreach (var (text, count) in counts.Counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            pieces.Add(new([.. Encoding.UTF8.GetBytes(text).Select(b => firstToken + b)], count));
            CountPairs(pieces.Count - 1, +1);
        }
        foreach (var (key, pair) in pairs) queue.Enqueue((key, pair.Count), (pair.Count, key));
    }

    /// <summary>The pair to merge next; false when none is there that often.</summary>
    /// <param name="minCount">How often it must be there.</param>
    /// <param name="next">The pair.</param>
    public bool TryNext(int minCount, out (int Left, int Right) next)
    {
        while (queue.TryDequeue(out var entry, out _))
        {
            // What was queued with another count than it has now is queued with that one, too.
            var count = pairs[entry.Key].Count;
            if (count != entry.Count) continue;
            if (count < Math.Max(1, minCount)) break;

            next = ((int)(entry.Key >> 32), (int)entry.Key);
            return true;
        }
        next = default;
        return false;
    }

    /// <summary>Puts a token in the place of a pair, wherever it stands.</summary>
    public void Merge((int Left, int Right) pair, int result)
    {
        var changed = new HashSet<long>();
        foreach (var number in pairs[BytePairMerges.Key(pair.Left, pair.Right)].Pieces)
        {
            // A piece stays noted for pairs that it no longer has.
            if (!Contains(pieces[number].Tokens, pair)) continue;
            CountPairs(number, -1, changed);
            pieces[number] = pieces[number] with { Tokens = Merged(pieces[number].Tokens, pair, result) };
            CountPairs(number, +1, changed);
        }
        foreach (var key in changed)
        {
            if (pairs[key].Count > 0) queue.Enqueue((key, pairs[key].Count), (pairs[key].Count, key));
        }
    }

    void CountPairs(int number, int sign, HashSet<long>? changed = null)
    {
        var (tokens, count) = pieces[number];
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            var key = BytePairMerges.Key(tokens[i], tokens[i + 1]);
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, key, out _);
            pair ??= new();
            pair.Count += sign * count;
            if (sign > 0) pair.Pieces.Add(number);
            changed?.Add(key);
        }
    }

    static bool Contains(int[] tokens, (int Left, int Right) pair)
    {
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i] == pair.Left && tokens[i + 1] == pair.Right) return true;
        }
        return false;
    }

    static int[] Merged(int[] tokens, (int Left, int Right) pair, int result)
    {
        var count = 0;
        var merged = new int[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            var here = i + 1 < tokens.Length && tokens[i] == pair.Left && tokens[i + 1] == pair.Right;
            merged[count++] = here ? result : tokens[i];
            if (here) i++;
        }
        return merged[..count];
    }

    /// <summary>A distinct piece of text, and how often it is there.</summary>
    readonly record struct Piece(int[] Tokens, long Count);

    sealed class Pair
    {
        public long Count { get; set; }

        public HashSet<int> Pieces { get; } = [];
    }
}
