using System;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Xunit;

namespace Sinter.Runtime.Tests.Audio;

/// <summary>Goldens: tests/goldens/audio.py.</summary>
public class SpectrumTests
{
    static readonly JsonElement Golden = Fixtures.Json("spectra.json");

    static readonly float[] Signal = Golden.GetProperty("signal").Floats();

    /// <summary>The definition, number by number.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(194)]
    [InlineData(400)]
    [InlineData(441)]
    public void Transforms_of_any_size_equal_the_definition(int size)
    {
        var (random, fft) = (new Random(size), new RealFft(size));
        var signal = Enumerable.Range(0, size).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        var (real, imaginary) = (new float[fft.Bins], new float[fft.Bins]);
        fft.Transform(signal, real, imaginary);
        for (var k = 0; k < fft.Bins; k++)
        {
            var expected = Complex.Zero;
            for (var n = 0; n < size; n++) expected += signal[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % size) / size);
            Assert.Equal(expected.Real, real[k], 1e-6 * size);
            Assert.Equal(expected.Imaginary, imaginary[k], 1e-6 * size);
        }
    }

    [Fact]
    public void Short_time_transforms_are_PyTorchs()
    {
        foreach (var entry in Golden.GetProperty("stft").EnumerateArray())
        {
            var stft = new Stft(Int(entry, "size"), Int(entry, "hop"), Int(entry, "window"), entry.GetProperty("center").GetBoolean());
            Assert.Equal(Int(entry, "frames"), stft.Frames(Signal.Length));
            var (expectedReal, expectedImaginary) = (entry.GetProperty("real").Floats(), entry.GetProperty("imaginary").Floats());
            var (real, imaginary) = (new float[stft.Bins], new float[stft.Bins]);
            for (var frame = 0; frame < stft.Frames(Signal.Length); frame++)
            {
                stft.Transform(Signal, frame, real, imaginary);
                AssertClose(expectedReal.AsSpan(frame * stft.Bins, stft.Bins), real, 1e-6);
                AssertClose(expectedImaginary.AsSpan(frame * stft.Bins, stft.Bins), imaginary, 1e-6);
            }
        }
    }

    [Fact]
    public void Mel_spectrograms_and_coefficients_follow_their_formulas()
    {
        foreach (var entry in Golden.GetProperty("mel").EnumerateArray())
        {
            var mel = new MelSpectrogram(
                8000, Int(entry, "size"), Int(entry, "hop"), Int(entry, "bands"), Int(entry, "low"), Int(entry, "high"),
                Enum.Parse<MelScale>(entry.GetProperty("scale").GetString()!), entry.GetProperty("normalize").GetBoolean());
            AssertClose(entry.GetProperty("filters").Floats(), mel.Filters, 1e-6);

            var spectrogram = mel.Compute(Signal);
            AssertClose(entry.GetProperty("mel").Floats(), spectrogram, 1e-6);
            Decibels.FromPower(spectrogram);
            AssertClose(entry.GetProperty("decibels").Floats(), spectrogram, 1e-4);
            AssertClose(entry.GetProperty("mfcc").Floats(), new Mfcc(mel, 7).Compute(Signal), 2e-4);
        }
    }

    [Fact]
    public void Decibels_keep_what_is_in_their_range()
    {
        float[] power = [100, 1, 0, 1e-3f];
        Decibels.FromPower(power, range: 45);
        Assert.Equal([20, 0, -25, -25], power.Select(x => MathF.Round(x, 3)));

        power = [0, 20];
        Decibels.FromPower(power, reference: 2, range: null);
        Assert.Equal([-103.01f, 10], power.Select(x => MathF.Round(x, 2)));
    }

    [Fact]
    public void Computing_again_allocates_nothing()
    {
        var mel = new MelSpectrogram(8000, 400, 160, 40, windowLength: 320);
        var mfcc = new Mfcc(mel);
        var (spectrogram, coefficients) = (new float[mel.Frames(Signal.Length) * 40], new float[mfcc.Frames(Signal.Length) * 13]);
        Compute();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Compute();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Compute()
        {
            mel.Compute(Signal, spectrogram);
            Decibels.FromPower(spectrogram);
            mfcc.Compute(Signal, coefficients);
        }
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        Assert.Contains("needs 201 samples at least, but has 200", Assert.Throws<ArgumentException>(() => new Stft(400, 160).Frames(200)).Message);
        Assert.Contains("Bands lie between 0 and 4000 Hz, but 0 to 5000", Assert.Throws<ArgumentOutOfRangeException>(() => new MelSpectrogram(8000, 400, 160, 40, high: 5000)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Stft(400, 160, windowLength: 401));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mfcc(new MelSpectrogram(8000, 400, 160, 12)));
        Assert.Throws<ArgumentException>(() => new MelSpectrogram(8000, 400, 160, 40).Compute(Signal, new float[3]));
    }

    static int Int(JsonElement entry, string name) => entry.GetProperty(name).GetInt32();

    /// <summary>Relative to the largest: what is small beside it is a difference of large numbers.</summary>
    static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.ToArray().Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, largest));
    }
}
