using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Finds results that can overwrite an operand: the operand is dead afterwards, both have one size, and the kernel reads each element of it only where
/// it writes the same element of the result.
/// </summary>
internal static class InPlace
{
    /// <summary>For each buffer the one whose memory it shares (itself, mostly).</summary>
    /// <param name="kernels">By their position, with the body that they belong to (null: none): what belongs to another one is still read by the next iteration.</param>
    /// <param name="own">The value that fills the buffer behind an argument; null where that is larger.</param>
    public static Dictionary<object, object> Merge(IReadOnlyList<ArenaBuffer> buffers, IReadOnlyList<(LoweredCluster Kernel, Graph? Level)> kernels, Func<KernelArgument, Value?> own)
    {
        var life = buffers.ToDictionary(b => b.Key);
        var shares = buffers.ToDictionary(b => b.Key, b => b.Key);
        var taken = new HashSet<object>();
        for (var i = 0; i < kernels.Count; i++)
        {
            var (kernel, level) = kernels[i];
            bool IsOwn(KernelArgument argument) => own(argument) is { } value && (level is null || value.Graph == level);

            foreach (var written in kernel.Arguments.Select((a, slot) => (a, slot)).Where(x => x.a.Writes && IsOwn(x.a)))
            {
                if (!life.TryGetValue(written.a.Value, out var result) || result.First != i || shares[result.Key] != result.Key) continue;
                foreach (var read in kernel.Arguments.Select((a, slot) => (a, slot)).Where(x => !x.a.Writes && IsOwn(x.a)))
                {
                    if (!life.TryGetValue(read.a.Value, out var operand) || operand.Last != i || operand.Size != result.Size || read.a.Offset != Dim.Zero) continue;
                    if (IsBytes(written.a) != IsBytes(read.a)) continue;
                    if (taken.Contains(operand.Key) || !Overwrites(kernel, written.slot, read.slot)) continue;
                    shares[result.Key] = shares[operand.Key];
                    taken.Add(operand.Key);
                    break;
                }
            }
        }
        return shares;
    }

    /// <summary>One life for each piece of memory: from the first write of the first buffer to the last read of the last.</summary>
    public static IEnumerable<ArenaBuffer> Joined(IReadOnlyList<ArenaBuffer> buffers, Dictionary<object, object> shares) =>
        buffers.GroupBy(b => shares[b.Key]).Select(g => new ArenaBuffer(g.Key, g.First().Size, g.Min(b => b.First), g.Max(b => b.Last)));

    // A bool takes one byte, everything else four: element i of one is not element i of the other.
    static bool IsBytes(KernelArgument argument) => argument.Value.DType == DType.Bool;

    static bool Overwrites(LoweredCluster kernel, int written, int read) => kernel.Kernel switch
    {
        LoopKernel loops => Overwrites(loops, written, read),
        EpilogueKernel sums => read > 2 && Loads(sums.Epilogue, read).All(index => index == Dim.Symbol(EpilogueKernel.Offset) + kernel.Arguments[written].Offset),
        _ => false,
    };

    static bool Overwrites(LoopKernel kernel, int written, int read)
    {
        var statements = Flatten(kernel.Body).ToList();
        if (statements.Any(s => s is Accumulator)) return false;
        var stores = statements.OfType<Store>().Where(s => s.Buffer.Slot == written).ToList();
        if (stores is not [{ Accumulate: false } store]) return false;

        // Everything that is read of the element must have been read when it is overwritten.
        return statements.TakeWhile(s => s != store).Append(store).SelectMany(s => Loads(s, read)).All(index => index == store.Index)
            && !statements.SkipWhile(s => s != store).Skip(1).SelectMany(s => Loads(s, read)).Any();
    }

    static IEnumerable<Stmt> Flatten(IEnumerable<Stmt> body) => body.SelectMany(s => s is Loop loop ? Flatten(loop.Body) : [s]);

    static IEnumerable<Dim> Loads(Stmt statement, int slot) => statement switch
    {
        Let let => Loads(let.Value, slot),
        Update update => Loads(update.Value, slot),
        Store store => Loads(store.Value, slot),
        _ => [],
    };

    static IEnumerable<Dim> Loads(Expr expr, int slot) => expr switch
    {
        Load load when load.Buffer.Slot == slot => [load.Index],
        Call call => call.Arguments.SelectMany(a => Loads(a, slot)),
        _ => [],
    };
}
