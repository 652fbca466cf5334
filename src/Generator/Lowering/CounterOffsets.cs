using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Moves the step of a loop's counter through a buffer from the kernel to the place where the buffer begins: x[t·8 + i] is x'[i] with x' = x + t·8. Such a kernel is the same in every loop.
/// </summary>
internal static class CounterOffsets
{
    public static LoweredStep Move(LoweredStep step, string counter) => step switch
    {
        LoweredCluster kernel => Move(kernel, counter),
        LoweredLoop loop => loop with { Body = [.. loop.Body.Select(inner => Move(inner, counter))] },
        _ => step,
    };

    static LoweredCluster Move(LoweredCluster step, string counter)
    {
        if (!step.Kernel.Mentions(counter)) return step;
        var accesses = Accesses(step.Kernel).ToLookup(access => access.Buffer.Slot, access => Part(access.Index, counter));
        var offsets = step.Kernel.Buffers.Select(buffer => accesses[buffer.Slot].Distinct().ToArray() is [{ } only] ? only : Dim.Zero).ToList();
        Dim Moved(Buffer buffer, Dim index) => buffer.Slot >= 0 && index.Mentions(counter) ? index - offsets[buffer.Slot] : index;
        Expr? MovedLoad(Expr expr) => expr is Load load && Moved(load.Buffer, load.Index) is var index && index != load.Index ? load with { Index = index } : null;
        Stmt MovedStore(Stmt statement) => statement switch
        {
            Store store => store with { Index = Moved(store.Buffer, store.Index) },
            Loop loop => loop with { Body = loop.Body.Select(MovedStore).ToEquatableArray() },
            _ => statement,
        };

        return step with
        {
            Kernel = step.Kernel switch
            {
                LoopKernel loop => loop with { Body = loop.Body.Select(s => MovedStore(s.Replace(MovedLoad))).ToEquatableArray() },
                EpilogueKernel sums => sums with { Epilogue = sums.Epilogue.Replace(MovedLoad) },
                var other => other,
            },
            Arguments = [.. step.Arguments.Select((argument, slot) => argument with { Offset = argument.Offset + offsets[slot] })],
        };
    }

    // What the counter adds; null where that depends on the element.
    static Dim? Part(Dim index, string counter) => index - index.Substitute(counter, Dim.Zero) is var part && index.CoefficientOf(counter) is { } step && part == step * Dim.Symbol(counter) ? part : null;

    static IEnumerable<(Buffer Buffer, Dim Index)> Accesses(Kernel kernel) => kernel switch
    {
        LoopKernel loop => loop.Body.SelectMany(Accesses),
        EpilogueKernel sums => Accesses(sums.Epilogue),
        _ => [],
    };

    static IEnumerable<(Buffer Buffer, Dim Index)> Accesses(Stmt statement) => statement switch
    {
        Loop loop => loop.Body.SelectMany(Accesses),
        Let let => Accesses(let.Value),
        Update update => Accesses(update.Value),
        Store store => Accesses(store.Value).Append((store.Buffer, store.Index)),
        _ => [],
    };

    static IEnumerable<(Buffer Buffer, Dim Index)> Accesses(Expr expr) => expr switch
    {
        Load load => [(load.Buffer, load.Index)],
        Call call => call.Arguments.SelectMany(Accesses),
        _ => [],
    };
}
