using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sinter.Runtime;

namespace Sinter;

/// <summary>An open safetensors file: its header, checked, and its tensors on request.</summary>
public sealed class SafetensorsFile : IDisposable
{
    readonly SafeFileHandle handle;
    readonly SafetensorsHeader header;
    readonly long dataStart;

    SafetensorsFile(string path, SafeFileHandle handle)
    {
        (Path, this.handle) = (path, handle);
        var fileLength = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (fileLength < prefix.Length) throw new SafetensorsException(path, $"the file has {fileLength} bytes, expected at least {prefix.Length}");

        Read(prefix, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaxLength) throw new SafetensorsException(path, $"the header has {headerLength} bytes, at most {SafetensorsHeader.MaxLength} are allowed");
        dataStart = prefix.Length + (long)headerLength;
        if (dataStart > fileLength) throw new SafetensorsException(path, $"the header ends at byte {dataStart}, but the file has {fileLength} bytes");

        var json = new byte[headerLength];
        Read(json, prefix.Length);
        header = SafetensorsHeader.Parse(path, json, fileLength - dataStart);
    }

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => header.Tensors;

    /// <summary>Free text that the writer added.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header entirely.</summary>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var handle = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor's elements as floats: floating-point types are rounded to single precision, integers converted.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, it has another number of elements, or it cannot be read as floats.</exception>
    public void Read(string name, Span<float> destination)
    {
        var tensor = Find(name, destination.Length);
        if (tensor.Type == SafetensorsType.F32)
        {
            Read(MemoryMarshal.AsBytes(destination), dataStart + tensor.Begin);
            return;
        }
        var convert = ElementConversion.ToFloat(tensor.Type) ?? throw new SafetensorsException(Path, $"tensor '{name}' is {tensor.Type.ToText()}, expected a type that floats can hold");
        Convert(tensor, destination, convert);
    }

    /// <summary>Reads a tensor's elements as int32; the file's type must be an integer, and no value may be too large.</summary>
    /// <exception cref="SafetensorsException">There is no such tensor, it has another number of elements, or it cannot be read as int32.</exception>
    public void Read(string name, Span<int> destination)
    {
        var tensor = Find(name, destination.Length);
        var convert = ElementConversion.ToInt(tensor.Type) ?? throw new SafetensorsException(Path, $"tensor '{name}' is {tensor.Type.ToText()}, expected an integer type");
        try
        {
            Convert(tensor, destination, convert);
        }
        catch (OverflowException e)
        {
            throw new SafetensorsException(Path, $"tensor '{name}' has a value that int32 cannot hold", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    /// <summary>Reads exactly these tensors; a file that misses one, has another, or another shape is refused with all differences.</summary>
    /// <param name="expected">All tensors, with where their elements go.</param>
    /// <param name="isEmpty">The tensors hold nothing yet that a failure halfway could spoil.</param>
    internal void ReadAll(IEnumerable<NamedTensor> expected, bool isEmpty = false)
    {
        var list = expected.ToList();
        var problems = Differences(list).ToList();
        if (problems.Count > 0) throw new SafetensorsException(Path, $"the tensors are not those that are expected:\n  {string.Join("\n  ", problems)}\n  {problems.Count} differences");

        if (isEmpty)
        {
            foreach (var tensor in list) Read(tensor.Name, tensor.Elements.Span);
            return;
        }
        // Read first and copy then, so that a failure leaves nothing half loaded.
        var contents = new float[list.Count][];
        for (var i = 0; i < contents.Length; i++) Read(list[i].Name, contents[i] = new float[list[i].Elements.Length]);
        for (var i = 0; i < contents.Length; i++) contents[i].CopyTo(list[i].Elements.Span);
    }

    IEnumerable<string> Differences(List<NamedTensor> expected)
    {
        foreach (var tensor in expected)
        {
            var shape = $"[{string.Join(", ", tensor.Shape)}]";
            if (!Tensors.TryGetValue(tensor.Name, out var actual))
                yield return $"missing: {tensor.Name} {shape}";
            else if (!actual.Shape.SequenceEqual(tensor.Shape.Select(extent => (long)extent)))
                yield return $"shape differs: {actual}, expected {shape}";
            else if (ElementConversion.ToFloat(actual.Type) is null)
                yield return $"type differs: {actual}, expected {SafetensorsType.F32.ToText()}";
        }
        var known = expected.Select(tensor => tensor.Name).ToHashSet();
        foreach (var tensor in Tensors.Values)
        {
            if (!known.Contains(tensor.Name)) yield return $"unexpected: {tensor}";
        }
    }

    SafetensorsEntry Find(string name, int length)
    {
        if (!Tensors.TryGetValue(name, out var tensor)) throw new SafetensorsException(Path, $"there is no tensor '{name}'");
        if (tensor.Length != length) throw new SafetensorsException(Path, $"tensor '{name}' has {tensor.Length} elements, expected {length}");
        return tensor;
    }

    void Convert<T>(SafetensorsEntry tensor, Span<T> destination, ElementConversion.Converter<T> convert)
    {
        var size = tensor.Type.Size();
        var buffer = new byte[Math.Min(tensor.End - tensor.Begin, 64 * 1024)];
        var position = dataStart + tensor.Begin;
        while (!destination.IsEmpty)
        {
            var count = Math.Min(destination.Length, buffer.Length / size);
            Read(buffer.AsSpan(0, count * size), position);
            for (var i = 0; i < count; i++) destination[i] = convert(buffer.AsSpan(i * size, size));
            position += count * size;
            destination = destination[count..];
        }
    }

    void Read(Span<byte> destination, long position)
    {
        while (!destination.IsEmpty)
        {
            var count = RandomAccess.Read(handle, destination, position);
            if (count == 0) throw new SafetensorsException(Path, $"the file ends at byte {position}, while it is read");
            position += count;
            destination = destination[count..];
        }
    }
}
