using System.Collections.Generic;

namespace Sinter.Generator.Emission.Simd;

/// <summary>Gives out identifiers that are free.</summary>
internal sealed class NameTable(params IEnumerable<string> reserved)
{
    readonly HashSet<string> taken = [.. reserved];

    /// <summary>The name itself, or with the first number that makes it unique.</summary>
    public string Fresh(string hint)
    {
        var name = CSharp.Identifier(hint);
        var candidate = name;
        for (var i = 1; !taken.Add(candidate); i++)
            candidate = char.IsDigit(name[name.Length - 1]) ? $"{name}_{i}" : $"{name}{i}";
        return candidate;
    }
}
