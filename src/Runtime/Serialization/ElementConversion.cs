using System;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Sinter.Runtime;

/// <summary>Elements of files, little-endian, as the types that models compute with; null where a type cannot be read so.</summary>
internal static class ElementConversion
{
    public delegate T Converter<T>(ReadOnlySpan<byte> element);

    public static Converter<float>? ToFloat(SafetensorsType type) => type switch
    {
        SafetensorsType.F64 => element => (float)ReadDoubleLittleEndian(element),
        SafetensorsType.F32 => ReadSingleLittleEndian,
        SafetensorsType.F16 => element => (float)ReadHalfLittleEndian(element),
        SafetensorsType.BF16 => element => BitConverter.UInt32BitsToSingle((uint)ReadUInt16LittleEndian(element) << 16),
        SafetensorsType.I64 => element => ReadInt64LittleEndian(element),
        SafetensorsType.I32 => element => ReadInt32LittleEndian(element),
        SafetensorsType.I16 => element => ReadInt16LittleEndian(element),
        SafetensorsType.I8 => element => (sbyte)element[0],
        SafetensorsType.U8 => element => element[0],
        _ => null,
    };

    public static Converter<int>? ToInt(SafetensorsType type) => type switch
    {
        SafetensorsType.I64 => element => checked((int)ReadInt64LittleEndian(element)),
        SafetensorsType.I32 => ReadInt32LittleEndian,
        SafetensorsType.I16 => element => ReadInt16LittleEndian(element),
        SafetensorsType.I8 => element => (sbyte)element[0],
        SafetensorsType.U8 => element => element[0],
        _ => null,
    };
}
