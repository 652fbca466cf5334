using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// The extents of y = softmax(scale·Q·Kᵀ)·V per head, and where its operands lie: the numbers of one head at one position are neighbors, sequences, positions and heads any distance apart. Results
/// are dense: [Batch, positions, heads, size].
/// </summary>
/// <param name="KeyHeads">Heads of keys and values; each serves Heads / KeyHeads query heads that follow each other.</param>
internal sealed record AttentionShape(
    Dim Batch,
    Dim Heads,
    Dim KeyHeads,
    Dim Queries,
    Dim Keys,
    Dim HeadSize,
    Dim ValueSize,
    HeadStrides Query,
    HeadStrides Key,
    HeadStrides Value,
    AttentionSettings Settings)
{
    public IEnumerable<Dim> Dims => [Batch, Heads, KeyHeads, Queries, Keys, HeadSize, ValueSize, .. Query.Dims, .. Key.Dims, .. Value.Dims];

    /// <summary>Query heads per key head.</summary>
    public Dim Groups => Dim.FloorDivide(Heads, KeyHeads);

    /// <summary>From one query's weights to the next one's among the elements that random numbers belong to: whole vectors of any width.</summary>
    public Dim RandomStride => Dim.FloorDivide(Keys + 15, 16) * 16;
}

/// <summary>From one sequence, position and head of an operand to the next, in elements.</summary>
internal sealed record HeadStrides(Dim Batch, Dim Position, Dim Head)
{
    public IEnumerable<Dim> Dims => [Batch, Position, Head];

    /// <summary>Of a dense tensor [Batch, positions, heads, size].</summary>
    public static HeadStrides Dense(Dim positions, Dim heads, Dim size) => new(positions * heads * size, heads * size, size);

    public Dim Offset(Dim batch, Dim position, Dim head) => batch * Batch + position * Position + head * Head;
}

/// <summary>What attention computes, whatever its extents.</summary>
/// <param name="Scale">What products of queries and keys are multiplied by.</param>
/// <param name="Causal">Query i sees keys up to Keys − Queries + i: the last query sees all.</param>
/// <param name="Window">With Causal: how many keys a query sees at most, the latest ones; 0: all.</param>
/// <param name="Dropout">The probability that a weight is dropped, the others being scaled up; 0: none.</param>
/// <param name="Stream">The stream of the random numbers that decide it.</param>
internal sealed record AttentionSettings(double Scale = 1, bool Causal = false, int Window = 0, double Dropout = 0, int Stream = 0);

/// <summary>What a buffer is to a kernel of attention.</summary>
internal enum AttentionRole
{
    Query,
    Key,
    Value,

    /// <summary>bool [Batch, Keys]: true for keys that no query sees. May be missing.</summary>
    Padding,

    /// <summary>[Batch, Queries, Heads, ValueSize].</summary>
    Result,

    /// <summary>[Batch, Heads, Queries]: the logarithm of the sum of a row's exponentials. The forward pass computes it when it is asked for.</summary>
    LogSum,

    /// <summary>The derivative by the result, dense.</summary>
    Upstream,

    // The derivatives by the operands, dense, those that are asked for.
    QueryGradient,
    KeyGradient,
    ValueGradient,
}
