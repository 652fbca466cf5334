using System;

namespace Sinter;

/// <summary>
/// The short-time Fourier transform, as torch.stft and librosa.stft: frames of a signal, each under a window, transformed. Keeps its memory, so that a frame allocates nothing; used by one thread at a time.
/// </summary>
public sealed class Stft
{
    readonly RealFft fft;
    readonly float[] window;
    readonly float[] frame;
    readonly float[] real;
    readonly float[] imaginary;
    readonly bool center;

    /// <summary>A transform under a Hann window, w[i] = ½ − ½ cos(2πi / length).</summary>
    /// <param name="size">The numbers that are transformed at once.</param>
    /// <param name="hop">How many samples later the next frame begins.</param>
    /// <param name="windowLength">The length of the window, which stands in the middle of a frame; by default <paramref name="size"/>.</param>
    /// <param name="center">Frame t stands around sample t·hop, and the signal is mirrored at its ends; otherwise it begins there.</param>
    public Stft(int size, int hop, int? windowLength = null, bool center = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hop);
        var length = windowLength ?? size;
        if (length < 1 || length > size) throw new ArgumentOutOfRangeException(nameof(windowLength), length, $"A window has 1 to {size} samples.");

        (fft, Hop, this.center) = (new RealFft(size), hop, center);
        (window, frame, real, imaginary) = (new float[size], new float[size], new float[fft.Bins], new float[fft.Bins]);
        for (var i = 0; i < length; i++) window[(size - length) / 2 + i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / length));
    }

    /// <summary>The numbers that are transformed at once.</summary>
    public int Size => fft.Size;

    /// <summary>How many samples later the next frame begins.</summary>
    public int Hop { get; }

    /// <summary>The number of frequencies, size/2 + 1; frequency k is k · sample rate / size.</summary>
    public int Bins => fft.Bins;

    /// <summary>The number of frames of a signal.</summary>
    /// <exception cref="ArgumentException">The signal is too short for one.</exception>
    public int Frames(int samples)
    {
        var least = center ? Size / 2 + 1 : Size;
        if (samples < least) throw new ArgumentException($"A signal needs {least} samples at least, but has {samples}.", nameof(samples));
        return 1 + (center ? samples + Size / 2 * 2 - Size : samples - Size) / Hop;
    }

    /// <summary>The transform of a frame.</summary>
    /// <param name="signal">All samples.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="real">[bins].</param>
    /// <param name="imaginary">[bins].</param>
    public void Transform(ReadOnlySpan<float> signal, int number, Span<float> real, Span<float> imaginary)
    {
        var frames = Frames(signal.Length);
        if ((uint)number >= (uint)frames) throw new ArgumentOutOfRangeException(nameof(number), number, $"The signal has {frames} frames.");

        var start = number * Hop - (center ? Size / 2 : 0);
        for (var i = 0; i < frame.Length; i++) frame[i] = window[i] * signal[Mirrored(start + i, signal.Length)];
        fft.Transform(frame, real, imaginary);
    }

    /// <summary>|X|² of a frame.</summary>
    /// <param name="signal">All samples.</param>
    /// <param name="number">The frame's number.</param>
    /// <param name="power">[bins].</param>
    public void Power(ReadOnlySpan<float> signal, int number, Span<float> power)
    {
        if (power.Length != Bins) throw new ArgumentException($"The result has {power.Length} numbers, expected {Bins}.", nameof(power));
        Transform(signal, number, real, imaginary);
        for (var k = 0; k < power.Length; k++) power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
    }

    /// <summary>Mirrored at the first and at the last sample, which are not repeated.</summary>
    static int Mirrored(int i, int length) => i < 0 ? -i : i < length ? i : 2 * (length - 1) - i;
}
