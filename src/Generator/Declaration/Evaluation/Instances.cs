using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>An object with identity: using one field twice is using one object twice. Its path is where the network keeps it.</summary>
internal abstract class InstanceDatum(ITypeSymbol type, Location site) : Datum
{
    public ITypeSymbol Type { get; } = type;

    /// <summary>Where it was made.</summary>
    public Location Site { get; } = site;

    /// <summary>"stages.0.conv1"; null until a field holds it, "" for the network itself.</summary>
    public string? Path { get; set; }

    public bool Frozen { get; set; }

    /// <summary>True once an entry point has called or read it.</summary>
    public bool Used { get; set; }
}

/// <summary>A layer of the library with its settings.</summary>
internal sealed class LayerDatum(LayerDefinition definition, ITypeSymbol type, Location site) : InstanceDatum(type, site)
{
    public LayerDefinition Definition { get; } = definition;

    /// <summary>As <see cref="CallArguments"/> expects them.</summary>
    public Dictionary<string, object> Settings { get; } = [];

    /// <summary>How the user wants its weights to start; null: as the layer does it.</summary>
    public InitDatum? Init { get; set; }

    /// <summary>The same for its biases.</summary>
    public InitDatum? BiasInit { get; set; }
}

/// <summary>A cache of rows, kept per session.</summary>
internal sealed class CacheDatum(int capacity, ITypeSymbol type, Shape row, Location site) : InstanceDatum(type, site)
{
    public CacheSettings Settings { get; set; } = new(capacity, row, Slides: false, Length: "P", Batch: null);
}

/// <summary>A raw parameter or state.</summary>
internal sealed class StorageDatum(bool learned, ITypeSymbol type, Shape shape, Location site) : InstanceDatum(type, site)
{
    public bool Learned { get; } = learned;

    public Shape Shape { get; } = shape;

    public InitDatum Init { get; set; } = new("Zeros", 0);

    /// <summary>Each session has its own content.</summary>
    public bool PerSession { get; set; }

    /// <summary>The symbol of an axis before <see cref="Shape"/>; null: there is none.</summary>
    public string? Batch { get; set; }

    /// <summary>With the batch's axis.</summary>
    public Shape FullShape => Batch is null ? Shape : Shape.Of([Dim.Symbol(Batch), .. Shape.Dims]);
}

/// <summary>An object of a class in the user's source: the network, a module, a configuration record.</summary>
internal sealed class ObjectDatum(INamedTypeSymbol type, Location site) : InstanceDatum(type, site)
{
    readonly Dictionary<ISymbol, Datum> fields = new(SymbolEqualityComparer.Default);

    /// <summary>Fields, automatic properties and captured constructor parameters in the order in which they were first set.</summary>
    public List<ISymbol> Members { get; } = [];

    /// <summary>While true, its fields may be assigned.</summary>
    public bool Constructing { get; set; } = true;

    public Datum? this[ISymbol member] => fields.TryGetValue(member.OriginalDefinition, out var value) ? value : null;

    public void Set(ISymbol member, Datum value)
    {
        member = member.OriginalDefinition;
        if (!fields.ContainsKey(member)) Members.Add(member);
        fields[member] = value;
    }
}
