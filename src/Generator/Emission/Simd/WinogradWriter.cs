using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>A convolution by Winograd's algorithm, or the transform of its weights: its shape, which the launch asks for the number of chunks, its epilogue, and the call of the runtime's driver.</summary>
internal static class WinogradWriter
{
    public static void Write(SourceWriter writer, WinogradKernel kernel, string name, ExtentTable extents)
    {
        var epilogue = EpilogueWriter.TypeOf(kernel, name);
        writer.Line($"static void {name}<TSimd>({Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>"))
        {
            writer.Line($"{RuntimeNames.WinogradShape} shape = {name}Shape(run);");
            writer.Line(EpilogueWriter.Declaration(epilogue));
            writer.Line($"ref float scratch = ref run.Scratch({Winograd}.Scratch(in shape));");
            writer.Line($"{Winograd}.Run<TSimd, {epilogue}>(in shape, ref run.Float(0), ref run.Float(1), ref run.Float(2), ref epilogue, ref scratch, chunk);");
        }
        writer.Line();
        var (shape, text) = (kernel.Shape, new ShapeText(extents));
        text.Write(writer, RuntimeNames.WinogradShape, name,
        [
            $"Tile = {shape.Tile}, Images = {text[shape.Images]}, Rows = {text[shape.Rows]}, Columns = {text[shape.Columns]}, Channels = {text[shape.Channels]}, Filters = {text[shape.Filters]},",
            $"StrideImageX = {text[shape.X.Image]}, StrideRowX = {text[shape.X.Row]}, StrideColumnX = {text[shape.X.Column]},",
            $"StrideImageY = {text[shape.Y.Image]}, StrideRowY = {text[shape.Y.Row]}, StrideColumnY = {text[shape.Y.Column]},",
        ]);
        if (epilogue == NoEpilogue) return;
        writer.Line();
        EpilogueWriter.Write(writer, kernel, epilogue, extents);
    }

    public static void Write(SourceWriter writer, WinogradWeightsKernel kernel, string name, ExtentTable extents)
    {
        writer.Line($"static void {name}<TSimd>({Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>"))
        {
            writer.Line($"{WinogradWeightsShape} shape = {name}Shape(run);");
            writer.Line($"{WinogradWeights}.Run<TSimd>(in shape, ref run.Float(0), ref run.Float(1), chunk);");
        }
        writer.Line();
        var (strides, text) = (kernel.Strides, new ShapeText(extents));
        text.Write(writer, WinogradWeightsShape, name,
        [
            $"Tile = {kernel.Tile}, Channels = {text[kernel.Channels]}, Filters = {text[kernel.Filters]},",
            $"StrideFilter = {text[strides.Filter]}, StrideChannel = {text[strides.Channel]}, StrideRow = {text[strides.Row]}, StrideColumn = {text[strides.Column]},",
        ]);
    }
}
