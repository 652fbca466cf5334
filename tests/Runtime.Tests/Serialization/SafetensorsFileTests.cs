using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Sinter.Runtime.Tests.Serialization;

public class SafetensorsFileTests
{
    /// <summary>tests/goldens/training.py reads this file with a reader of its own.</summary>
    [Fact]
    public void Writes_what_an_independent_reader_has_read()
    {
        using var folder = new TemporaryFolder();
        NamedTensor[] tensors =
        [
            new("conv1.weight", [2, 3, 1, 1], new[] { 0, 0.25f, 0.5f, 0.75f, 1, 1.25f }),
            new("scale", [], new[] { -1.5f }),
            new("empty", [0, 3], Array.Empty<float>()),
        ];
        SafetensorsWriter.Write(folder["file"], tensors, new Dictionary<string, string> { ["format"] = "pt", ["note"] = "ä \"quoted\"" });
        Assert.Equal(File.ReadAllBytes(Fixtures.PathOf("sinter.safetensors")), File.ReadAllBytes(folder["file"]));
    }

    [Theory]
    [InlineData("f64")]
    [InlineData("f32")]
    [InlineData("f16")]
    [InlineData("bf16")]
    [InlineData("i64")]
    [InlineData("i32")]
    [InlineData("i16")]
    [InlineData("i8")]
    [InlineData("u8")]
    public void Reads_every_type_that_PyTorch_wrote(string name)
    {
        using var file = SafetensorsFile.Open(Fixtures.PathOf("python.safetensors"));
        int[] expected = [0, 1, 2, name == "u8" ? 3 : -3, 100, 5];
        Assert.Equal([2, 3], file.Tensors[name].Shape);
        Assert.Equal("pt", file.Metadata["format"]);

        var floats = new float[6];
        file.Read(name, floats);
        Assert.Equal(expected.Select(value => (float)value), floats);

        var integers = new int[6];
        if (name.Contains('f'))
        {
            Assert.Contains("expected an integer type", Assert.Throws<SafetensorsException>(() => file.Read(name, integers)).Message);
            return;
        }
        file.Read(name, integers);
        Assert.Equal(expected, integers);
    }

    [Fact]
    public void Refuses_integers_that_do_not_fit()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", Content("""{"x":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", [0, 0, 0, 0, 1, 0, 0, 0]));
        using var file = SafetensorsFile.Open(path);
        Assert.Contains("int32 cannot hold", Assert.Throws<SafetensorsException>(() => file.Read("x", new int[1])).Message);
    }

    [Theory]
    [InlineData("", "must begin with '{'")]
    [InlineData(" {}", "must begin with '{'")]
    [InlineData("[]", "must begin with '{'")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{}x", "not valid JSON")]
    [InlineData("""{"x":1}""", "tensor 'x': Number found, expected StartObject")]
    [InlineData("""{"x":{}}""", "dtype, shape and data_offsets are required")]
    [InlineData("""{"x":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", "unknown dtype 'F31'")]
    [InlineData("""{"x":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", "unknown dtype 'f32'")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "repeated key 'dtype'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":{"a":[[1]]}}}""", "unexpected or repeated key 'more'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "shape: StartArray found, expected Number")]
    [InlineData("""{"x":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", "shape: String found, expected Number")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "integers from 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "integers from 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", "integers from 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}""", "too large")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "F32[2] takes 8 bytes, but data_offsets give it 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", "data_offsets has 1 numbers, expected 2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "ends at byte 0, before its begin 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "only 4 bytes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "bytes 0 to 2, before tensor 'x', belong to no tensor")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "2 trailing bytes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "begins at byte 2, inside 'x'")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"x":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "'x' appears twice")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "metadata 'a': Number found, expected String")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "metadata 'a' appears twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'__metadata__' appears twice")]
    [InlineData("""{"x":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}""", "tensor 'x': StartArray found")]
    public void Refuses_a_wrong_header(string header, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", Content(header, new byte[4]));
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path).Dispose());
        Assert.Contains(problem, error.Message);
        Assert.StartsWith(path, error.Message);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    [InlineData(99_999_999)]
    public void Refuses_a_wrong_header_length_without_taking_memory(long length)
    {
        using var folder = new TemporaryFolder();
        var content = new byte[100];
        BinaryPrimitives.WriteInt64LittleEndian(content, length);
        var path = folder.Write("file", content);
        Assert.True(Corruption.FailsOnlyWith<SafetensorsException>(() => SafetensorsFile.Open(path).Dispose()));
    }

    [Fact]
    public void Damaged_files_give_the_documented_exception()
    {
        using var folder = new TemporaryFolder();
        var content = File.ReadAllBytes(Fixtures.PathOf("python.safetensors"));
        var failures = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var path = folder.Write("damaged", Corruption.Damage(content, seed));
            if (Corruption.FailsOnlyWith<SafetensorsException>(() => ReadAll(path))) failures++;
        }
        Assert.InRange(failures, 400, 600);

        static void ReadAll(string path)
        {
            using var file = SafetensorsFile.Open(path);
            foreach (var tensor in file.Tensors.Values) file.Read(tensor.Name, new float[tensor.Length]);
        }
    }

    [Fact]
    public void A_failing_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1, 2, 3]);
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["file"], stream =>
        {
            stream.WriteByte(9);
            throw new IOException("disk full");
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["file"]));
        Assert.Single(folder.Files);
    }

    static byte[] Content(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }
}
