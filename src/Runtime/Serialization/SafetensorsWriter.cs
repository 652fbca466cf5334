using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sinter.Runtime;

/// <summary>
/// Writes float tensors as safetensors: the length of the header (8 bytes, little-endian), the header (JSON, padded with spaces so that the tensors are aligned),
/// the tensors one after the other.
/// </summary>
internal static class SafetensorsWriter
{
    const int Alignment = 64;

    public static void Write(string path, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var list = tensors.ToList();
        AtomicFile.Write(path, stream => Write(stream, list, metadata));
    }

    static void Write(Stream stream, List<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        var padding = -(sizeof(ulong) + header.Length) & (Alignment - 1);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        stream.Write(length);
        stream.Write(header);
        for (var i = 0; i < padding; i++) stream.WriteByte((byte)' ');
        foreach (var tensor in tensors) stream.Write(MemoryMarshal.AsBytes(tensor.Elements.Span));
    }

    static byte[] Header(List<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is not null) WriteMetadata(json, metadata);
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                var end = offset + (long)tensor.Elements.Length * sizeof(float);
                WriteTensor(json, tensor, offset, end);
                offset = end;
            }
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata) json.WriteString(key, value);
        json.WriteEndObject();
    }

    static void WriteTensor(Utf8JsonWriter json, NamedTensor tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsType.F32.ToText());
        json.WriteStartArray("shape");
        foreach (var extent in tensor.Shape) json.WriteNumberValue(extent);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
