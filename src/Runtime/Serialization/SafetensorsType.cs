using System;

namespace Sinter;

/// <summary>An element type of safetensors.</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>8 bits, unsigned.</summary>
    U8,

    /// <summary>8 bits, signed.</summary>
    I8,

    /// <summary>16 bits, unsigned.</summary>
    U16,

    /// <summary>16 bits, signed.</summary>
    I16,

    /// <summary>32 bits, unsigned.</summary>
    U32,

    /// <summary>32 bits, signed.</summary>
    I32,

    /// <summary>64 bits, unsigned.</summary>
    U64,

    /// <summary>64 bits, signed.</summary>
    I64,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}

internal static class SafetensorsTypes
{
    /// <summary>The type of a name in a header, which is the member's name in capitals.</summary>
    public static SafetensorsType? Parse(string name)
    {
        foreach (var type in Enum.GetValues<SafetensorsType>())
        {
            if (type.ToText() == name) return type;
        }
        return null;
    }

    public static string ToText(this SafetensorsType type) => type.ToString().ToUpperInvariant();

    /// <summary>Bytes of an element.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };
}
