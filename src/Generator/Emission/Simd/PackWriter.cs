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
        // The innermost loop is the one that has something to do at once.
        var unused = Loops - kernel.K.Count;
        var k = Enumerable.Range(0, Loops)
            .Select(i => i < unused ? $"K{i} = new {PackLoop}(1, 0)," : $"K{i} = new {PackLoop}({text[kernel.K[i - unused].Extent]}, {text[kernel.K[i - unused].StrideB]}),").ToList();
        text.Write(writer, PackShape, name,
        [
            $"Batch = {text[kernel.Batch]}, StrideBatch = {text[kernel.StrideBatch]},",
            .. k,
            $"N = {text[kernel.N]}, StrideN = {text[kernel.StrideN]},",
        ]);
    }
}
