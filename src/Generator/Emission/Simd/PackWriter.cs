using System.Linq;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>A packing of weights: its shape, and the call of the runtime.</summary>
internal static class PackWriter
{
    const int Loops = 3;

    public static void Write(SourceWriter writer, PackKernel kernel, string name, ExtentTable extents)
    {
        writer.Line($"static void {name}<TSimd>({Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>"))
        {
            writer.Line($"{PackShape} shape = {name}Shape(run);");
            writer.Line($"{Packing}.Run<TSimd>(in shape, ref run.Float(0), ref run.Float(1), chunk);");
        }
        writer.Line();
        var text = new ShapeText(extents);
        var k = Enumerable.Range(0, Loops)
            .Select(i => i < kernel.K.Count ? $"K{i} = new {PackLoop}({text[kernel.K[i].Extent]}, {text[kernel.K[i].StrideB]})," : $"K{i} = new {PackLoop}(1, 0),").ToList();
        text.Write(writer, PackShape, name,
        [
            $"Batch = {text[kernel.Batch]}, StrideBatch = {text[kernel.StrideBatch]},",
            .. k,
            $"N = {text[kernel.N]}, StrideN = {text[kernel.StrideN]},",
        ]);
    }
}
