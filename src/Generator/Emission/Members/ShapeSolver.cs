using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Emission.Members;

/// <summary>
/// How the symbolic extents of an entry point follow from the lengths of its inputs: each length that is linear in one extent not yet known determines it.
/// A session knows its batch and the rows of its caches. What no length determines becomes a parameter, the later extent first: of tokens [N, T], T is given and N follows.
/// </summary>
internal sealed class ShapeSolver
{
    readonly List<SolvedExtent> solved = [];
    readonly List<string> parameters = [];
    readonly HashSet<int> consumed = [];
    readonly EquatableArray<string> known;

    public ShapeSolver(EntryPoint entry)
    {
        known = entry.Session?.Symbols ?? [];
        while (true)
        {
            Solve(entry);
            var open = entry.Symbols.Where(s => !IsKnown(s)).ToList();
            if (open.Count == 0) break;
            parameters.Add(open[open.Count - 1]);
        }
    }

    /// <summary>The extents that lengths determine, in the order in which they can be computed.</summary>
    public IReadOnlyList<SolvedExtent> Solved => solved;

    /// <summary>The extents that the caller must give.</summary>
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>Whether the length of an input is already checked because an extent was computed from it.</summary>
    public bool IsConsumed(int input) => consumed.Contains(input);

    void Solve(EntryPoint entry)
    {
        for (var progress = true; progress;)
        {
            progress = false;
            for (var i = 0; i < entry.Inputs.Count; i++)
            {
                if (consumed.Contains(i) || Determines(entry.Inputs[i].Type.Shape.Size) is not { } symbol) continue;
                var size = entry.Inputs[i].Type.Shape.Size;
                var factor = size.CoefficientOf(symbol)!;
                solved.Add(new SolvedExtent(symbol, i, factor, size.Substitute(symbol, Dim.Zero)));
                consumed.Add(i);
                progress = true;
            }
        }
    }

    string? Determines(Dim size)
    {
        var open = size.Symbols.Where(s => !IsKnown(s)).ToList();
        return open is [var symbol] && size.CoefficientOf(symbol) is { } factor && !factor.Mentions(symbol) ? symbol : null;
    }

    bool IsKnown(string symbol) => known.Contains(symbol) || parameters.Contains(symbol) || solved.Any(s => s.Symbol == symbol);
}

/// <summary>symbol = (length of input − rest) / factor.</summary>
internal sealed record SolvedExtent(string Symbol, int Input, Dim Factor, Dim Rest);
