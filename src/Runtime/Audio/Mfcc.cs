using System;

namespace Sinter;

/// <summary>
/// Mel-frequency cepstral coefficients (Davis and Mermelstein 1980): the discrete cosine transform (type II, orthonormal) of a mel spectrogram in decibels, the first coefficients of it; as torchaudio's and
/// librosa's. Keeps its memory, so that after the longest signal it allocates nothing; used by one thread at a time.
/// </summary>
public sealed class Mfcc
{
    readonly MelSpectrogram mel;
    readonly float[] cosines;
    float[] bands = [];

    /// <summary>Coefficients of a spectrogram.</summary>
    /// <param name="mel">The spectrogram, which is used along.</param>
    /// <param name="coefficients">How many; at most as many as it has bands.</param>
    public Mfcc(MelSpectrogram mel, int coefficients = 13)
    {
        if (coefficients < 1 || coefficients > mel.Bands) throw new ArgumentOutOfRangeException(nameof(coefficients), coefficients, $"There are 1 to {mel.Bands} coefficients.");
        (this.mel, Coefficients) = (mel, coefficients);
        cosines = new float[coefficients * mel.Bands];
        for (var k = 0; k < coefficients; k++)
        {
            var norm = Math.Sqrt((k == 0 ? 1.0 : 2.0) / mel.Bands);
            for (var band = 0; band < mel.Bands; band++) cosines[k * mel.Bands + band] = (float)(norm * Math.Cos(Math.PI * k * (2 * band + 1) / (2 * mel.Bands)));
        }
    }

    /// <summary>The number of coefficients.</summary>
    public int Coefficients { get; }

    /// <summary>The number of frames of a signal.</summary>
    /// <exception cref="ArgumentException">The signal is too short for one.</exception>
    public int Frames(int samples) => mel.Frames(samples);

    /// <summary>The coefficients of a signal: [frames, coefficients].</summary>
    public float[] Compute(ReadOnlySpan<float> signal)
    {
        var result = new float[Frames(signal.Length) * Coefficients];
        Compute(signal, result);
        return result;
    }

    /// <summary>The coefficients of a signal.</summary>
    /// <param name="signal">The samples of one channel.</param>
    /// <param name="result">[frames, coefficients].</param>
    public void Compute(ReadOnlySpan<float> signal, Span<float> result)
    {
        var frames = Frames(signal.Length);
        if (result.Length != frames * Coefficients) throw new ArgumentException($"The result has {result.Length} numbers, expected {frames} frames of {Coefficients}.", nameof(result));
        if (bands.Length < frames * mel.Bands) bands = new float[frames * mel.Bands];

        var spectrogram = bands.AsSpan(0, frames * mel.Bands);
        mel.Compute(signal, spectrogram);
        Decibels.FromPower(spectrogram);
        for (var i = 0; i < result.Length; i++)
        {
            var frame = spectrogram.Slice(i / Coefficients * mel.Bands, mel.Bands);
            var wave = cosines.AsSpan(i % Coefficients * mel.Bands, mel.Bands);
            var sum = 0f;
            for (var band = 0; band < frame.Length; band++) sum += frame[band] * wave[band];
            result[i] = sum;
        }
    }
}
