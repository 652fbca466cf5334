using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.Layers;

/// <summary>All layers and losses by the name of their class, found by type: there is no list to keep.</summary>
internal static class LayerCatalog
{
    public static IReadOnlyDictionary<string, LayerDefinition> Layers { get; } = All<LayerDefinition>().ToDictionary(layer => layer.Name);

    public static IReadOnlyDictionary<string, LossDefinition> Losses { get; } = All<LossDefinition>().ToDictionary(loss => loss.Name);

    static IEnumerable<T> All<T>() =>
        typeof(T).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
            .Select(type => (T)Activator.CreateInstance(type)!);
}
