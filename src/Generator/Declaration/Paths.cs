using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;

namespace Sinter.Generator.Declaration;

/// <summary>Names everything that a network holds by the fields that lead to it, as PyTorch does: stages.0.conv1. What two fields hold has the first one's name.</summary>
internal static class Paths
{
    public static void Assign(ObjectDatum network)
    {
        network.Path = "";
        Members(network, "", frozen: false);
    }

    /// <summary>All instances that a datum leads to, itself included.</summary>
    public static IEnumerable<InstanceDatum> Reachable(Datum datum) => Reachable(datum, []);

    static IEnumerable<InstanceDatum> Reachable(Datum datum, HashSet<Datum> seen) => !seen.Add(datum) ? [] : datum switch
    {
        ObjectDatum owner => owner.Members.SelectMany(member => Reachable(owner[member]!, seen)).Prepend(owner),
        InstanceDatum instance => [instance],
        ArrayDatum array => array.Items.SelectMany(item => Reachable(item, seen)),
        TupleDatum tuple => tuple.Items.SelectMany(item => Reachable(item, seen)),
        _ => [],
    };

    static void Members(ObjectDatum owner, string path, bool frozen)
    {
        // Fields first: a parameter of a primary constructor names only what no field holds.
        foreach (var member in owner.Members.OrderBy(m => m is IParameterSymbol))
            Assign(owner[member]!, Join(path, member.Name.TrimStart('_')), frozen || member.Attribute(LanguageNames.Frozen) is not null);
    }

    static void Assign(Datum datum, string path, bool frozen)
    {
        switch (datum)
        {
            case InstanceDatum instance:
                instance.Frozen |= frozen;
                if (instance.Path is not null && !frozen) return;
                instance.Path ??= path;
                if (instance is ObjectDatum owner) Members(owner, owner.Path!, frozen);
                break;
            case ArrayDatum array: Items(array.Items, path, frozen); break;
            case TupleDatum tuple: Items(tuple.Items, path, frozen); break;
        }
    }

    static void Items(IReadOnlyList<Datum> items, string path, bool frozen)
    {
        for (var i = 0; i < items.Count; i++) Assign(items[i], Join(path, i.ToString(CultureInfo.InvariantCulture)), frozen);
    }

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
