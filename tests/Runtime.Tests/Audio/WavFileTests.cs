using System;
using System.Buffers.Binary;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Audio;

public class WavFileTests
{
    [Fact]
    public void Reads_every_kind_of_samples()
    {
        Assert.Equal([-1, 0, 127 / 128f], Read(Wav(1, 8, [0, 128, 255])).Samples.ToArray());
        Assert.Equal([-1, 0.5f, -1 / 32768f], Read(Wav(1, 16, [0x00, 0x80, 0x00, 0x40, 0xFF, 0xFF])).Samples.ToArray());
        Assert.Equal([-1, 0.5f, -1 / 8388608f], Read(Wav(1, 24, [0, 0, 0x80, 0, 0, 0x40, 0xFF, 0xFF, 0xFF])).Samples.ToArray());
        Assert.Equal([-1, 0.5f], Read(Wav(1, 32, [0, 0, 0, 0x80, 0, 0, 0, 0x40])).Samples.ToArray());
        Assert.Equal([-0.25f, 2], Read(Wav(3, 32, [.. BitConverter.GetBytes(-0.25f), .. BitConverter.GetBytes(2f)])).Samples.ToArray());
        Assert.Equal([-0.25f], Read(Wav(3, 64, BitConverter.GetBytes(-0.25))).Samples.ToArray());
    }

    [Fact]
    public void Reads_stereo_and_the_extensible_format()
    {
        var clip = Read(Wav(0xFFFE, 16, [0x00, 0x40, 0x00, 0xC0, 0x00, 0x20, 0x00, 0x40], channels: 2, rate: 44100));
        Assert.Equal((2, 2, 44100), (clip.Channels, clip.Length, clip.SampleRate));
        Assert.Equal([0.5f, -0.5f, 0.25f, 0.5f], clip.Samples.ToArray());
        Assert.Equal([0, 0.375f], clip.ToMono().Samples.ToArray());
    }

    /// <summary>Chunks that are none of ours are passed over; one of odd length has a byte behind it.</summary>
    [Fact]
    public void Passes_over_other_chunks()
    {
        var wav = Wav(1, 8, [255]);
        byte[] other = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        Assert.Equal([127 / 128f], Read([.. wav[..12], .. other, .. wav[12..], .. other]).Samples.ToArray());
    }

    [Fact]
    public void What_is_written_comes_back()
    {
        using var folder = new TemporaryFolder();
        var clip = new AudioClip([0.5f, -0.5f, 1, -1, 3, -3], sampleRate: 8000, channels: 2);
        WavFile.Write(folder["a.wav"], clip);
        var back = WavFile.Read(folder["a.wav"]);
        Assert.Equal([0.5f, -0.5f, 32767 / 32768f, -1, 32767 / 32768f, -1], back.Samples.ToArray());
        Assert.Equal((8000, 2), (back.SampleRate, back.Channels));
        Assert.Single(folder.Files);
        Assert.Contains("Sample 0 is not a number", Assert.Throws<ArgumentException>(() => WavFile.Write(folder["b.wav"], new([float.NaN], 8000))).Message);
    }

    [Fact]
    public void Says_what_is_wrong()
    {
        var wav = Wav(1, 16, [1, 2, 3, 4]);
        Assert.Contains("not a WAV file", Error([.. "RIFX"u8, .. wav[4..]]));
        Assert.Contains("not a WAV file", Error([]));
        Assert.Contains("there is no chunk 'fmt '", Error(wav[..12]));
        Assert.Contains("there is no chunk 'data'", Error(wav[..36]));
        Assert.Contains("byte 36: the chunk 'data' has 4 bytes, but 2 are there", Error(wav[..46]));
        Assert.Contains("byte 12: the samples come before their format", Error([.. wav[..12], .. wav[36..]]));
        Assert.Contains("samples of kind 6 with 8 bits, expected PCM (1)", Error(Wav(6, 8, [1])));
        Assert.Contains("samples of kind 1 with 12 bits", Error(Wav(1, 12, [1])));
        Assert.Contains("0 channels at 8000", Error(Wav(1, 8, [], channels: 0)));
        Assert.Contains("byte 36: 3 bytes of samples are no whole number of frames of 4", Error(Wav(1, 16, [1, 2, 3], channels: 2)));
        BinaryPrimitives.WriteUInt16LittleEndian(wav.AsSpan(32), 4);
        Assert.Contains("byte 12: a frame has 4 bytes, expected 2: 1 samples of 16 bits", Error(wav));
    }

    [Fact]
    public void Damaged_files_give_the_documented_exception()
    {
        using var folder = new TemporaryFolder();
        var content = Wav(0xFFFE, 24, [.. Enumerable.Range(0, 60).Select(i => (byte)i)], channels: 2);
        var failures = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var path = folder.Write("damaged", Corruption.Damage(content, seed));
            if (Corruption.FailsOnlyWith<DataFormatException>(() => WavFile.Read(path))) failures++;
        }
        Assert.InRange(failures, 150, 400);
    }

    static byte[] Wav(int tag, int bits, byte[] data, int channels = 1, int rate = 8000)
    {
        byte[] extension = tag == 0xFFFE ? [22, 0, (byte)bits, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71] : [];
        byte[] format = [.. Short(tag), .. Short(channels), .. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(rate * channels * bits / 8), .. Short(channels * bits / 8), .. Short(bits), .. extension];
        byte[] chunks = [.. "WAVEfmt "u8, .. BitConverter.GetBytes(format.Length), .. format, .. "data"u8, .. BitConverter.GetBytes(data.Length), .. data];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];

        static byte[] Short(int number) => BitConverter.GetBytes((ushort)number);
    }

    static AudioClip Read(byte[] content)
    {
        using var folder = new TemporaryFolder();
        return WavFile.Read(folder.Write("sound.wav", content));
    }

    static string Error(byte[] content) => Assert.Throws<DataFormatException>(() => Read(content)).Message;
}
