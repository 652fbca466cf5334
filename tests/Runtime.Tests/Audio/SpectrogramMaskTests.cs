using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Audio;

public class SpectrogramMaskTests
{
    const int Frames = 6, Bands = 5;

    [Fact]
    public void Covers_neighboring_frames_and_bands_and_nothing_else()
    {
        var random = new PhiloxRandom(7);
        var found = new HashSet<(int Frame, int Frames, int Band, int Bands)>();
        for (var trial = 0; trial < 2_000; trial++)
        {
            var spectrogram = Numbered();
            new SpectrogramMask(maxFrames: 2, maxBands: 3) { Value = -1 }.Apply(spectrogram, Bands, random);
            var frames = Enumerable.Range(0, Frames).Where(frame => Enumerable.Range(0, Bands).All(band => spectrogram[frame * Bands + band] == -1)).ToArray();
            var bands = Enumerable.Range(0, Bands).Where(band => Enumerable.Range(0, Frames).All(frame => spectrogram[frame * Bands + band] == -1)).ToArray();
            Assert.InRange(frames.Length, 0, 2);
            Assert.InRange(bands.Length, 0, 3);
            Assert.Equal(Enumerable.Range(frames.FirstOrDefault(), frames.Length), frames);
            Assert.Equal(Enumerable.Range(bands.FirstOrDefault(), bands.Length), bands);
            for (var i = 0; i < spectrogram.Length; i++) Assert.Equal(frames.Contains(i / Bands) || bands.Contains(i % Bands) ? -1 : i, spectrogram[i]);
            found.Add((frames.FirstOrDefault(), frames.Length, bands.FirstOrDefault(), bands.Length));
        }
        // No frame, one of six, or two of five neighbors; with no band, one of five, two of four, or three of three.
        Assert.Equal((1 + 6 + 5) * (1 + 5 + 4 + 3), found.Count);
    }

    [Fact]
    public void Covers_no_more_than_there_is()
    {
        var (random, mask) = (new PhiloxRandom(7), new SpectrogramMask(maxFrames: 100, maxBands: 100));
        for (var trial = 0; trial < 100; trial++) mask.Apply(Numbered(), Bands, random);
        mask.Apply([], Bands, random);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var (random, mask, spectrogram) = (new PhiloxRandom(7), new SpectrogramMask(maxFrames: 2, maxBands: 2), Numbered());
        mask.Apply(spectrogram, Bands, random);
        var before = GC.GetAllocatedBytesForCurrentThread();
        mask.Apply(spectrogram, Bands, random);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("maxFrames", () => new SpectrogramMask(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxBands", () => new SpectrogramMask(0, -1));
        Assert.Throws<ArgumentException>("spectrogram", () => new SpectrogramMask(1, 1).Apply(new float[7], Bands, new PhiloxRandom(1)));
    }

    static float[] Numbered() => [.. Enumerable.Range(0, Frames * Bands).Select(i => (float)i)];
}
