using System;
using System.Linq;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>Cached against uncached; without a test framework, so that it also runs in an assembly compiled for another vector width. Each gives the number of differing results.</summary>
public static class Scenarios
{
    /// <summary>Every position of a sequence, computed token by token, from prompts of every length, and all at once.</summary>
    public static int LearnedPositions(int length)
    {
        var model = new LearnedGpt(seed: 5);
        var tokens = Tokens(length, 29);
        var all = new float[length * 29];
        model.CreateSession().Decode(tokens, all);
        var differences = 0;
        for (var prompt = 1; prompt < length; prompt++)
        {
            var session = model.CreateSession();
            var scores = new float[prompt * 29];
            session.Decode(tokens.AsSpan(0, prompt), scores);
            differences += Differences(scores, all.AsSpan(0, scores.Length));
            for (var position = prompt; position < length; position++)
            {
                var next = new float[29];
                session.Decode(tokens.AsSpan(position, 1), next);
                differences += Differences(next, all.AsSpan(position * 29, 29));
            }
        }
        return differences;
    }

    /// <summary>The fused op, past the keys that it takes at a time: token by token behind prompts of several lengths, two sequences at once.</summary>
    public static int FusedAttention(int length)
    {
        const int Vocabulary = 31;
        var model = new FusedGpt(seed: 7);
        int[][] sequences = [Tokens(length, Vocabulary), [.. Tokens(length + 1, Vocabulary).Skip(1)]];
        var all = sequences.Select(tokens =>
        {
            var scores = new float[length * Vocabulary];
            model.CreateSession(1).Decode(tokens, scores);
            return scores;
        }).ToArray();
        var differences = 0;
        foreach (var prompt in new[] { 1, 7, length / 2, length - 3 })
        {
            var session = model.CreateSession(2);
            var scores = new float[2 * prompt * Vocabulary];
            session.Decode([.. sequences[0].AsSpan(0, prompt), .. sequences[1].AsSpan(0, prompt)], scores);
            for (var i = 0; i < 2; i++) differences += Differences(scores.AsSpan(i * prompt * Vocabulary, prompt * Vocabulary), all[i].AsSpan(0, prompt * Vocabulary));
            for (var position = prompt; position < length; position++)
            {
                var next = new float[2 * Vocabulary];
                session.Decode([sequences[0][position], sequences[1][position]], next);
                for (var i = 0; i < 2; i++) differences += Differences(next.AsSpan(i * Vocabulary, Vocabulary), all[i].AsSpan(position * Vocabulary, Vocabulary));
            }
        }
        return differences;
    }

    /// <summary>The largest difference of the fused op over a window, token by token and in pieces, from the same without a cache.</summary>
    public static float FusedWindow(int length)
    {
        const int Vocabulary = 31;
        var model = new FusedWindow(seed: 7);
        var tokens = Tokens(length, Vocabulary);
        var expected = Enumerable.Range(1, length).Select(count => model.Loss(tokens.AsSpan(0, count), count).Last).ToArray();
        var largest = 0f;
        foreach (var piece in new[] { 1, 2, 7, 10 })
        {
            var session = model.CreateSession(1);
            for (var i = 0; i < length; i += piece)
            {
                var count = Math.Min(piece, length - i);
                var scores = new float[count * Vocabulary];
                session.Decode(tokens.AsSpan(i, count), scores);
                for (var j = 0; j < count; j++) largest = MathF.Max(largest, MathF.Abs(scores[j * Vocabulary + 3] - expected[i + j]));
            }
        }
        return largest;
    }

    /// <summary>
    /// The largest difference between a window that slides many times over, token by token, and the same tokens in pieces of other lengths, or all at once without a cache. (Not to the bit:
    /// the sum over a window begins in another lane of the vector.)
    /// </summary>
    public static float SlidingWindow(int length)
    {
        var model = new SlidingGpt(seed: 6);
        var tokens = Tokens(length, 23);
        var one = model.CreateSession();
        var largest = 0f;
        var scores = new float[length][];
        for (var i = 0; i < length; i++) one.Decode(tokens.AsSpan(i, 1), scores[i] = new float[23]);
        foreach (var piece in new[] { 2, 3, 5 })
        {
            var session = model.CreateSession();
            for (var i = 0; i + piece <= length; i += piece)
            {
                var last = new float[23];
                session.Decode(tokens.AsSpan(i, piece), last);
                for (var j = 0; j < 23; j++) largest = MathF.Max(largest, MathF.Abs(last[j] - scores[i + piece - 1][j]));
            }
        }
        for (var i = 0; i < length; i++)
        {
            var uncached = model.Loss(tokens.AsSpan(0, i + 1), tokens.AsSpan(0, i + 1)).Last;
            largest = MathF.Max(largest, MathF.Abs(uncached - scores[i][3]));
        }
        return largest;
    }

    /// <summary>Recurrences: in pieces of several lengths, two sequences at once, against each sequence alone and whole.</summary>
    public static int Streaming(int length)
    {
        const int Vocabulary = 19;
        var model = new StreamedText(seed: 4);
        int[][] sequences = [Tokens(length, Vocabulary), [.. Tokens(length + 1, Vocabulary).Skip(1)]];
        var all = sequences.Select(tokens =>
        {
            var scores = new float[length * Vocabulary];
            model.CreateSession(1).Read(tokens, scores);
            return scores;
        }).ToArray();
        var differences = 0;
        foreach (var piece in new[] { 1, 2, 5, length - 1, length })
        {
            var session = model.CreateSession(2);
            for (var from = 0; from < length; from += piece)
            {
                var count = Math.Min(piece, length - from);
                var scores = new float[2 * count * Vocabulary];
                session.Read([.. sequences[0].AsSpan(from, count), .. sequences[1].AsSpan(from, count)], scores);
                for (var i = 0; i < 2; i++) differences += Differences(scores.AsSpan(i * count * Vocabulary, count * Vocabulary), all[i].AsSpan(from * Vocabulary, count * Vocabulary));
            }
        }
        return differences;
    }

    /// <summary>One sequence of a batch against the same sequence alone.</summary>
    public static int Batches()
    {
        var model = new Translator(seed: 2);
        var (source, target) = (Tokens(4 * 7, 17), Tokens(4 * 9, 13));
        var together = model.CreateSession(4);
        together.Encode(source, new float[4 * 7 * 16]);
        var apart = Enumerable.Range(0, 4).Select(i =>
        {
            var session = model.CreateSession(1);
            session.Encode(source.AsSpan(7 * i, 7), new float[7 * 16]);
            return session;
        }).ToArray();
        var differences = 0;
        for (var t = 0; t < 9; t++)
        {
            var all = new float[4 * 13];
            int[] next = [.. Enumerable.Range(0, 4).Select(i => target[9 * i + t])];
            together.Decode(next, all);
            for (var i = 0; i < 4; i++)
            {
                var one = new float[13];
                apart[i].Decode(next.AsSpan(i, 1), one);
                differences += Differences(one, all.AsSpan(13 * i, 13));
            }
        }
        return differences;
    }

    /// <summary>Some tokens; the same for everyone.</summary>
    public static int[] Tokens(int count, int vocabulary)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }

    static int Differences(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var differences = 0;
        for (var i = 0; i < a.Length; i++)
            if (BitConverter.SingleToInt32Bits(a[i]) != BitConverter.SingleToInt32Bits(b[i]) || !float.IsFinite(a[i])) differences++;
        return differences;
    }
}
