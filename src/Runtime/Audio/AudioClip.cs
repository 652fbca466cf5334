using System;

namespace Sinter;

/// <summary>Recorded sound.</summary>
public sealed class AudioClip
{
    readonly float[] samples;

    /// <summary>A clip of these samples, which are not copied.</summary>
    /// <param name="samples">[frames, channels], from −1 to 1.</param>
    /// <param name="sampleRate">Frames per second.</param>
    /// <param name="channels">The samples of a frame.</param>
    public AudioClip(float[] samples, int sampleRate, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (samples.Length % channels != 0) throw new ArgumentException($"{samples.Length} samples are no whole number of frames of {channels}.", nameof(samples));
        (this.samples, SampleRate, Channels) = (samples, sampleRate, channels);
    }

    /// <summary>[frames, channels], from −1 to 1.</summary>
    public ReadOnlySpan<float> Samples => samples;

    /// <summary>Frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>The samples of a frame: 1 for mono, 2 for stereo.</summary>
    public int Channels { get; }

    /// <summary>The number of frames.</summary>
    public int Length => samples.Length / Channels;

    /// <summary>The mean of the channels; the clip itself when it has one.</summary>
    public AudioClip ToMono()
    {
        if (Channels == 1) return this;
        var mono = new float[Length];
        for (var i = 0; i < samples.Length; i++) mono[i / Channels] += samples[i] / Channels;
        return new(mono, SampleRate);
    }
}
