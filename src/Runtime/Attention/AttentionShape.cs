namespace Sinter.Runtime;

/// <summary>
/// The extents and strides of y = softmax(scale·Q·Kᵀ)·V, head by head. Queries, keys and values lie wherever a projection left them: the numbers of one head at one
/// position are neighbors, heads and positions any distance apart. All strides are in elements.
/// </summary>
public struct AttentionShape
{
    /// <summary>Independent sequences.</summary>
    public nint Batch;

    /// <summary>Heads of the queries, and of keys and values: a divisor. Query head h reads key head h·KeyHeads / Heads.</summary>
    public nint Heads, KeyHeads;

    /// <summary>Positions of queries, and of keys and values.</summary>
    public nint Queries, Keys;

    /// <summary>Numbers of a head in queries and keys, and in values and results.</summary>
    public nint HeadSize, ValueSize;

    /// <summary>Where heads lie in the operands. Results lie as [Batch, Queries, Heads, ValueSize].</summary>
    public HeadStrides Query, Key, Value;

    /// <summary>What products of queries and keys are multiplied by.</summary>
    public float Scale;

    /// <summary>Query i sees keys up to Keys − Queries + i: the last query sees all, wherever the first begins.</summary>
    public bool Causal;

    /// <summary>With <see cref="Causal"/>: how many keys a query sees at most, the latest ones; 0: all.</summary>
    public nint Window;

    /// <summary>The probability that a weight is dropped, the others being scaled up; 0: none.</summary>
    public float Dropout;

    /// <summary>The stream of the random numbers that decide it.</summary>
    public int Stream;

    /// <summary>Query heads per key head.</summary>
    internal readonly nint Groups => Heads / KeyHeads;

    /// <summary>From one row of weights to the next among the elements that random numbers belong to: whole vectors of any width.</summary>
    internal readonly nint RandomStride => (Keys + 15) & ~15;

    /// <summary>The keys that a query sees: from First to End, exclusive; none when End ≤ First.</summary>
    internal readonly (nint First, nint End) Visible(nint query)
    {
        if (!Causal) return (0, Keys);
        var end = Keys - Queries + query + 1;
        return (Window > 0 && end > Window ? end - Window : 0, end);
    }
}

/// <summary>From one sequence, position and head of an operand to the next.</summary>
public record struct HeadStrides(nint Batch, nint Position, nint Head)
{
    /// <summary>Of a dense tensor [Batch, positions, heads, size].</summary>
    internal static HeadStrides Dense(nint positions, nint heads, nint size) => new(positions * heads * size, heads * size, size);
}
