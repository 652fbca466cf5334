using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Sinter.Runtime;

/// <summary>Reads the header of a safetensors file strictly: whatever the format does not allow is an error that says what and where.</summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The limit of the reference implementation.</summary>
    public const long MaxLength = 100_000_000;

    readonly string path;

    SafetensorsHeader(string path) => this.path = path;

    public Dictionary<string, SafetensorsEntry> Tensors { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Reads and checks a header. Each of the <paramref name="dataLength"/> bytes after it must belong to exactly one tensor.</summary>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            header.Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SafetensorsException(path, $"the header is not valid JSON: {e.Message.TrimEnd('.')}", e);
        }
        header.CheckRanges(dataLength);
        return header;
    }

    void Read(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || text[0] != '{') throw Error("the header must begin with '{'");

        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 8 });
        json.Read();
        var hasMetadata = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name == MetadataKey)
            {
                if (hasMetadata) throw Error($"'{MetadataKey}' appears twice");
                hasMetadata = true;
                ReadMetadata(ref json);
            }
            else if (!Tensors.TryAdd(name, ReadTensor(ref json, name)))
            {
                throw Error($"tensor '{name}' appears twice");
            }
        }
        while (json.Read()) { }
    }

    void ReadMetadata(ref Utf8JsonReader json)
    {
        Expect(json, JsonTokenType.StartObject, $"'{MetadataKey}'");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            Expect(json, JsonTokenType.String, $"metadata '{key}'");
            if (!Metadata.TryAdd(key, json.GetString()!)) throw Error($"metadata '{key}' appears twice");
        }
    }

    SafetensorsEntry ReadTensor(ref Utf8JsonReader json, string name)
    {
        Expect(json, JsonTokenType.StartObject, $"tensor '{name}'");
        string? type = null;
        List<long>? shape = null, offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString()!;
            json.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(json, JsonTokenType.String, $"tensor '{name}': dtype");
                    type = json.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref json, $"tensor '{name}': shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref json, $"tensor '{name}': data_offsets");
                    break;
                default:
                    throw Error($"tensor '{name}': unexpected or repeated key '{key}', expected dtype, shape and data_offsets");
            }
        }
        if (type is null || shape is null || offsets is null) throw Error($"tensor '{name}': dtype, shape and data_offsets are required");

        return Check(name, type, shape, offsets);
    }

    List<long> ReadNumbers(ref Utf8JsonReader json, string what)
    {
        Expect(json, JsonTokenType.StartArray, what);
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            Expect(json, JsonTokenType.Number, what);
            if (!json.TryGetInt64(out var number) || number < 0) throw Error($"{what} must hold integers from 0 to 2⁶³ − 1");
            numbers.Add(number);
        }
        return numbers;
    }

    SafetensorsEntry Check(string name, string typeName, List<long> shape, List<long> offsets)
    {
        var type = SafetensorsTypes.Parse(typeName) ?? throw Error($"tensor '{name}': unknown dtype '{typeName}'");
        if (offsets.Count != 2) throw Error($"tensor '{name}': data_offsets has {offsets.Count} numbers, expected 2");
        if (offsets[0] > offsets[1]) throw Error($"tensor '{name}': ends at byte {offsets[1]}, before its begin {offsets[0]}");

        var size = shape.Contains(0) ? 0 : (Int128)type.Size();
        foreach (var extent in shape)
        {
            size *= extent;
            if (size > long.MaxValue) throw Error($"tensor '{name}': shape [{string.Join(", ", shape)}] is too large");
        }
        if (size != offsets[1] - offsets[0])
            throw Error($"tensor '{name}': {typeName}[{string.Join(", ", shape)}] takes {size} bytes, but data_offsets give it {offsets[1] - offsets[0]}");

        return new(name, type, shape, offsets[0], offsets[1]);
    }

    void CheckRanges(long dataLength)
    {
        var end = 0L;
        var previous = "the header";
        foreach (var tensor in Tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.End > dataLength) throw Error($"tensor '{tensor.Name}' ends at byte {tensor.End}, but only {dataLength} bytes of tensors are there");
            if (tensor.Begin < end) throw Error($"tensor '{tensor.Name}' begins at byte {tensor.Begin}, inside '{previous}', which ends at {end}");
            if (tensor.Begin > end) throw Error($"bytes {end} to {tensor.Begin}, before tensor '{tensor.Name}', belong to no tensor");
            (end, previous) = (tensor.End, tensor.Name);
        }
        if (end != dataLength) throw Error($"{dataLength - end} trailing bytes: tensors end at byte {end}, but {dataLength} are there");
    }

    void Expect(in Utf8JsonReader json, JsonTokenType expected, string what)
    {
        if (json.TokenType != expected) throw Error($"{what}: {json.TokenType} found, expected {expected}");
    }

    SafetensorsException Error(string problem) => new(path, problem);
}
