using System;

namespace Sinter;

/// <summary>
/// The power of a signal per frame and band, bands being triangles of equal width on a mel scale, each from the middle of the one below to the middle of the one above; as torchaudio's and librosa's. With
/// <see cref="Decibels.FromPower"/> it is the log-mel spectrogram. Keeps its memory, so that a frame allocates nothing; used by one thread at a time.
/// </summary>
/// <example><code>var mel = new MelSpectrogram(sampleRate: 8000, size: 256, hop: 80, bands: 40);
/// var features = mel.Compute(clip.Samples);   Decibels.FromPower(features);   sequences.Add(features);</code></example>
public sealed class MelSpectrogram
{
    readonly Stft stft;
    readonly float[] power;
    readonly float[] filters;

    /// <summary>A spectrogram.</summary>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="size">The samples that are transformed at once.</param>
    /// <param name="hop">How many samples later the next frame begins.</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="low">Where the lowest band begins, in Hz.</param>
    /// <param name="high">Where the highest band ends, in Hz; by default half the sample rate.</param>
    /// <param name="scale">The mel scale.</param>
    /// <param name="normalize">Divides each band by half its width in Hz (Slaney's, and librosa's default), so that white noise is as strong in all of them.</param>
    /// <param name="windowLength">The length of the Hann window; by default <paramref name="size"/>.</param>
    /// <param name="center">Frame t stands around sample t·hop: <see cref="Stft"/>.</param>
    public MelSpectrogram(
        int sampleRate, int size, int hop, int bands, double low = 0, double? high = null, MelScale scale = MelScale.Htk, bool normalize = false, int? windowLength = null, bool center = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        var top = high ?? sampleRate / 2.0;
        if (!(low >= 0 && low < top && top <= sampleRate / 2.0)) throw new ArgumentOutOfRangeException(nameof(high), $"Bands lie between 0 and {sampleRate / 2.0} Hz, but {low} to {top} was given.");

        (stft, Bands) = (new Stft(size, hop, windowLength, center), bands);
        power = new float[stft.Bins];
        filters = new float[bands * stft.Bins];
        var (from, step) = (scale.ToMel(low), (scale.ToMel(top) - scale.ToMel(low)) / (bands + 1));
        for (var band = 0; band < bands; band++)
        {
            var (left, middle, right) = (scale.ToFrequency(from + band * step), scale.ToFrequency(from + (band + 1) * step), scale.ToFrequency(from + (band + 2) * step));
            for (var k = 0; k < stft.Bins; k++)
            {
                var frequency = (double)k * sampleRate / size;
                var triangle = Math.Max(0, Math.Min((frequency - left) / (middle - left), (right - frequency) / (right - middle)));
                filters[band * stft.Bins + k] = (float)(normalize ? triangle * 2 / (right - left) : triangle);
            }
        }
    }

    /// <summary>The number of bands.</summary>
    public int Bands { get; }

    /// <summary>What each band takes of each frequency: [bands, bins].</summary>
    public ReadOnlySpan<float> Filters => filters;

    /// <summary>The number of frames of a signal.</summary>
    /// <exception cref="ArgumentException">The signal is too short for one.</exception>
    public int Frames(int samples) => stft.Frames(samples);

    /// <summary>The spectrogram of a signal. Allocates nothing.</summary>
    /// <param name="signal">The samples of one channel.</param>
    /// <param name="spectrogram">[frames, bands].</param>
    public void Compute(ReadOnlySpan<float> signal, Span<float> spectrogram)
    {
        var frames = Frames(signal.Length);
        if (spectrogram.Length != frames * Bands) throw new ArgumentException($"The result has {spectrogram.Length} numbers, expected {frames} frames of {Bands}.", nameof(spectrogram));
        for (var frame = 0; frame < frames; frame++) ComputeFrame(signal, frame, spectrogram.Slice(frame * Bands, Bands));
    }

    /// <summary>The spectrogram of a signal: [frames, bands].</summary>
    public float[] Compute(ReadOnlySpan<float> signal)
    {
        var spectrogram = new float[Frames(signal.Length) * Bands];
        Compute(signal, spectrogram);
        return spectrogram;
    }

    /// <summary>One frame of it: [bands].</summary>
    public void ComputeFrame(ReadOnlySpan<float> signal, int frame, Span<float> bands)
    {
        stft.Power(signal, frame, power);
        for (var band = 0; band < Bands; band++)
        {
            var filter = filters.AsSpan(band * power.Length, power.Length);
            var sum = 0f;
            for (var k = 0; k < power.Length; k++) sum += filter[k] * power[k];
            bands[band] = sum;
        }
    }
}
