using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Layers;

/// <summary>What tells the positions of a sequence apart, in graph terms.</summary>
internal static class Positions
{
    /// <summary>The operands of layers that add or turn by positions.</summary>
    public static OpParameter Offset { get; } = new("offset", ParameterKind.Int, "The position of the first row.") { Default = "0" };

    /// <summary>The setting of such layers.</summary>
    public static LayerParameter PerSession { get; } =
        new("PerSession", ParameterKind.Bool, "Positions go on where the session's caches end, those of the length \"P\". In a [Loss] method they begin at 0.", IsProperty: true) { Default = "false" };

    /// <summary>The position of the first row that a layer is applied to: what its caller says, behind what the session has seen.</summary>
    public static Dim First(LayerContext layer, Dim offset) => SessionLength(layer) is { } length ? length.Position + offset : offset;

    /// <summary>What counts the positions of the layer's session; null when it does not ask.</summary>
    public static CacheLength? SessionLength(LayerContext layer) => layer.Settings.Bool(PerSession.Name) ? layer.Length(AttentionCache.DefaultLength) : null;

    /// <summary>offset, offset + 1, … along an axis of the given extent: f32 [extent].</summary>
    public static Value Of(Graph graph, Dim extent, Dim offset)
    {
        var positions = graph.Add(new Iota { Shape = Shape.Of(extent) }).ToFloat();
        return offset == Dim.Zero ? positions : positions + graph.Add(new Extent { Dim = offset });
    }

    /// <summary>Each pair (x[i], x[i + D/2]) of the last axis turned by position·base^(−2i/D); positions run along an axis before.</summary>
    public static Value Turned(Value x, int axis, Dim offset, double @base)
    {
        var size = LayerSettings.Known(x.Shape, x.Rank - 1);
        if (size % 2 != 0) throw new ShapeException($"pairs of numbers are turned, but there are {size} of them.");
        var angle = Angles(x.Graph, x.Shape[axis], offset, size / 2, size, @base);
        var table = Shape.Of([.. Enumerable.Range(axis, x.Rank - axis).Select(a => a == axis ? x.Shape[axis] : Dim.One), size / 2]);
        // (a, b) → (a cos − b sin, b cos + a sin), the two halves as an axis: the other one of a pair is the same number with that axis turned around.
        var pairs = x.Reshape(Shape.Of([.. x.Shape.Dims.Take(x.Rank - 1), 2, size / 2]));
        var sign = (x.Graph.Add(new Iota { Shape = Shape.Of(2, 1) }).ToFloat() * 2) - 1;
        return (pairs * angle.Cos().Reshape(table) + pairs.Flip([x.Rank - 1]) * (angle.Sin().Reshape(table) * sign)).Reshape(x.Shape);
    }

    /// <summary>sin and cos of position·base^(−2i/D), one after the other: f32 [extent, D].</summary>
    public static Value Waves(Graph graph, Dim extent, Dim offset, int size, double @base)
    {
        var angle = Angles(graph, extent, offset, (size + 1) / 2, size, @base).Reshape(Shape.Of(extent, (size + 1) / 2, 1));
        var isSine = graph.Add(new Iota { Shape = Shape.Of(2) }).EqualTo(0);
        var waves = isSine.Where(angle.Sin(), angle.Cos()).Reshape(Shape.Of(extent, size + size % 2));
        return size % 2 == 0 ? waves : waves.Slice(1, new SliceRange(0, size));
    }

    /// <summary>position·base^(−2i/size) for i below count: f32 [extent, count].</summary>
    static Value Angles(Graph graph, Dim extent, Dim offset, int count, int size, double @base)
    {
        var frequency = (graph.Add(new Iota { Shape = Shape.Of(count) }).ToFloat() * (-2 * Math.Log(@base) / size)).Exp();
        return Of(graph, extent, offset).Reshape(Shape.Of(extent, 1)) * frequency;
    }
}
