using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// Kernels as text, complete and stable: equal texts mean equal kernels. With <paramref name="anonymous"/> buffers are called by their slots, numbers by their order, and the kernel by
/// nothing, and streams of random numbers count from the first: what remains is what decides whether two kernels can share one method.
/// </summary>
internal sealed class LoopPrinter(bool anonymous = false)
{
    readonly SourceWriter writer = new();
    readonly Dictionary<string, string> locals = [];     // the names of numbers while anonymous
    int first;                                           // the stream from which streams count
    int declared;

    public static string Print(Kernel kernel)
    {
        var printer = new LoopPrinter();
        printer.Write(kernel);
        return printer.writer.ToString();
    }

    /// <summary>What the kernel computes, whatever it and its buffers are called.</summary>
    public static string Identity(Kernel kernel)
    {
        var printer = new LoopPrinter(anonymous: true);
        printer.Write(kernel);
        return printer.writer.ToString();
    }

    public static string Print(EntryProgram program)
    {
        var writer = new SourceWriter();
        writer.Line($"arena {program.ArenaSize}, prepared {program.PreparedSize}");
        Write(writer, program.Prepare, "prepare ");
        Write(writer, program.Main, "main ");
        return writer.ToString();
    }

    static void Write(SourceWriter writer, IEnumerable<ProgramStep> steps, string stage)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Launch launch:
                    writer.Line($"{stage}{Print(launch)}");
                    break;
                case ProgramLoop loop:
                    using (writer.Block($"{stage}for {loop.Counter} < {loop.Length}{(loop.Backwards ? " backwards" : "")}")) Write(writer, loop.Body, "");
                    break;
                case ProgramSlices slices:
                    using (writer.Block($"{stage}slices of {slices.Extent} from {slices.First}, at least {slices.Fewest}")) Write(writer, slices.Body, "");
                    break;
                default:
                    throw ProgramSteps.Unknown(step);
            }
        }
    }

    static string Print(Launch launch) => $"{launch.Kernel.Name}({string.Join(", ", launch.Arguments.Select(Print))})";

    public static string Print(Expr expression) => new LoopPrinter().Text(expression);

    static string Print(Location location) => $"{location.Space}{(location.Space is Space.Input or Space.Output ? $"{location.Index}" : "")}[{location.Offset + location.Within}]";

    void Write(Kernel kernel)
    {
        if (anonymous) first = kernel.FirstStream();
        if (!anonymous && kernel.Comment.Length > 0) writer.Line($"// {kernel.Comment}");
        var header = $"{(anonymous ? "" : kernel.Name)}({string.Join(", ", kernel.Buffers.Select(b => $"{Text(b)}: {b.Type.ShortName()}"))})";
        switch (kernel)
        {
            case LoopKernel loop: Write(header, loop); break;
            case ContractionKernel contraction: Write(header, contraction); break;
            case WinogradKernel winograd: Write(header, winograd); break;
            case BandKernel band: Write(header, band); break;
            case PackKernel pack: Write(header, pack); break;
            case WinogradWeightsKernel weights: Write(header, weights); break;
            case AttentionKernel attention: Write(header, attention); break;
            default: throw new InvalidOperationException($"{kernel.GetType().Name} cannot be printed.");
        }
    }

    void Write(string header, LoopKernel kernel)
    {
        using (writer.Block($"loop {header} {Keyword(kernel.Kind)} {kernel.Variable} < {kernel.Extent} by {kernel.Grain}"))
        {
            foreach (var scratch in kernel.Scratch) writer.Line($"scratch {Text(scratch.Buffer)}: {scratch.Buffer.Type.ShortName()}[{scratch.Size}]");
            Write(kernel.Body);
        }
    }

    void Write(string header, ContractionKernel kernel)
    {
        using (writer.Block($"contraction {header}")) Write(kernel.Shape, kernel.Epilogue);
    }

    void Write(ContractionShape shape, Expr epilogue)
    {
        foreach (var outer in shape.Outer) writer.Line($"outer {outer.Extent}: A {outer.StrideA}, B {outer.StrideB}, C {outer.StrideC}");
        foreach (var reduce in shape.Reduce) writer.Line($"reduce {reduce.Extent}: A {reduce.StrideA}, B {reduce.StrideB}");
        writer.Line($"m {shape.M}: A {shape.StrideAM}, C {shape.StrideCM}");
        writer.Line($"n {shape.N}{(shape.IsDepthwise ? ": A 1" : "")}");
        writer.Line($"k {shape.K}: A {shape.StrideAK}, {(shape.PackedB ? "packed B" : $"B {shape.StrideBK}")}");
        writer.Line($"epilogue {Text(epilogue)}");
    }

    void Write(string header, BandKernel kernel)
    {
        using (writer.Block($"bands {header}"))
        {
            foreach (var stage in kernel.Stages)
            {
                using (writer.Block($"lines {stage.Step}·line - {stage.Before} by {stage.Reach}, margin {stage.Margin}")) Write(stage.Shape, stage.Epilogue);
            }
        }
    }

    void Write(string header, WinogradKernel kernel)
    {
        static string Text(ImageStrides strides) => $"{strides.Image}, {strides.Row}, {strides.Column}";

        var shape = kernel.Shape;
        using (writer.Block($"winograd {header} F({shape.Tile}×{shape.Tile}, 3×3)"))
        {
            writer.Line($"images {shape.Images} of {shape.Rows}×{shape.Columns}: A {Text(shape.X)}, C {Text(shape.Y)}");
            writer.Line($"n {shape.Filters}");
            writer.Line($"k {shape.Channels}");
            writer.Line($"epilogue {this.Text(kernel.Epilogue)}");
        }
    }

    void Write(string header, PackKernel kernel)
    {
        using (writer.Block($"pack {header}"))
        {
            writer.Line($"batch {kernel.Batch}: {kernel.StrideBatch}");
            foreach (var k in kernel.K) writer.Line($"k {k.Extent}: {k.StrideB}");
            writer.Line($"n {kernel.N}: {kernel.StrideN}");
        }
    }

    void Write(string header, WinogradWeightsKernel kernel)
    {
        using (writer.Block($"winograd_weights {header} F({kernel.Tile}×{kernel.Tile}, 3×3)"))
        {
            writer.Line($"filters {kernel.Filters}: {kernel.Strides.Filter}");
            writer.Line($"channels {kernel.Channels}: {kernel.Strides.Channel}");
            writer.Line($"taps: {kernel.Strides.Row}, {kernel.Strides.Column}");
        }
    }

    void Write(string header, AttentionKernel kernel)
    {
        static string Text(HeadStrides strides) => $"{strides.Batch}, {strides.Position}, {strides.Head}";

        var (shape, settings) = (kernel.Shape, kernel.Shape.Settings);
        using (writer.Block($"attention {header}"))
        {
            writer.Line($"buffers {string.Join(", ", kernel.Roles)}");
            writer.Line($"batch {shape.Batch}");
            writer.Line($"heads {shape.Heads} over {shape.KeyHeads}");
            writer.Line($"queries {shape.Queries} of {shape.HeadSize}: {Text(shape.Query)}");
            writer.Line($"keys {shape.Keys} of {shape.HeadSize}: {Text(shape.Key)}");
            writer.Line($"values {shape.Keys} of {shape.ValueSize}: {Text(shape.Value)}");
            writer.Line($"scale {settings.Scale.ToString("R", CultureInfo.InvariantCulture)}{(settings.Causal ? ", causal" : "")}{(settings.Window > 0 ? $", window {settings.Window}" : "")}");
            if (settings.Dropout > 0) writer.Line($"dropout {settings.Dropout.ToString("R", CultureInfo.InvariantCulture)}, stream {settings.Stream - first}");
        }
    }

    void Write(IEnumerable<Stmt> body)
    {
        foreach (var statement in body) Write(statement);
    }

    void Write(Stmt statement)
    {
        switch (statement)
        {
            case Loop loop:
                using (writer.Block($"{Keyword(loop.Kind)} {loop.Variable} < {loop.Extent}")) Write(loop.Body);
                break;
            case Let let:
                var value = Text(let.Value);
                writer.Line($"{(let.Value.Type == DType.Int32 ? let.Name : Declared(let.Name))} = {value}");
                break;
            case Accumulator accumulator: writer.Line($"{Declared(accumulator.Name)} := {accumulator.Combine}"); break;
            case Update update: writer.Line($"{Name(update.Name)} <- {update.Combine} {Text(update.Value)}"); break;
            case Store store: writer.Line($"{Text(store.Buffer)}[{store.Index}] {(store.Accumulate ? "+=" : "=")} {Text(store.Value)}"); break;
            default: throw new InvalidOperationException($"{statement.GetType().Name} cannot be printed.");
        }
    }

    // Numbers are called after values of the model. Integers keep their names, which also stand in dims.
    string Declared(string name) => anonymous ? locals[name] = $"v{declared++}" : name;

    string Name(string name) => locals.TryGetValue(name, out var anonymousName) ? anonymousName : name;

    string Text(LoopIR.Buffer buffer) => anonymous ? $"b{buffer.Slot}" : buffer.Name;

    string Text(Expr expression) => expression switch
    {
        Literal literal => literal.Value.ToString("R", CultureInfo.InvariantCulture) + (literal.Type == DType.Float32 ? "" : ":" + literal.Type.ShortName()),
        IndexValue index => $"index({index.Index})",
        Load load => $"{Text(load.Buffer)}[{load.Index}]",
        Local local => Name(local.Name),
        Call { Intrinsic: Intrinsic.RandomUniform } call when call.Arguments[0] is Literal stream =>
            $"{call.Intrinsic}({(stream.Value - first).ToString("R", CultureInfo.InvariantCulture)}, {Text(call.Arguments[1])})",
        Call call => $"{call.Intrinsic}({string.Join(", ", call.Arguments.Select(Text))})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} cannot be printed."),
    };

    static string Keyword(LoopKind kind) => kind == LoopKind.Vector ? "vector" : "for";
}
