using System;
using System.Runtime.InteropServices;

namespace Sinter.Runtime.Tests;

/// <summary>Floats that end exactly where a page without access begins, so that a read or write beyond the end ends the process. Linux; elsewhere plain memory.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    const int ReadWrite = 3, NoAccess = 0, PrivateAnonymous = 0x22;

    readonly nint mapping;
    readonly nuint mapped;

    public GuardedMemory(int length)
    {
        Length = length;
        var page = (nuint)Environment.SystemPageSize;
        var bytes = (nuint)length * sizeof(float);
        var usable = (bytes + page - 1) / page * page;
        if (!OperatingSystem.IsLinux())
        {
            mapping = (nint)NativeMemory.AllocZeroed(bytes + 1);
            Start = (float*)mapping;
            return;
        }
        mapped = usable + page;
        mapping = Map(0, mapped, ReadWrite, PrivateAnonymous, -1, 0);
        if (mapping == -1 || Protect(mapping + (nint)usable, page, NoAccess) != 0) throw new OutOfMemoryException();
        Start = (float*)(mapping + (nint)(usable - bytes));
    }

    public int Length { get; }

    public float* Start { get; }

    public ref float First => ref *Start;

    public Span<float> Span => new(Start, Length);

    public void Dispose()
    {
        if (mapped == 0) NativeMemory.Free((void*)mapping);
        else _ = Unmap(mapping, mapped);
    }

    [DllImport("libc", EntryPoint = "mmap")]
    static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    static extern int Unmap(nint address, nuint length);
}
