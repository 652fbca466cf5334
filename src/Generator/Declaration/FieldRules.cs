using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Declaration;

/// <summary>Which fields learn from a loss, and which are never used.</summary>
internal static class FieldRules
{
    /// <summary>The paths of the parameters that a loss updates: those that it reads, that are not frozen, and that Trains names if it names any.</summary>
    public static IEnumerable<string> Trained(IMethodSymbol method, ObjectDatum network, EntryTrace entry, ModelTrace model)
    {
        var learning = entry.Parameters.Where(path => !model.OwnerOf(path).Frozen).ToArray();
        var attribute = method.Attribute(LanguageNames.Loss)!;
        var named = Named(attribute).ToArray();
        if (named.Length == 0) return learning;
        var trained = new HashSet<InstanceDatum>();
        foreach (var (name, location) in named)
        {
            var field = network.Members.FirstOrDefault(m => m.Name == name);
            var instances = field is null ? [] : Paths.Reachable(network[field]!).ToArray();
            trained.UnionWith(instances);
            if (!learning.Any(path => instances.Contains(model.OwnerOf(path)))) model.Report(Descriptors.Trains, location, name, network.Type.Name);
        }
        return learning.Where(path => trained.Contains(model.OwnerOf(path)));
    }

    static IEnumerable<(string Name, Location Location)> Named(AttributeData attribute)
    {
        foreach (var argument in attribute.NamedArguments)
            if (argument.Key == LanguageNames.LossTrains && argument.Value.Value is string name) yield return (name, AttributeSyntaxes.Named(attribute, argument.Key));
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind != TypedConstantKind.Array || argument.IsNull) continue;
            for (var i = 0; i < argument.Values.Length; i++)
                if (argument.Values[i].Value is string field) yield return (field, AttributeSyntaxes.Argument(attribute, i));
        }
    }

    /// <summary>Warns of the network's own fields that hold layers or parameters, none of which any entry point uses.</summary>
    public static void ReportUnused(ObjectDatum network, ModelTrace model)
    {
        foreach (var member in network.Members)
        {
            var instances = Paths.Reachable(network[member]!).Where(i => i is LayerDatum or StorageDatum or CacheDatum).ToArray();
            if (instances.Length > 0 && !instances.Any(i => i.Used)) model.Report(Descriptors.Unused, member.Location(), member.Name);
        }
    }
}
