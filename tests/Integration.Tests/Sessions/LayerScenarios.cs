using System;
using System.Linq;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>Layers with caches against the same layers without, at every position: the number of differing results, or their largest difference. Without a test framework, as <see cref="Scenarios"/>.</summary>
public static class LayerScenarios
{
    /// <summary>[batch, T] tokens to [batch, T, vocabulary] scores.</summary>
    delegate void Scores(ReadOnlySpan<int> tokens, Span<float> scores);

    /// <summary>Learned positions.</summary>
    public static int Learned(int batch)
    {
        var (cached, uncached) = (new LearnedCached(seed: 3), new LearnedUncached(seed: 3));
        return Differing(batch, 38, 29, (tokens, scores) => uncached.Score(tokens, scores, tokens.Length / batch), () => cached.CreateSession(batch).Score);
    }

    /// <summary>Rotary positions and shared heads, past the keys that attention takes at a time.</summary>
    public static int Rotary(int batch)
    {
        var (cached, uncached) = (new RotaryCached(seed: 3), new RotaryUncached(seed: 3));
        return Differing(batch, 280, 31, (tokens, scores) => uncached.Score(tokens, scores, tokens.Length / batch), () => cached.CreateSession(batch).Score);
    }

    /// <summary>Sinusoidal positions, one sequence, some of it padding.</summary>
    public static int Sinusoidal()
    {
        var (cached, uncached) = (new SinusoidalCached(seed: 3), new SinusoidalUncached(seed: 3));
        return Differing(1, 39, 23, uncached.Score, () => cached.CreateSession().Score);
    }

    /// <summary>What is remembered of an encoder, and the decoder's positions.</summary>
    public static int Translator(int batch)
    {
        const int SourceLength = 11;
        var (cached, uncached) = Translators();
        var source = Scenarios.Tokens(batch * SourceLength, 17);
        for (var i = 0; i < batch; i++) source.AsSpan((i + 1) * SourceLength - 1 - i, 1 + i).Clear();      // padding
        return Differing(batch, 23, 13, (tokens, scores) => uncached.Translate(source, tokens, scores, tokens.Length / batch), () =>
        {
            var session = cached.CreateSession(batch);
            session.Encode(source, new float[batch * SourceLength * 16]);
            return session.Decode;
        });
    }

    /// <summary>Until the window slides, nothing differs; then the sums over it begin in another lane of the vector, and this is the largest difference.</summary>
    public static float Window(int batch)
    {
        var (cached, uncached) = (new WindowCached(seed: 3), new WindowUncached(seed: 3));
        Scores all = (tokens, scores) => uncached.Score(tokens, scores, tokens.Length / batch);
        return Differing(batch, 12, 31, all, () => cached.CreateSession(batch).Score) > 0 ? float.NaN : Largest(batch, 100, 31, all, () => cached.CreateSession(batch).Score);
    }

    /// <summary>Translators of the same parameters, whose seeds would not make them so: their entry points come upon them in another order.</summary>
    public static (TranslatorCached Cached, TranslatorUncached Uncached) Translators()
    {
        var (cached, uncached) = (new TranslatorCached(seed: 3), new TranslatorUncached());
        foreach (var parameter in cached.Parameters.Entries) cached.Parameters[parameter.Name].CopyTo(uncached.Parameters[parameter.Name]);
        uncached.Parameters.MarkChanged();
        return (cached, uncached);
    }

    static int Differing(int batch, int length, int vocabulary, Scores uncached, Func<Scores> session)
    {
        var differing = 0;
        Compare(batch, length, vocabulary, uncached, session, (a, b) =>
        {
            if (BitConverter.SingleToInt32Bits(a) != BitConverter.SingleToInt32Bits(b) || !float.IsFinite(a)) differing++;
        });
        return differing;
    }

    static float Largest(int batch, int length, int vocabulary, Scores uncached, Func<Scores> session)
    {
        var largest = 0f;
        Compare(batch, length, vocabulary, uncached, session, (a, b) => largest = MathF.Max(largest, MathF.Abs(a - b)), mostAtOnce: 13);
        return largest;
    }

    // Prompts of several lengths, then several tokens per call: against all at once, at every position.
    static void Compare(int batch, int length, int vocabulary, Scores uncached, Func<Scores> session, Action<float, float> compare, int mostAtOnce = int.MaxValue)
    {
        var tokens = Scenarios.Tokens(batch * length, vocabulary);
        var expected = new float[batch * length * vocabulary];
        uncached(tokens, expected);
        foreach (var (prompt, piece) in new[] { (1, 1), (5, 1), (3, 4), (8, 7), (length - 1, 1), (length, 1) }.Where(calls => calls.Item1 <= mostAtOnce))
        {
            var scores = session();
            for (int position = 0, count; position < length; position += count)
            {
                count = Math.Min(position == 0 ? prompt : piece, length - position);
                int[] part = [.. Enumerable.Range(0, batch).SelectMany(i => tokens.AsSpan(i * length + position, count).ToArray())];
                var actual = new float[part.Length * vocabulary];
                scores(part, actual);
                for (var i = 0; i < batch; i++)
                {
                    for (var j = 0; j < count * vocabulary; j++) compare(actual[i * count * vocabulary + j], expected[(i * length + position) * vocabulary + j]);
                }
            }
        }
    }
}
