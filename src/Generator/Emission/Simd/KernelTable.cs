using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>The kernels of a model, each once: those that compute the same share a method, whatever they are called.</summary>
internal sealed class KernelTable(ExtentTable extents)
{
    readonly Dictionary<string, EmittedKernel> byIdentity = new(StringComparer.Ordinal);
    readonly List<EmittedKernel> kernels = [];
    readonly NameTable methods = new();

    public IReadOnlyList<EmittedKernel> Kernels => kernels;

    /// <summary>The method of a kernel; of an equal one, if there is one already.</summary>
    public EmittedKernel Add(Kernel kernel)
    {
        var identity = LoopPrinter.Identity(kernel);
        if (!byIdentity.TryGetValue(identity, out var emitted))
        {
            byIdentity[identity] = emitted = new EmittedKernel(kernel, methods.Fresh(kernel.Name));
            methods.Fresh(CSharp.Pascal(emitted.Method));
            kernels.Add(emitted);
        }
        emitted.Launches++;
        return emitted;
    }

    public void Write(SourceWriter writer)
    {
        var first = true;
        foreach (var kernel in kernels)
        {
            if (!first) writer.Line();
            first = false;
            Write(writer, kernel);
        }
    }

    void Write(SourceWriter writer, EmittedKernel emitted)
    {
        var (kernel, name) = (emitted.Kernel, emitted.Method);
        writer.Line($"/// <summary>{CSharp.Xml(kernel.Comment)}{(emitted.Launches > 1 ? $" Launched {emitted.Launches} times." : "")}</summary>");
        writer.Line($"public static readonly {RuntimeNames.Kernel} {emitted.Field} =");
        writer.Line($"    {RuntimeNames.Simd}.Is512 ? {name}<{RuntimeNames.Simd512}> : {RuntimeNames.Simd}.Is256 ? {name}<{RuntimeNames.Simd256}> : {name}<{RuntimeNames.Simd128}>;");
        writer.Line();
        Chunks(writer, emitted);
        writer.Line();
        switch (kernel)
        {
            case LoopKernel loop: LoopKernelWriter.Write(writer, LoopFission.Run(Quotients.Run(loop)), name, extents, methods); break;
            case ContractionKernel contraction: ContractionWriter.Write(writer, contraction, name, extents); break;
            case WinogradKernel winograd: WinogradWriter.Write(writer, winograd, name, extents); break;
            case BandKernel band: BandWriter.Write(writer, band, name, extents); break;
            case PackKernel pack: PackWriter.Write(writer, pack, name, extents); break;
            case WinogradWeightsKernel weights: WinogradWriter.Write(writer, weights, name, extents); break;
            case AttentionKernel attention: AttentionWriter.Write(writer, attention, name, extents); break;
            default: throw new InvalidOperationException($"{kernel.GetType().Name} cannot be written.");
        }
    }

    void Chunks(SourceWriter writer, EmittedKernel emitted)
    {
        var header = $"public static int {emitted.Chunks}({RuntimeNames.Execution} run)";
        if (emitted.Kernel is LoopKernel loop)
        {
            var text = new ShapeText(extents);
            var chunks = text[ChunksOf(loop)];
            using (writer.Block(header))
            {
                text.Declare(writer);
                writer.Line($"return (int){(chunks.All(char.IsDigit) ? chunks : $"({chunks})")};");
            }
            return;
        }
        using (writer.Block(header))
        {
            if (emitted.Kernel is BandKernel band)
            {
                BandWriter.Chunks(writer, band, emitted.Method);
                return;
            }
            var (shape, driver) = emitted.Kernel switch
            {
                PackKernel => (RuntimeNames.PackShape, RuntimeNames.Packing),
                WinogradKernel => (RuntimeNames.WinogradShape, RuntimeNames.Winograd),
                WinogradWeightsKernel => (RuntimeNames.WinogradWeightsShape, RuntimeNames.WinogradWeights),
                AttentionKernel { IsGradient: false } => (RuntimeNames.AttentionShape, RuntimeNames.Attention),
                AttentionKernel => (RuntimeNames.AttentionShape, RuntimeNames.AttentionGradient),
                _ => (RuntimeNames.ContractionShape, ContractionWriter.Driver((ContractionKernel)emitted.Kernel)),
            };
            writer.Line($"{shape} shape = {emitted.Method}Shape(run);");
            writer.Line($"return {driver}.Chunks(in shape);");
        }
    }

    static Dim ChunksOf(LoopKernel loop) => Dim.FloorDivide(loop.Extent + loop.Grain - 1, loop.Grain);
}

/// <summary>A kernel and what it is called in C#.</summary>
internal sealed class EmittedKernel(Kernel kernel, string method)
{
    public Kernel Kernel { get; } = kernel;

    /// <summary>The generic method that runs one chunk.</summary>
    public string Method { get; } = method;

    /// <summary>The method for this machine's vectors.</summary>
    public string Field { get; } = CSharp.Pascal(method) is var pascal && pascal != method ? pascal : pascal + "Kernel";

    public string Chunks => Field + "Chunks";

    public int Launches { get; set; }
}
