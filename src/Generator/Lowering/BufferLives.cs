using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>A piece of working memory.</summary>
/// <param name="Home">The graph that it belongs to: in the loop over that graph, each iteration writes it before it reads it.</param>
internal sealed record OwnedBuffer(object Key, Dim Size, Graph Home);

/// <summary>
/// From which launch to which a buffer is in use. Launches are counted through, those of loops once. What belongs to a graph outside of a loop is in use during the whole loop:
/// another iteration comes back to it. So is what belongs into a loop that runs in slices: while one slice is at the loop's end, another one begins.
/// </summary>
internal sealed class BufferLives
{
    readonly Func<KernelArgument, OwnedBuffer?> owned;
    readonly List<object> order = [];
    readonly Dictionary<object, ArenaBuffer> lives = [];
    readonly List<(Graph Body, int First, int Last, bool InSlices)> loops = [];
    int position;

    BufferLives(Func<KernelArgument, OwnedBuffer?> owned) => this.owned = owned;

    /// <summary>The buffers in the order in which they are used first.</summary>
    /// <param name="owned">The buffer behind an argument; null where it has no part in the plan.</param>
    public static IReadOnlyList<ArenaBuffer> Of(IReadOnlyList<LoweredCluster> kernels, Func<KernelArgument, OwnedBuffer?> owned)
    {
        var walk = new BufferLives(owned);
        foreach (var kernel in kernels) walk.Visit(kernel);
        return walk.Result;
    }

    /// <inheritdoc cref="Of(IReadOnlyList{LoweredCluster}, Func{KernelArgument, OwnedBuffer?})"/>
    public static IReadOnlyList<ArenaBuffer> Of(IReadOnlyList<LoweredStep> steps, Func<KernelArgument, OwnedBuffer?> owned)
    {
        var walk = new BufferLives(owned);
        walk.Visit(steps);
        return walk.Result;
    }

    /// <summary>The kernels that run on every call, by their position, each with the graph that it belongs to: null for that of the program.</summary>
    public static IEnumerable<(LoweredCluster Kernel, Graph? Level)> Main(IEnumerable<LoweredStep> steps, Graph? level = null) => steps.SelectMany(step => step switch
    {
        LoweredLoop loop => Main(loop.Body, loop.Graph),
        LoweredCluster { Prepared: false } kernel => [(kernel, level)],
        _ => [],
    });

    IReadOnlyList<ArenaBuffer> Result => [.. order.Select(key => lives[key])];

    void Visit(IEnumerable<LoweredStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case LoweredCluster { Prepared: true }: break;
                case LoweredCluster kernel: Visit(kernel); break;
                case LoweredLoop loop:
                    loops.Add((loop.Graph, position, position + Main(loop.Body).Count() - 1, loop.Rows is not null));
                    Visit(loop.Body);
                    loops.RemoveAt(loops.Count - 1);
                    break;
            }
        }
    }

    void Visit(LoweredCluster kernel)
    {
        foreach (var buffer in kernel.Arguments.Select(owned).OfType<OwnedBuffer>())
        {
            // The outermost loop that the buffer does not belong into, or whose slices each have their own part of it at any time.
            var inside = loops.Count > 0 && loops[0].InSlices ? 0 : loops.FindIndex(loop => loop.Body == buffer.Home) + 1;
            var (first, last) = inside < loops.Count ? (loops[inside].First, loops[inside].Last) : (position, position);
            if (lives.TryGetValue(buffer.Key, out var life))
            {
                lives[buffer.Key] = life with { Last = Math.Max(life.Last, last) };
                continue;
            }
            order.Add(buffer.Key);
            lives[buffer.Key] = new ArenaBuffer(buffer.Key, buffer.Size, first, last);
        }
        position++;
    }
}
