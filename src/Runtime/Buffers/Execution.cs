using System;

namespace Sinter.Runtime;

/// <summary>
/// One call of an entry point while it runs: its working memory, the addresses of its buffers, and the values of its symbolic extents. Rented per call, so
/// that any number of threads may call one model at once; after the first call of a size nothing is allocated.
/// </summary>
public sealed unsafe class Execution
{
    /// <summary>Spans that <see cref="Call"/> pins.</summary>
    public const int MaxCallerSpans = 16;

    readonly nint[] callers = new nint[MaxCallerSpans];
    nint[] slots = new nint[16];
    nint[] dims = new nint[16];
    AlignedMemory arena = new(0);
    AlignedMemory? prepared;

    [ThreadStatic]
    static AlignedMemory? scratch;

    /// <summary>Fails where kernels would run without vector instructions: compiled ahead of time, they never ask for the width themselves.</summary>
    public Execution() => _ = Simd.Width;

    /// <summary>What the random numbers of this call depend on, beside stream and element.</summary>
    public ulong Seed { get; set; }

    /// <summary>The training step; 0 in inference.</summary>
    public long Step { get; set; }

    /// <summary>
    /// Runs <paramref name="body"/> while the caller's memory is pinned, so that it can be had by <see cref="Caller"/>. The body is best a cached static delegate.
    /// </summary>
    public void Call(
        Action<Execution> body,
        ReadOnlySpan<byte> b0,
        ReadOnlySpan<byte> b1 = default,
        ReadOnlySpan<byte> b2 = default,
        ReadOnlySpan<byte> b3 = default,
        ReadOnlySpan<byte> b4 = default,
        ReadOnlySpan<byte> b5 = default,
        ReadOnlySpan<byte> b6 = default,
        ReadOnlySpan<byte> b7 = default,
        ReadOnlySpan<byte> b8 = default,
        ReadOnlySpan<byte> b9 = default,
        ReadOnlySpan<byte> b10 = default,
        ReadOnlySpan<byte> b11 = default,
        ReadOnlySpan<byte> b12 = default,
        ReadOnlySpan<byte> b13 = default,
        ReadOnlySpan<byte> b14 = default,
        ReadOnlySpan<byte> b15 = default)
    {
        fixed (byte* p0 = b0, p1 = b1, p2 = b2, p3 = b3, p4 = b4, p5 = b5, p6 = b6, p7 = b7)
        fixed (byte* p8 = b8, p9 = b9, p10 = b10, p11 = b11, p12 = b12, p13 = b13, p14 = b14, p15 = b15)
        {
            ReadOnlySpan<nint> pinned =
            [
                (nint)p0, (nint)p1, (nint)p2, (nint)p3, (nint)p4, (nint)p5, (nint)p6, (nint)p7,
                (nint)p8, (nint)p9, (nint)p10, (nint)p11, (nint)p12, (nint)p13, (nint)p14, (nint)p15,
            ];
            pinned.CopyTo(callers);
            try
            {
                body(this);
            }
            finally
            {
                Array.Clear(callers);
            }
        }
    }

    // The address of a buffer, to be passed to Launch.

    /// <summary>The address of the i-th span given to <see cref="Call"/>.</summary>
    public nint Caller(int index) => callers[index];

    /// <summary>The address of an element of this call's working memory.</summary>
    public nint Arena(nint offset) => arena.Address + offset * sizeof(float);

    /// <summary>The address of an element of what <see cref="PreparedBuffer.Ensure"/> prepared.</summary>
    public nint Prepared(nint offset) => prepared!.Address + offset * sizeof(float);

    /// <summary>Sets the value of the i-th symbolic extent for the kernels of this call.</summary>
    public void SetDim(int index, nint value)
    {
        if (index >= dims.Length) Array.Resize(ref dims, 2 * index);
        dims[index] = value;
    }

    /// <summary>Runs all chunks of a kernel on the thread team and returns when they are done.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="chunks">Its chunks.</param>
    /// <param name="buffers">Addresses, in the order of the kernel's slots.</param>
    /// <param name="number">In training: the launch's position in the <see cref="LaunchTable"/>.</param>
    /// <param name="stream">Where the kernel's random numbers come from: its <see cref="Stream"/>.</param>
    public void Launch(Kernel kernel, int chunks, ReadOnlySpan<nint> buffers, int number = 0, int stream = 0)
    {
        Stream = stream;
        if (buffers.Length > slots.Length) slots = new nint[2 * buffers.Length];
        buffers.CopyTo(slots);
        ThreadTeam.Run(kernel, this, chunks);
        Search?.Look(this, number, buffers);
    }

    // Inside a kernel:

    /// <summary>The value of the i-th symbolic extent.</summary>
    public nint Dim(int index) => dims[index];

    /// <summary>The stream of random numbers at which the running kernel begins.</summary>
    public int Stream { get; private set; }

    /// <summary>The first element of the buffer in a slot of the running kernel.</summary>
    public ref float Float(int slot) => ref *(float*)slots[slot];

    /// <inheritdoc cref="Float"/>
    public ref int Int(int slot) => ref *(int*)slots[slot];

    /// <inheritdoc cref="Float"/>
    public ref bool Bool(int slot) => ref *(bool*)slots[slot];

    /// <summary>Working memory of the running chunk, of at least this many floats; contents undefined.</summary>
    public ref float Scratch(nint length)
    {
        if (scratch is null || scratch.Elements < length) scratch = new AlignedMemory(length);
        return ref *(float*)scratch.Address;
    }

    /// <summary>What looks at the results of each launch; null, unless a step that came to no finite number is repeated.</summary>
    internal NonFiniteSearch? Search { get; set; }

    /// <summary>Sets all working memory to 0, so that what no kernel writes is a finite number.</summary>
    internal void ClearArena() => new Span<float>((void*)arena.Address, checked((int)arena.Elements)).Clear();

    /// <summary>Makes the arena at least so large.</summary>
    internal void Reserve(long elements)
    {
        if (arena.Elements < elements) arena = new AlignedMemory(elements);
    }

    /// <summary>Holds on to the memory as long as this call may read it.</summary>
    internal void UsePrepared(AlignedMemory memory) => prepared = memory;
}
