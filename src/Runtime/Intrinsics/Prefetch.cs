using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>
/// Asks for memory ahead of time. Rows of a matrix that is read in place lie further apart than hardware prefetchers follow, and on another page each.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>Asks for a line of the first-level cache. The address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
