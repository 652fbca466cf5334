using System;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// Asks the system to back large buffers with huge pages: a matrix of 64 MB then has 32 pages instead of 16,384, and reading it misses no address translations. Where the system
/// knows no such thing, nothing is asked; the buffer is as good, only slower.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>Bytes of a huge page, on x64 and with the usual page size on Arm.</summary>
    public const nint Size = 2 << 20;

    /// <summary>Bytes from which on a buffer begins on a huge page, and fills its last one. What is not used of it is then little.</summary>
    public const nint Worthwhile = Size / 4 * 3;

    const int Advice = 14;      // MADV_HUGEPAGE of madvise(2)

    /// <summary>Whether the system can be asked.</summary>
    public static bool IsKnown { get; private set; } = OperatingSystem.IsLinux();

    /// <summary>Memory from <paramref name="start"/> on, both multiples of <see cref="Size"/>.</summary>
    public static void Ask(nint start, nint bytes)
    {
        if (!IsKnown) return;
        try
        {
            _ = Advise(start, bytes, Advice);       // whatever the answer: it is advice
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            IsKnown = false;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint start, nint length, int advice);
}
