using System;
using System.Buffers.Binary;
using System.IO;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Reads and writes sound as RIFF WAVE (Microsoft and IBM, "Multimedia programming interface and data specifications 1.0", 1991; WAVEFORMATEXTENSIBLE, 2001): PCM of 8, 16, 24 or 32 bits, float of 32 or 64
/// bits, any number of channels.
/// </summary>
public static class WavFile
{
    const ushort Pcm = 1, Float = 3, Extensible = 0xFFFE;
    const int HeaderLength = 12, ChunkHeaderLength = 8, FormatLength = 16, ExtensibleLength = 40;

    /// <summary>Reads a file. Integers become numbers from −1 to 1.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or holds another kind of samples.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AudioClip Read(string path)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length < HeaderLength || !content.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !content.AsSpan(8, 4).SequenceEqual("WAVE"u8))
            throw new DataFormatException(path, "not a WAV file: it does not begin with RIFF, a length, and WAVE");

        WavFormat? format = null;
        var at = (long)HeaderLength;
        while (at + ChunkHeaderLength <= content.Length)
        {
            var name = content.AsSpan((int)at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan((int)at + 4));
            var start = at + ChunkHeaderLength;
            if (start + length > content.Length)
                throw new DataFormatException(path, $"byte {at}: the chunk '{Printed(name)}' has {length} bytes, but {content.Length - start} are there");
            var chunk = content.AsSpan((int)start, (int)length);
            if (name.SequenceEqual("fmt "u8)) format = ReadFormat(path, at, chunk);
            if (name.SequenceEqual("data"u8)) return ReadSamples(path, at, chunk, format ?? throw new DataFormatException(path, $"byte {at}: the samples come before their format"));
            at = start + length + (length & 1);   // chunks begin at even places
        }
        throw new DataFormatException(path, format is null ? "there is no chunk 'fmt '" : "there is no chunk 'data'");
    }

    /// <summary>Writes PCM of 16 bits. What is beyond −1 and 1 is cut off; the file is replaced only when all is written.</summary>
    /// <exception cref="ArgumentException">A sample is not a number, or there are more than a file holds.</exception>
    public static void Write(string path, AudioClip clip)
    {
        const int width = sizeof(short);
        var samples = clip.Samples;
        if (clip.Channels > short.MaxValue || samples.Length > (int.MaxValue - HeaderLength - FormatLength - 2 * ChunkHeaderLength) / width)
            throw new ArgumentException($"{samples.Length} samples of {clip.Channels} channels are more than a WAV file holds.", nameof(clip));

        var content = new byte[HeaderLength + ChunkHeaderLength + FormatLength + ChunkHeaderLength + samples.Length * width];
        "RIFF"u8.CopyTo(content);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), content.Length - ChunkHeaderLength);
        "WAVEfmt "u8.CopyTo(content.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(16), FormatLength);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(20), Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(22), (ushort)clip.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(24), clip.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(28), (uint)Math.Min(uint.MaxValue, (long)clip.SampleRate * clip.Channels * width));
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(32), (ushort)(clip.Channels * width));
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(34), 8 * width);
        "data"u8.CopyTo(content.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(40), samples.Length * width);
        for (var i = 0; i < samples.Length; i++)
        {
            if (float.IsNaN(samples[i])) throw new ArgumentException($"Sample {i} is not a number.", nameof(clip));
            var level = Math.Clamp(MathF.Round(samples[i] * -(float)short.MinValue), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(content.AsSpan(44 + i * width), (short)level);
        }
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    static WavFormat ReadFormat(string path, long at, ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < FormatLength) throw new DataFormatException(path, $"byte {at}: the chunk 'fmt ' has {chunk.Length} bytes, expected {FormatLength} or more");
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var block = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);

        // The first two bytes of the extension's identifier are the tag.
        if (tag == Extensible)
        {
            if (chunk.Length < ExtensibleLength) throw new DataFormatException(path, $"byte {at}: the extensible format has {chunk.Length} bytes, expected {ExtensibleLength}");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }
        if (channels == 0 || rate is 0 or > int.MaxValue) throw new DataFormatException(path, $"byte {at}: {channels} channels at {rate} frames per second");
        if ((tag, bits) is not ((Pcm, 8 or 16 or 24 or 32) or (Float, 32 or 64)))
            throw new DataFormatException(path, $"byte {at}: samples of kind {tag} with {bits} bits, expected PCM (1) with 8, 16, 24 or 32 bits, or float (3) with 32 or 64");
        if (block != channels * bits / 8) throw new DataFormatException(path, $"byte {at}: a frame has {block} bytes, expected {channels * bits / 8}: {channels} samples of {bits} bits");
        return new(tag == Float, bits / 8, channels, (int)rate);
    }

    static AudioClip ReadSamples(string path, long at, ReadOnlySpan<byte> data, WavFormat format)
    {
        if (data.Length % (format.Width * format.Channels) != 0)
            throw new DataFormatException(path, $"byte {at}: {data.Length} bytes of samples are no whole number of frames of {format.Width * format.Channels}");
        var samples = new float[data.Length / format.Width];
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = data.Slice(i * format.Width, format.Width);
            samples[i] = (format.IsFloat, format.Width) switch
            {
                (true, 4) => BinaryPrimitives.ReadSingleLittleEndian(sample),
                (true, _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample),
                (false, 1) => (sample[0] - 128) / 128f,      // the only unsigned ones
                (false, 2) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768f,
                (false, 3) => (sample[0] | sample[1] << 8 | (sbyte)sample[2] << 16) / 8388608f,
                _ => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648f,
            };
        }
        return new(samples, format.SampleRate, format.Channels);
    }

    static string Printed(ReadOnlySpan<byte> name)
    {
        var text = "";
        foreach (var b in name) text += b is >= (byte)' ' and <= (byte)'~' ? (char)b : '?';
        return text;
    }

    /// <summary>What samples are: their width in bytes.</summary>
    readonly record struct WavFormat(bool IsFloat, int Width, int Channels, int SampleRate);
}
