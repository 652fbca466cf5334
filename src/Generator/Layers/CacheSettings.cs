using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Layers;

/// <summary>How a session's cache of rows is declared: <c>KeyValueCache</c> of the user's library, or a layer's own.</summary>
/// <param name="Capacity">Rows that fit; of a sliding window, the rows that a query sees.</param>
/// <param name="Row">The shape of a row.</param>
/// <param name="Slides">When it is full the oldest rows leave; otherwise that is an error.</param>
/// <param name="Length">The symbol that counts the rows at the beginning of a call. Caches of one symbol are appended to together.</param>
/// <param name="Batch">The symbol of an axis before the rows; null: there is none.</param>
internal sealed record CacheSettings(int Capacity, Shape Row, bool Slides, string Length, string? Batch)
{
    /// <summary>What caches of this symbol have in common.</summary>
    public CacheLength Group => new(Length, Capacity, Slides);

    /// <summary>The axis that counts rows.</summary>
    public int Axis => Batch is null ? 0 : 1;

    /// <summary>The shape of the memory: of a sliding window twice what it shows, so that moving the rows to the front is rare.</summary>
    public Shape Buffer => ShapeOf(Group.BufferRows);

    /// <summary>So many rows.</summary>
    public Shape ShapeOf(Dim rows) => Shape.Of([.. Batch is null ? [] : new[] { Dim.Symbol(Batch) }, rows, .. Row.Dims]);
}

/// <summary>The number of rows in a group of caches, as the symbols of an entry point.</summary>
internal sealed record CacheLength(string Name, int Capacity, bool Slides)
{
    /// <summary>Rows at the beginning of a call, as far as a query of this call may see them.</summary>
    public Dim Rows => Dim.Symbol(Name);

    /// <summary>Where the first of them lies. The session moves rows to the front before a call that would not fit.</summary>
    public Dim Start => Slides ? Dim.Symbol(StartSymbol) : Dim.Zero;

    /// <summary>Rows ever appended before this call.</summary>
    public Dim Position => Slides ? Dim.Symbol(PositionSymbol) : Rows;

    public int BufferRows => Slides ? checked(2 * Capacity) : Capacity;

    public string StartSymbol => Name + "_start";

    public string PositionSymbol => Name + "_position";
}
