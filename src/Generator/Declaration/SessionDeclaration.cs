using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration;

/// <summary>The memory of a session.</summary>
/// <param name="Batch">The symbol of the sequences beside each other; null: one sequence.</param>
internal sealed record SessionDeclaration(EquatableArray<SessionStateDeclaration> States, EquatableArray<CacheLength> Lengths, string? Batch)
{
    public int IndexOf(string length) => Lengths.ToList().FindIndex(l => l.Name == length);
}

/// <param name="Initial">Its first content, the same everywhere.</param>
/// <param name="Cache">Null for what is replaced as a whole.</param>
internal sealed record SessionStateDeclaration(string Path, Shape Shape, double Initial, CacheSettings? Cache);

/// <summary>An entry point that runs in a session.</summary>
/// <param name="Lengths">The groups of caches that it reads or appends to.</param>
/// <param name="Appends">What it appends; at most one per group.</param>
internal sealed record SessionUse(EquatableArray<CacheLength> Lengths, EquatableArray<RowsAppended> Appends, string? Batch)
{
    /// <summary>The symbolic extents that the session knows.</summary>
    public EquatableArray<string> Symbols =>
    [
        .. Batch is null ? [] : new[] { Batch },
        .. Lengths.SelectMany(l => l.Slides ? new[] { l.Name, l.StartSymbol, l.PositionSymbol } : [l.Name]),
    ];
}

/// <param name="Length">The group's symbol.</param>
internal sealed record RowsAppended(string Length, Dim Rows);
