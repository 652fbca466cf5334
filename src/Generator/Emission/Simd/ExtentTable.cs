using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>Numbers the symbolic extents of a model: entry points that share kernels agree on them.</summary>
internal sealed class ExtentTable(IEnumerable<string> symbols)
{
    readonly List<string> symbols = [.. symbols.Distinct()];

    /// <summary>The extents of all entry points, and the counters of their loops.</summary>
    public ExtentTable(ModelDeclaration model, IEnumerable<EntryProgram> programs) :
        this(model.Entries.SelectMany(e => e.Symbols).Concat(programs.SelectMany(p => p.Main.Loops()).Select(loop => loop.Counter)))
    {
    }

    public int IndexOf(string symbol) => symbols.IndexOf(symbol) is >= 0 and var index ? index : throw new KeyNotFoundException($"The extent {symbol} is declared by no entry point.");
}
