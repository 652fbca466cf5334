using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>All ops, found by type: there is no list to keep. Ordered by name.</summary>
internal static class OpCatalog
{
    public static IReadOnlyList<Op> All { get; } =
    [
        .. typeof(Op).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract)
            .Select(type => (Op)Activator.CreateInstance(type)!)
            .OrderBy(op => op.Name, StringComparer.Ordinal),
    ];

    /// <summary>By the name of the function in Sinter.Ops.</summary>
    public static IReadOnlyDictionary<string, Op> Functions { get; } =
        All.Where(op => op.Schema.Function is not null).ToDictionary(op => op.Schema.Function!);
}
