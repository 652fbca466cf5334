using System;

namespace Sinter;

/// <summary>Loudness on a logarithmic scale.</summary>
public static class Decibels
{
    /// <summary>10 log₁₀(max(x, least) / reference), in place, and not more than <paramref name="range"/> below the largest: librosa's power_to_db, torchaudio's AmplitudeToDB.</summary>
    /// <param name="power">Powers; they become decibels.</param>
    /// <param name="reference">What is 0 dB.</param>
    /// <param name="least">What is smaller counts as this much.</param>
    /// <param name="range">The decibels that are kept below the largest; null: all.</param>
    public static void FromPower(Span<float> power, float reference = 1, float least = 1e-10f, float? range = 80)
    {
        if (!(reference > 0)) throw new ArgumentOutOfRangeException(nameof(reference), reference, "It must be above 0.");
        if (!(least > 0)) throw new ArgumentOutOfRangeException(nameof(least), least, "It must be above 0.");
        if (range < 0) throw new ArgumentOutOfRangeException(nameof(range), range, "It must be at least 0.");

        var largest = float.NegativeInfinity;
        foreach (ref var x in power)
        {
            x = 10 * MathF.Log10(MathF.Max(x, least)) - 10 * MathF.Log10(MathF.Max(reference, least));
            largest = MathF.Max(largest, x);
        }
        if (range is not { } kept) return;
        foreach (ref var x in power) x = MathF.Max(x, largest - kept);
    }
}
