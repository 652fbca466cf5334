using System;

namespace Sinter.Runtime;

/// <summary>
/// One call of an entry point while it runs: its working memory, the addresses of its buffers, and the values of its symbolic extents. Rented per call, so
/// that any number of threads may call one model at once; after the first call of a size nothing is allocated.
/// </summary>
public sealed unsafe class Execution
{
    const int FewSlices = 4, ManySlices = 64;

    /// <summary>Spans that <see cref="Call"/> pins.</summary>
    public const int MaxCallerSpans = 16;

    readonly nint[] callers;
    readonly Execution? whole;
    Execution[] parts = [];
    int slices;
    nint[] slots = new nint[16];
    nint[] dims = new nint[16];
    AlignedMemory? arena;
    AlignedMemory? prepared;

    [ThreadStatic]
    static AlignedMemory? scratch;

    /// <summary>Fails where kernels would run without vector instructions: compiled ahead of time, they never ask for the width themselves.</summary>
    public Execution()
    {
        _ = Simd.Width;
        callers = new nint[MaxCallerSpans];
    }

    // A slice of a call, with the call's memory.
    Execution(Execution whole) => (this.whole, callers) = (whole, whole.callers);

    Execution Root => whole ?? this;

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
    public nint Arena(nint offset) => Root.arena!.Address + offset * sizeof(float);

    /// <summary>The address of an element of what <see cref="PreparedBuffer.Ensure"/> prepared.</summary>
    public nint Prepared(nint offset) => Root.prepared!.Address + offset * sizeof(float);

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
        // What does not change stays in the caches of all cores.
        if (Stream != stream) Stream = stream;
        if (buffers.Length > slots.Length) slots = new nint[2 * buffers.Length];
        if (!buffers.SequenceEqual(slots.AsSpan(0, buffers.Length))) buffers.CopyTo(slots);
        if (whole is null) ThreadTeam.Run(kernel, this, chunks);
        else
        {
            for (var chunk = 0; chunk < chunks; chunk++) kernel(this, chunk);
        }
        Search?.Look(this, number, buffers);
    }

    /// <summary>
    /// Runs a body for slices of an extent, each on one thread, and returns when all are done. There are as many slices as the extent gives by itself, whatever there is of threads; an extent
    /// that is too short for two is a slice of its own, whose kernels have the thread team.
    /// </summary>
    /// <param name="body">Calls <see cref="Slice"/> with its chunk, and launches kernels there. No slice reads what another one writes.</param>
    /// <param name="extent">Which symbolic extent is cut.</param>
    /// <param name="fewest">Values that are worth a slice, at least 1.</param>
    public void LaunchSlices(Kernel body, int extent, nint fewest)
    {
        slices = Search is null ? SliceCount(dims[extent], fewest) : 1;
        if (parts.Length < slices) Array.Resize(ref parts, slices);
        for (var i = 0; i < slices && slices > 1; i++) (parts[i] ??= new Execution(this)).Begin(extent, dims[extent] * i / slices, dims[extent] * (i + 1) / slices);
        ThreadTeam.Run(body, this, slices);
    }

    /// <summary>The execution of a slice: its kernels see the slice's extent.</summary>
    public Execution Slice(int slice) => slices > 1 ? parts[slice] : this;

    /// <summary>The first value of the slice; 0 where nothing is cut.</summary>
    public nint First { get; private set; }

    /// <summary>The value of the i-th symbolic extent outside of the slice.</summary>
    public nint Whole(int index) => Root.dims[index];

    // Enough slices for some threads, and for many where the extent is long.
    static int SliceCount(nint length, nint fewest) => (int)Math.Clamp(length / (2 * fewest), Math.Clamp(length / fewest, 1, FewSlices), ManySlices);

    void Begin(int extent, nint first, nint end)
    {
        First = first;
        if (dims.Length < whole!.dims.Length) dims = new nint[whole.dims.Length];
        whole.dims.CopyTo(dims);
        dims[extent] = end - first;
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
    internal void ClearArena() => new Span<float>((void*)arena!.Address, checked((int)arena.Elements)).Clear();

    /// <summary>Makes the arena at least so large.</summary>
    internal void Reserve(long elements)
    {
        if (arena is null || arena.Elements < elements) arena = new AlignedMemory(elements);
    }

    /// <summary>Holds on to the memory as long as this call may read it.</summary>
    internal void UsePrepared(AlignedMemory memory) => prepared = memory;
}
