namespace Sinter.Runtime;

/// <summary>
/// The intrinsics of element functions over vectors of any width, one file each. Everything is inlined, so that chains of them stay in registers.
/// </summary>
public static partial class VectorMath;
