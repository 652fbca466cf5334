using System;

namespace Sinter.Runtime;

/// <summary>
/// One call of an entry point while it runs: its working memory, the addresses of its buffers, and the values of its symbolic extents. Rented per call, so
/// that any number of threads may call one model at once; after the first call of a size nothing is allocated.
/// </summary>
public sealed unsafe class Execution
{
    /// <summary>What the random numbers of this call depend on, beside stream and element.</summary>
    public ulong Seed { get; set; }

    /// <summary>The training step; 0 in inference.</summary>
    public long Step { get; set; }

    // The address of a buffer, to be passed to Launch.

    /// <summary>The address of an element of this call's working memory.</summary>
    public nint Arena(nint offset) => throw new NotSupportedException();

    /// <summary>Sets the value of the i-th symbolic extent for the kernels of this call.</summary>
    public void SetDim(int index, nint value) => throw new NotSupportedException();

    // Inside a kernel:

    /// <summary>The value of the i-th symbolic extent.</summary>
    public nint Dim(int index) => throw new NotSupportedException();

    /// <summary>The first element of the buffer in a slot of the running kernel.</summary>
    public ref float Float(int slot) => throw new NotSupportedException();

    /// <inheritdoc cref="Float"/>
    public ref int Int(int slot) => throw new NotSupportedException();

    /// <inheritdoc cref="Float"/>
    public ref bool Bool(int slot) => throw new NotSupportedException();

    /// <summary>Working memory of the running chunk, of at least this many floats; contents undefined.</summary>
    public ref float Scratch(nint length) => throw new NotSupportedException();

    /// <summary>Runs all chunks of a kernel on the thread team and returns when they are done. Buffers are addresses, in the order of the kernel's slots.</summary>
    public void Launch(Kernel kernel, int chunks, ReadOnlySpan<nint> buffers) => throw new NotSupportedException();
}
