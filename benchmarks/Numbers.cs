using System;
using System.Linq;

namespace Sinter.Benchmarks;

/// <summary>What the networks compute with: the same numbers in every run, of a size at which activations neither vanish nor explode.</summary>
internal static class Numbers
{
    // A prime, so that no tensor repeats with its own strides.
    const int PoolLength = 65537;

    static readonly float[] pool = Pool();

    /// <summary>About N(0, 1).</summary>
    public static float[] Normal(int length, int seed = 0)
    {
        var numbers = new float[length];
        Fill(numbers, seed, 1, 0);
        return numbers;
    }

    /// <summary>Numbers from 0 to count − 1.</summary>
    public static int[] Below(int count, int length) => [.. Enumerable.Range(0, length).Select(i => i * 37 % count)];

    /// <summary>
    /// Weights for a benchmark: N(0, 2 / fan-in) where a layer mixes (He et al. 2015), about 1 for the scale and the variance of a normalization, about 0 for
    /// what is added.
    /// </summary>
    public static void Draw(ParameterStore store)
    {
        for (var i = 0; i < store.Entries.Count; i++)
        {
            var entry = store.Entries[i];
            var scales = entry.Name.EndsWith("weight", StringComparison.Ordinal) || entry.Name.EndsWith("running_var", StringComparison.Ordinal);
            if (entry.Shape.Length > 1) Fill(store[entry.Name], i, MathF.Sqrt(2f * entry.Shape[0] / entry.Length), 0);
            else Fill(store[entry.Name], i, 0.1f, scales ? 1 : 0);
        }
        store.MarkChanged();
    }

    static void Fill(Span<float> numbers, int seed, float deviation, float mean)
    {
        var from = (int)(seed * 7919L % PoolLength);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = mean + deviation * pool[from];
            from = from + 1 == PoolLength ? 0 : from + 1;
        }
    }

    // Box and Muller 1958.
    static float[] Pool()
    {
        var random = new Random(0);
        return [.. Enumerable.Range(0, PoolLength).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
