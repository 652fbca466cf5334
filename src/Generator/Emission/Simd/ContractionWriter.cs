using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>A contraction: its shape, which the launch asks for the number of chunks, its epilogue, and the call of the runtime's driver.</summary>
internal static class ContractionWriter
{
    const int OuterLoops = 4, ReduceLoops = 2;

    public static void Write(SourceWriter writer, ContractionKernel kernel, string name, ExtentTable extents)
    {
        var epilogue = EpilogueWriter.TypeOf(kernel, name);
        writer.Line($"static void {name}<TSimd>({RuntimeNames.Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {RuntimeNames.ISimd}<TSimd>"))
        {
            writer.Line($"{RuntimeNames.ContractionShape} shape = {name}Shape(run);");
            writer.Line(EpilogueWriter.Declaration(epilogue));
            writer.Line($"{Driver(kernel)}.Run<TSimd, {epilogue}>(in shape, ref run.Float(0), ref run.Float(1), ref run.Float(2), ref epilogue, chunk);");
        }
        writer.Line();
        Shape(writer, kernel.Shape, name, extents);
        if (epilogue == RuntimeNames.NoEpilogue) return;
        writer.Line();
        EpilogueWriter.Write(writer, kernel, epilogue, extents);
    }

    /// <summary>The class of the runtime that computes it.</summary>
    public static string Driver(ContractionKernel kernel) => kernel.Shape.IsDepthwise ? RuntimeNames.Depthwise : RuntimeNames.Contraction;

    public static void Shape(SourceWriter writer, ContractionShape shape, string name, ExtentTable extents)
    {
        var text = new ShapeText(extents);
        var lines = new List<string>();
        for (var i = 0; i < OuterLoops; i++)
        {
            lines.Add(i < shape.Outer.Count
                ? $"Outer{i} = new {RuntimeNames.OuterLoop}({text[shape.Outer[i].Extent]}, {text[shape.Outer[i].StrideA]}, {text[shape.Outer[i].StrideB]}, {text[shape.Outer[i].StrideC]}),"
                : $"Outer{i} = new {RuntimeNames.OuterLoop}(1, 0, 0, 0),");
        }
        for (var i = 0; i < ReduceLoops; i++)
        {
            lines.Add(i < shape.Reduce.Count
                ? $"Reduce{i} = new {RuntimeNames.ReduceLoop}({text[shape.Reduce[i].Extent]}, {text[shape.Reduce[i].StrideA]}, {text[shape.Reduce[i].StrideB]}),"
                : $"Reduce{i} = new {RuntimeNames.ReduceLoop}(1, 0, 0),");
        }
        lines.Add($"M = {text[shape.M]}, N = {text[shape.N]}, K = {text[shape.K]},");
        lines.Add($"StrideAM = {text[shape.StrideAM]}, StrideAK = {text[shape.StrideAK]}, StrideBK = {text[shape.StrideBK]}, StrideCM = {text[shape.StrideCM]},");
        lines.Add($"PackedB = {(shape.PackedB ? "true" : "false")},");
        text.Write(writer, RuntimeNames.ContractionShape, name, lines);
    }
}

/// <summary>The dims of a shape, and the extents they need.</summary>
internal sealed class ShapeText(ExtentTable extents)
{
    readonly NameTable names = new("run");
    readonly Dictionary<string, string> locals = [];
    readonly Dictionary<string, string> bound = [];

    public string this[Dim dim] => CSharp.Dim(dim, Local);

    /// <summary>The method that fills a shape of the runtime.</summary>
    public void Write(SourceWriter writer, string type, string name, IEnumerable<string> initializer, string suffix = "Shape")
    {
        using (writer.Block($"static {type} {name}{suffix}({RuntimeNames.Execution} run)"))
        {
            Declare(writer);
            using (writer.Block($"return new {type}", "};")) foreach (var line in initializer) writer.Line(line);
        }
    }

    /// <summary>The name of a symbol that stands for no extent of the call: the writer declares it.</summary>
    public string Bind(string symbol) => bound[symbol] = names.Fresh(symbol);

    /// <param name="whole">Extents as they are outside of slices.</param>
    public void Declare(SourceWriter writer, bool whole = false)
    {
        foreach (var local in locals) writer.Line($"nint {local.Value} = run.{(whole ? "Whole" : "Dim")}({extents.IndexOf(local.Key)});");
    }

    string Local(string symbol)
    {
        if (bound.TryGetValue(symbol, out var given)) return given;
        if (!locals.TryGetValue(symbol, out var name)) locals[symbol] = name = names.Fresh(symbol);
        return name;
    }
}
