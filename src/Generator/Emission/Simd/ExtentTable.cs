using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;

namespace Sinter.Generator.Emission.Simd;

/// <summary>Numbers the symbolic extents of a model: entry points that share kernels agree on them.</summary>
internal sealed class ExtentTable(IEnumerable<string> symbols)
{
    readonly List<string> symbols = [.. symbols.Distinct()];

    public ExtentTable(ModelDeclaration model) : this(model.Entries.SelectMany(e => e.Symbols))
    {
    }

    public int IndexOf(string symbol) => symbols.IndexOf(symbol) is >= 0 and var index ? index : throw new KeyNotFoundException($"The extent {symbol} is declared by no entry point.");
}
