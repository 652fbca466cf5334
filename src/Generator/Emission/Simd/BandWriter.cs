using System.Linq;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>Convolutions over bands of lines: the stages, which the launch asks for the number of chunks, their epilogues, and a call of the runtime for each.</summary>
internal static class BandWriter
{
    public static void Write(SourceWriter writer, BandKernel kernel, string name, ExtentTable extents)
    {
        var contractions = kernel.Contractions.ToList();
        string Epilogue(int i) => EpilogueWriter.TypeOf(contractions[i], $"{name}{i}");

        writer.Line($"static void {name}<TSimd>({RuntimeNames.Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {RuntimeNames.ISimd}<TSimd>"))
        {
            Stages(writer, kernel, name);
            writer.Line($"{RuntimeNames.Band} band = new {RuntimeNames.Band}(stages, chunk);");
            writer.Line("ref float between = ref run.Scratch(band.Length);");
            for (var i = 0; i < contractions.Count; i++)
            {
                var epilogue = Epilogue(i) == RuntimeNames.NoEpilogue ? "default" : $"new {Epilogue(i)}(run)";
                var method = contractions[i].Shape.IsDepthwise ? "Convolve" : "Contract";
                writer.Line($"band.{method}<TSimd, {Epilogue(i)}>({i}, ref run.Float(0), ref run.Float({i + 1}), ref between, ref run.Float({kernel.Result}), {epilogue});");
            }
        }
        for (var i = 0; i < contractions.Count; i++)
        {
            writer.Line();
            Stage(writer, kernel.Stages[i], $"{name}{i}", extents);
            writer.Line();
            ContractionWriter.Shape(writer, contractions[i].Shape, $"{name}{i}", extents);
            if (Epilogue(i) == RuntimeNames.NoEpilogue) continue;
            writer.Line();
            EpilogueWriter.Write(writer, contractions[i], Epilogue(i), extents);
        }
    }

    public static void Chunks(SourceWriter writer, BandKernel kernel, string name)
    {
        Stages(writer, kernel, name);
        writer.Line($"return {RuntimeNames.Band}.Chunks(stages);");
    }

    static void Stages(SourceWriter writer, BandKernel kernel, string name) =>
        writer.Line($"{RuntimeNames.ReadOnlySpan}<{RuntimeNames.BandStage}> stages = [{string.Join(", ", kernel.Stages.Select((_, i) => $"{name}{i}Stage(run)"))}];");

    static void Stage(SourceWriter writer, BandStage stage, string name, ExtentTable extents)
    {
        var text = new ShapeText(extents);
        string[] lines =
        [
            $"Shape = {name}Shape(run),",
            $"Step = {text[stage.Step]}, Reach = {text[stage.Reach]}, Before = {text[stage.Before]}, Margin = {text[stage.Margin]},",
        ];
        text.Write(writer, RuntimeNames.BandStage, name, lines, "Stage");
    }
}
