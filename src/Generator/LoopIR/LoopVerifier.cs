using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// The invariants of kernels: names are bound once before they are used, buffers are declared with the type they are used at, no vector loop stands in another,
/// accumulators are updated as they were declared, calls have their operands. A violation is a defect of the compiler.
/// </summary>
internal sealed class LoopVerifier
{
    readonly Kernel kernel;
    readonly Dictionary<int, LoopIR.Buffer> buffers = [];
    readonly Dictionary<string, DType> scalars = [];
    readonly Dictionary<string, Combine> accumulators = [];
    readonly HashSet<string> loopVariables = [];

    LoopVerifier(Kernel kernel) => this.kernel = kernel;

    /// <param name="symbols">The symbolic extents that dims may mention.</param>
    public static void Verify(EntryProgram program, IReadOnlyList<string> symbols)
    {
        foreach (var step in program.Prepare.Concat(program.Main)) Verify(step, symbols);
    }

    static void Verify(ProgramStep step, IReadOnlyList<string> symbols)
    {
        switch (step)
        {
            case Launch launch: Verify(launch, symbols); break;
            case ProgramLoop loop: Verify(loop, symbols); break;
            case ProgramSlices slices: Verify(slices, symbols); break;
            default: throw ProgramSteps.Unknown(step);
        }
    }

    static void Verify(Launch launch, IReadOnlyList<string> symbols)
    {
        Verify(launch.Kernel, symbols);
        if (launch.Arguments.Count != launch.Kernel.Buffers.Count)
            throw new InvalidOperationException($"{launch.Kernel.Name}: {launch.Arguments.Count} arguments for {launch.Kernel.Buffers.Count} buffers.");
        var unknown = launch.Arguments.SelectMany(a => a.Offset.Symbols.Concat(a.Within.Symbols)).FirstOrDefault(s => !symbols.Contains(s));
        if (unknown is not null) throw new InvalidOperationException($"{launch.Kernel.Name}: an argument's offset mentions {unknown}, which is no extent of the entry point.");
    }

    static void Verify(ProgramLoop loop, IReadOnlyList<string> symbols)
    {
        if (symbols.Contains(loop.Counter)) throw new InvalidOperationException($"The loop over {loop.Counter}: its counter is an extent, or counts a loop around it.");
        var unknown = loop.Length.Symbols.FirstOrDefault(s => !symbols.Contains(s));
        if (unknown is not null) throw new InvalidOperationException($"The loop over {loop.Counter}: its length mentions {unknown}, which is no extent of the entry point.");
        foreach (var step in loop.Body) Verify(step, [.. symbols, loop.Counter]);
    }

    static void Verify(ProgramSlices slices, IReadOnlyList<string> symbols)
    {
        var unknown = slices.Fewest.Symbols.Prepend(slices.Extent).FirstOrDefault(s => !symbols.Contains(s));
        if (unknown is not null) throw new InvalidOperationException($"The slices of {slices.Extent} mention {unknown}, which is no extent of the entry point.");
        if (symbols.Contains(slices.First)) throw new InvalidOperationException($"The slices of {slices.Extent}: {slices.First} is an extent, or a counter around them.");
        if (slices.Body.Launches().FirstOrDefault(launch => launch.Kernel.Mentions(slices.First)) is { } launch)
            throw new InvalidOperationException($"{launch.Kernel.Name} mentions {slices.First}: where a slice begins is for the offsets of arguments only.");
        if (slices.Body.Loops().FirstOrDefault(loop => loop.Length.Mentions(slices.Extent)) is { } loop)
            throw new InvalidOperationException($"The loop over {loop.Counter} runs {loop.Length} times, within slices of {slices.Extent}.");
        foreach (var step in slices.Body) Verify(step, [.. symbols, slices.First]);
    }

    public static void Verify(Kernel kernel, IReadOnlyList<string> symbols)
    {
        var verifier = new LoopVerifier(kernel);
        foreach (var symbol in symbols) verifier.loopVariables.Add(symbol);
        verifier.Buffers();
        switch (kernel)
        {
            case LoopKernel loop: verifier.Loop(loop); break;
            case ContractionKernel contraction: verifier.Contraction(contraction); break;
            case WinogradKernel winograd: verifier.Winograd(winograd); break;
            case BandKernel band: verifier.Band(band); break;
            case PackKernel pack: verifier.Pack(pack); break;
            case WinogradWeightsKernel weights: verifier.WinogradWeights(weights); break;
            case AttentionKernel attention: verifier.Attention(attention); break;
        }
    }

    void Buffers()
    {
        for (var slot = 0; slot < kernel.Buffers.Count; slot++)
        {
            Require(kernel.Buffers[slot].Slot == slot, $"buffer {kernel.Buffers[slot].Name} stands at {slot} but has slot {kernel.Buffers[slot].Slot}");
            buffers.Add(slot, kernel.Buffers[slot]);
        }
    }

    void Loop(LoopKernel loop)
    {
        Dims("the grid", loop.Extent, loop.Grain);
        for (var i = 0; i < loop.Scratch.Count; i++)
        {
            Require(loop.Scratch[i].Buffer.Slot == -1 - i, $"scratch buffer {loop.Scratch[i].Buffer.Name} stands at {i} but has slot {loop.Scratch[i].Buffer.Slot}");
            Dims("scratch", loop.Scratch[i].Size);
            buffers.Add(-1 - i, loop.Scratch[i].Buffer);
        }
        Bind(loop.Variable);
        Body(loop.Body, inVector: loop.Kind == LoopKind.Vector);
    }

    void Contraction(ContractionKernel contraction)
    {
        Contraction(contraction.Shape);
        Epilogue(contraction);
    }

    void Contraction(ContractionShape shape)
    {
        Require(shape.Outer.Count <= 4, $"{shape.Outer.Count} outer loops; at most four");
        Require(shape.Reduce.Count <= 2, $"{shape.Reduce.Count} reductions around k; at most two");
        Dims("the shape", [.. shape.Dims]);
    }

    void Winograd(WinogradKernel winograd)
    {
        Require(winograd.Shape.Tile is 2 or 4, $"a tile of {winograd.Shape.Tile}; there are tiles of 2 and 4");
        Dims("the shape", [.. winograd.Shape.Dims]);
        Epilogue(winograd);
    }

    void Band(BandKernel band)
    {
        Require(band.Stages.Count >= 2, "one convolution has nothing between");
        Require(band.Buffers.Count > band.Result, "an operand or the result is missing");
        BindSum();
        foreach (var stage in band.Stages)
        {
            Require(stage.Shape.Outer.Count == 2, "the outer loops are images and lines");
            Contraction(stage.Shape);
            Dims("the lines", stage.Step, stage.Reach, stage.Before, stage.Margin);
            Expression(stage.Epilogue);
        }
        foreach (var stage in band.Stages.Take(band.Stages.Count - 1))
            Require(!stage.Epilogue.Indices().Any(index => index.Mentions(EpilogueKernel.Offset)), "what has no buffer has no offset");
    }

    void Epilogue(EpilogueKernel sums)
    {
        Require(sums.Buffers.Count >= 3, "A, B and C are missing");
        BindSum();
        Expression(sums.Epilogue);
    }

    void BindSum()
    {
        Bind(EpilogueKernel.Offset);
        Bind(EpilogueKernel.Column);
        scalars.Add(((Local)EpilogueKernel.Sum).Name, DType.Float32);
    }

    void Pack(PackKernel pack)
    {
        Require(pack.Buffers.Count == 2, "a packing has a source and a destination");
        Dims("the shape", pack.Batch, pack.StrideBatch, pack.N, pack.StrideN);
        foreach (var k in pack.K) Dims("k", k.Extent, k.StrideB);
    }

    void WinogradWeights(WinogradWeightsKernel weights)
    {
        Require(weights.Buffers.Count == 2, "a transform of weights has a source and a destination");
        Dims("the shape", [.. weights.Dims]);
    }

    void Attention(AttentionKernel attention)
    {
        var shape = attention.Shape;
        Require(attention.Roles.Count == attention.Buffers.Count && attention.Roles.Distinct().Count() == attention.Roles.Count, "every buffer has one role, no role two buffers");
        foreach (var role in new[] { AttentionRole.Query, AttentionRole.Key, AttentionRole.Value, AttentionRole.Result }) Require(attention.Slot(role) is not null, $"there is no {role}");
        Require(!attention.IsGradient || attention.Slot(AttentionRole.LogSum) is not null, "the derivative wants the logarithms of the sums");
        Dims("the shape", shape.Batch, shape.Heads, shape.KeyHeads, shape.Queries, shape.Keys, shape.HeadSize, shape.ValueSize);
        foreach (var strides in new[] { shape.Query, shape.Key, shape.Value }) Dims("a stride", strides.Batch, strides.Position, strides.Head);
    }

    void Body(IEnumerable<Stmt> body, bool inVector)
    {
        var bound = new List<string>();
        foreach (var statement in body) Statement(statement, inVector, bound);
        foreach (var name in bound)
        {
            scalars.Remove(name);
            accumulators.Remove(name);
        }
    }

    void Statement(Stmt statement, bool inVector, List<string> bound)
    {
        switch (statement)
        {
            case Loop loop:
                Require(!inVector || loop.Kind == LoopKind.Serial, $"the vector loop over {loop.Variable} stands in another");
                Dims($"the loop over {loop.Variable}", loop.Extent);
                Bind(loop.Variable);
                Body(loop.Body, inVector || loop.Kind == LoopKind.Vector);
                loopVariables.Remove(loop.Variable);
                break;
            case Let let:
                Expression(let.Value);
                Declare(let.Name, let.Value.Type, bound);
                break;
            case Accumulator accumulator:
                Declare(accumulator.Name, DType.Float32, bound);
                accumulators.Add(accumulator.Name, accumulator.Combine);
                break;
            case Update update:
                Expression(update.Value);
                Require(accumulators.TryGetValue(update.Name, out var combine), $"{update.Name} is updated but is no accumulator here");
                Require(combine == update.Combine, $"{update.Name} was declared for {combine} and is updated by {update.Combine}");
                break;
            case Store store:
                Access(store.Buffer, store.Index);
                Expression(store.Value);
                Require(store.Buffer.Type != DType.Int32 || store.Value.Type == DType.Int32, $"{store.Value.Type} is stored to {store.Buffer.Name}, which is i32");
                Require(!store.Accumulate || store.Buffer.Type == DType.Float32, $"{store.Buffer.Name} is added to but is no f32");
                break;
            default: throw new InvalidOperationException($"{kernel.Name}: unknown statement {statement.GetType().Name}.");
        }
    }

    // Expressions may share parts: each is visited once.
    void Expression(Expr expression) => Expression(expression, new HashSet<Expr>(ReferenceComparer<Expr>.Instance));

    void Expression(Expr expression, HashSet<Expr> seen)
    {
        if (!seen.Add(expression)) return;
        switch (expression)
        {
            case Load load: Access(load.Buffer, load.Index); break;
            case IndexValue index: Dims("an index value", index.Index); break;
            case Local local:
                Require(scalars.TryGetValue(local.Name, out var type), $"{local.Name} is used before it is bound");
                Require(type == local.Type, $"{local.Name} is {type} and is used as {local.Type}");
                break;
            case Call call:
                Require(call.Arguments.Count == call.Intrinsic.Arity(), $"{call.Intrinsic} has {call.Arguments.Count} operands");
                foreach (var argument in call.Arguments) Expression(argument, seen);
                break;
        }
    }

    void Access(LoopIR.Buffer buffer, Dim index)
    {
        Require(buffers.TryGetValue(buffer.Slot, out var declared), $"{buffer.Name} (slot {buffer.Slot}) is not among the buffers");
        Require(declared!.Type == buffer.Type, $"{buffer.Name} is declared {declared.Type} and used as {buffer.Type}");
        Dims($"an index of {buffer.Name}", index);
    }

    void Dims(string where, params Dim[] dims)
    {
        foreach (var symbol in dims.SelectMany(d => d.Symbols))
        {
            var bound = loopVariables.Contains(symbol) || (scalars.TryGetValue(symbol, out var type) && type == DType.Int32);
            Require(bound, $"{where} mentions {symbol}, which is bound nowhere around it");
        }
    }

    void Bind(string variable)
    {
        Require(!scalars.ContainsKey(variable) && loopVariables.Add(variable), $"{variable} is bound twice");
    }

    void Declare(string name, DType type, List<string> bound)
    {
        Require(!scalars.ContainsKey(name) && !loopVariables.Contains(name), $"{name} is bound twice");
        scalars.Add(name, type);
        bound.Add(name);
    }

    void Require(bool condition, string reason)
    {
        if (!condition) throw new InvalidOperationException($"{kernel.Name}: {reason}.");
    }
}
