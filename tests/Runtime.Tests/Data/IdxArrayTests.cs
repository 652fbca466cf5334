using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class IdxArrayTests
{
    static readonly byte[] Bytes2x3 = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 255];

    [Theory]
    [InlineData(new byte[] { 0, 0, 0x08, 1, 0, 0, 0, 2, 1, 255 }, new float[] { 1, 255 })]
    [InlineData(new byte[] { 0, 0, 0x09, 1, 0, 0, 0, 2, 1, 255 }, new float[] { 1, -1 })]
    [InlineData(new byte[] { 0, 0, 0x0B, 1, 0, 0, 0, 2, 1, 0, 255, 255 }, new float[] { 256, -1 })]
    [InlineData(new byte[] { 0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 1, 0, 0 }, new float[] { 65536 })]
    [InlineData(new byte[] { 0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0 }, new[] { 1.5f })]
    [InlineData(new byte[] { 0, 0, 0x0E, 1, 0, 0, 0, 1, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 }, new[] { 1.5f })]
    [InlineData(new byte[] { 0, 0, 0x08, 0, 7 }, new float[] { 7 })]
    [InlineData(new byte[] { 0, 0, 0x08, 1, 0, 0, 0, 0 }, new float[0])]
    public void Reads_every_type(byte[] content, float[] expected)
    {
        using var folder = new TemporaryFolder();
        var array = IdxArray.Read(folder.Write("file", content));
        Assert.Equal(expected, array.ToFloats());
        if (content[2] is 0x0D or 0x0E) Assert.Throws<InvalidOperationException>(() => array.ToInts());
        else Assert.Equal(expected.Select(value => (int)value), array.ToInts());
    }

    [Fact]
    public void Reads_gzip_and_the_shape()
    {
        using var folder = new TemporaryFolder();
        var array = IdxArray.Read(folder.Write("file.gz", Pack(Bytes2x3)));
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 255], array.ToInts());
    }

    [Theory]
    [InlineData(new byte[0], "the file ends before the first four bytes")]
    [InlineData(new byte[] { 1, 0, 8, 1 }, "begins with bytes 1 0, expected 0 0")]
    [InlineData(new byte[] { 0, 0, 7, 1 }, "unknown element type 0x07")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2 }, "the file ends before the extent of axis 1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 0, 0, 0 }, "the extent of axis 0 is -16777216")]
    [InlineData(new byte[] { 0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0 }, "more than")]
    [InlineData(new byte[] { 0, 0, 8, 1, 127, 0, 0, 0, 1, 2, 3 }, "2130706432 bytes of elements expected, but 3 are there")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2, 3 }, "1 bytes of elements expected, but more are there")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, "damaged gzip")]
    public void Refuses_a_wrong_file(byte[] content, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", content);
        Assert.Contains(problem, Assert.Throws<DataFormatException>(() => IdxArray.Read(path)).Message);
        Assert.True(Corruption.FailsOnlyWith<DataFormatException>(() => IdxArray.Read(path)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damaged_files_give_the_documented_exception(bool packed)
    {
        using var folder = new TemporaryFolder();
        byte[] content = [0, 0, 8, 2, 0, 0, 1, 0, 0, 0, 0, 64, .. Enumerable.Range(0, 256 * 64).Select(i => (byte)(i * i / 7))];
        if (packed) content = Pack(content);
        var failures = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var path = folder.Write("damaged", Corruption.Damage(content, seed));
            if (Corruption.FailsOnlyWith<DataFormatException>(() => IdxArray.Read(path).ToFloats())) failures++;
        }
        Assert.InRange(failures, 100, 300);
    }

    static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(content);
        return packed.ToArray();
    }
}
