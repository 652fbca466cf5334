using System;

namespace Sinter.Generator.GraphIR;

/// <summary>The element type of a tensor.</summary>
internal enum DType
{
    Float32,
    Int32,
    Bool,

    /// <summary>Not one tensor but the results of an op that has several.</summary>
    Bundle,
}

internal static class DTypes
{
    /// <summary>The name in printed graphs: f32, i32, bool.</summary>
    public static string ShortName(this DType type) => type switch
    {
        DType.Float32 => "f32",
        DType.Int32 => "i32",
        DType.Bool => "bool",
        DType.Bundle => "bundle",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
