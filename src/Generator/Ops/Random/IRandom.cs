using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Random;

/// <summary>An op that draws random numbers.</summary>
internal interface IRandom : IVariesPerCall
{
    /// <summary>Which sequence of random numbers: two ops with one stream draw the same.</summary>
    int Stream { get; }
}

internal static class RandomStreams
{
    /// <summary>A stream that no op of the graph has yet.</summary>
    public static int FreshRandomStream(this Graph graph) =>
        graph.Values.Select(value => value.Op).OfType<IRandom>().Select(op => op.Stream + 1).DefaultIfEmpty(0).Max();
}
