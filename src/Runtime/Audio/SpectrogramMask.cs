using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Covers some neighboring frames and some neighboring bands of a spectrogram while training, so that nothing is recognized by one sign alone: SpecAugment (Park et al. 2019) without its warping of time.
/// </summary>
/// <param name="maxFrames">How many frames are covered at most; from 0 to this many are, all equally likely.</param>
/// <param name="maxBands">How many bands are covered at most; from 0 to this many are, all equally likely.</param>
public sealed class SpectrogramMask(int maxFrames, int maxBands)
{
    readonly int maxFrames = maxFrames >= 0 ? maxFrames : throw new ArgumentOutOfRangeException(nameof(maxFrames), maxFrames, "It must be at least 0.");
    readonly int maxBands = maxBands >= 0 ? maxBands : throw new ArgumentOutOfRangeException(nameof(maxBands), maxBands, "It must be at least 0.");

    /// <summary>What stands where something is covered: the mean of the spectrogram, or silence.</summary>
    public float Value { get; init; }

    /// <summary>Covers parts of a spectrogram, in place. Allocates nothing.</summary>
    /// <param name="spectrogram">[frames, bands].</param>
    /// <param name="bands">The numbers of a frame.</param>
    /// <param name="random">What chance follows from.</param>
    public void Apply(Span<float> spectrogram, int bands, PhiloxRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        if (spectrogram.Length % bands != 0) throw new ArgumentException($"{spectrogram.Length} numbers are no whole number of frames of {bands}.", nameof(spectrogram));

        var frames = spectrogram.Length / bands;
        var (frame, coveredFrames) = Draw(maxFrames, frames, random);
        spectrogram.Slice(frame * bands, coveredFrames * bands).Fill(Value);
        var (band, coveredBands) = Draw(maxBands, bands, random);
        for (var i = 0; i < frames; i++) spectrogram.Slice(i * bands + band, coveredBands).Fill(Value);
    }

    /// <summary>Where neighbors are covered, and how many.</summary>
    static (int First, int Count) Draw(int max, int all, PhiloxRandom random)
    {
        var count = random.NextInt(Math.Min(max, all) + 1);
        return (random.NextInt(all - count + 1), count);
    }
}
