using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Sinter.Runtime;

namespace Sinter;

/// <summary>An array in the IDX format, in which MNIST and its successors come: type, extents, elements, big-endian; plain or packed with gzip.</summary>
public sealed class IdxArray
{
    readonly IdxType type;
    readonly byte[] elements;

    IdxArray(IdxType type, int[] shape, byte[] elements) => (this.type, Shape, this.elements) = (type, shape, elements);

    /// <summary>The extents, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length => elements.Length / SizeOf(type);

    /// <summary>Reads a file, and no more memory is taken than it has contents.</summary>
    /// <exception cref="DataFormatException">The file is damaged: each byte must be accounted for.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxArray Read(string path)
    {
        try
        {
            using var stream = DataStream.Open(path);
            return Read(path, stream);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(path, $"damaged gzip: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The elements as floats.</summary>
    public float[] ToFloats()
    {
        var floats = new float[Length];
        for (var i = 0; i < floats.Length; i++)
        {
            var element = elements.AsSpan(i * SizeOf(type));
            floats[i] = type switch
            {
                IdxType.F32 => BinaryPrimitives.ReadSingleBigEndian(element),
                IdxType.F64 => (float)BinaryPrimitives.ReadDoubleBigEndian(element),
                _ => Integer(element),
            };
        }
        return floats;
    }

    /// <summary>The elements as int32.</summary>
    /// <exception cref="InvalidOperationException">They are not integers.</exception>
    public int[] ToInts()
    {
        if (type is IdxType.F32 or IdxType.F64) throw new InvalidOperationException($"The array's elements are {type}, not integers.");

        var integers = new int[Length];
        for (var i = 0; i < integers.Length; i++) integers[i] = Integer(elements.AsSpan(i * SizeOf(type)));
        return integers;
    }

    int Integer(ReadOnlySpan<byte> element) => type switch
    {
        IdxType.U8 => element[0],
        IdxType.I8 => (sbyte)element[0],
        IdxType.I16 => BinaryPrimitives.ReadInt16BigEndian(element),
        _ => BinaryPrimitives.ReadInt32BigEndian(element),
    };

    static IdxArray Read(string path, Stream stream)
    {
        Span<byte> head = stackalloc byte[4];
        Fill(path, stream, head, "the first four bytes");
        if (head[0] != 0 || head[1] != 0) throw new DataFormatException(path, $"not an IDX file: it begins with bytes {head[0]} {head[1]}, expected 0 0");
        var type = (IdxType)head[2];
        if (!Enum.IsDefined(type)) throw new DataFormatException(path, $"unknown element type 0x{head[2]:X2}");

        var shape = new int[head[3]];
        var bytes = (long)SizeOf(type);
        Span<byte> extent = stackalloc byte[sizeof(int)];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            Fill(path, stream, extent, $"the extent of axis {axis}");
            shape[axis] = BinaryPrimitives.ReadInt32BigEndian(extent);
            if (shape[axis] < 0) throw new DataFormatException(path, $"the extent of axis {axis} is {shape[axis]}");
            if (bytes * shape[axis] > Array.MaxLength) throw new DataFormatException(path, $"more than {Array.MaxLength} bytes of elements up to axis {axis}");
            bytes *= shape[axis];
        }
        return new(type, shape, ReadElements(path, stream, (int)bytes));
    }

    /// <summary>Memory grows with what is there, so that a wrong extent costs nothing.</summary>
    static byte[] ReadElements(string path, Stream stream, int expected)
    {
        var elements = new byte[Math.Min(expected, 1 << 16)];
        var count = 0;
        while (count < expected)
        {
            if (count == elements.Length) Array.Resize(ref elements, (int)Math.Min(expected, 2L * elements.Length));
            var read = stream.Read(elements, count, elements.Length - count);
            if (read == 0) throw new DataFormatException(path, $"{expected} bytes of elements expected, but {count} are there");
            count += read;
        }
        if (stream.ReadByte() >= 0) throw new DataFormatException(path, $"{expected} bytes of elements expected, but more are there");
        return elements;
    }

    static void Fill(string path, Stream stream, Span<byte> destination, string what)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length) throw new DataFormatException(path, $"the file ends before {what}");
    }

    static int SizeOf(IdxType type) => type switch
    {
        IdxType.U8 or IdxType.I8 => 1,
        IdxType.I16 => 2,
        IdxType.I32 or IdxType.F32 => 4,
        _ => 8,
    };

    enum IdxType : byte
    {
        U8 = 0x08,
        I8 = 0x09,
        I16 = 0x0B,
        I32 = 0x0C,
        F32 = 0x0D,
        F64 = 0x0E,
    }
}
