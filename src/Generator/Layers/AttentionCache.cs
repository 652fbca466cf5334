using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>What an attention keeps per session: projected keys and values, and which of them are padding. One sequence, or as many as an extent of the inputs says.</summary>
internal sealed class AttentionCache(LayerContext layer, CacheLength length)
{
    /// <summary>The length that caches of layers have when nothing is said.</summary>
    public const string DefaultLength = "P";

    /// <summary>The length of what decoder layers remember of an encoder.</summary>
    public const string MemoryLength = "Memory";

    public static LayerParameter Cache { get; } = LayerSettings.Whole("Cache", "With Causal: the positions whose keys and values a session keeps. With Window the oldest leave when more come; otherwise more are an error. 0: none.", 0);

    public static LayerParameter Length { get; } = new("Length", ParameterKind.String, "The name of the number of positions in the cache.", IsProperty: true) { Default = $"\"{DefaultLength}\"" };

    /// <summary>Of the earlier positions of the same sequence; null: none is kept.</summary>
    public static CacheLength? OfPositions(CallArguments settings, bool causal)
    {
        var (capacity, window) = (settings.Int(Cache.Name, 0), settings.Int("Window", 0));
        if (capacity == 0) return null;
        if (capacity < 0) throw new ShapeException($"the cache cannot hold {capacity} positions.");
        if (!causal) throw new ShapeException("a cache holds earlier positions, and without Causal later ones are seen as well: the layer must be causal.");
        if (window > capacity) throw new ShapeException($"a window of {window} positions does not fit into a cache of {capacity}.");
        return new CacheLength(settings.Text(Length.Name, DefaultLength), capacity, Slides: window > 0);
    }

    /// <summary>Writes behind what is there, and gives all of it. Without a session what is given is all there is.</summary>
    public (Value Keys, Value Values, Value? Padding) Append(Value keys, Value values, Value? padding) =>
        (Appended("keys", keys), Appended("values", values), padding is null ? null : Appended("padding", padding.ToFloat()).NotEqualTo(0));

    /// <summary>What is there.</summary>
    /// <param name="batch">The extent of the sequences.</param>
    /// <param name="width">Numbers per key and value.</param>
    /// <param name="hasPadding">Padding was appended as well.</param>
    public (Value Keys, Value Values, Value? Padding) All(Dim batch, int width, bool hasPadding) =>
        (Rows("keys", batch, Shape.Of(width)), Rows("values", batch, Shape.Of(width)), hasPadding ? Rows("padding", batch, Shape.Of()).NotEqualTo(0) : null);

    Value Appended(string name, Value rows)
    {
        if (layer.HasSession && layer.HasAppended(name)) throw new ShapeException("the layer is used a second time in a call, but has one cache: a layer for each use, or no cache.");
        var settings = Settings(rows.Shape[0], Shape.Of(rows.Shape.Dims.Skip(2)));
        return WithBatch(layer.Append(name, settings, settings.Batch is null ? rows.Reshape(settings.ShapeOf(rows.Shape[1])) : rows), settings);
    }

    Value Rows(string name, Dim batch, Shape row)
    {
        var settings = Settings(batch, row);
        return WithBatch(layer.Rows(name, settings), settings);
    }

    CacheSettings Settings(Dim batch, Shape row) => new(length.Capacity, row, length.Slides, length.Name, BatchSymbol(batch));

    static Value WithBatch(Value rows, CacheSettings settings) => settings.Batch is null ? rows.Reshape(Shape.Of([Dim.One, .. rows.Shape.Dims])) : rows;

    static string? BatchSymbol(Dim batch)
    {
        if (batch == Dim.One) return null;
        return batch.Symbols is [var symbol] && batch == Dim.Symbol(symbol)
            ? symbol
            : throw new ShapeException($"a session keeps one sequence, or as many as one extent of the inputs says, but here are {batch} of them.");
    }
}
