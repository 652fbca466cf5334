using System.Linq;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>Attention or its derivative: its shape, which the launch asks for the number of chunks, and the call of the runtime's driver.</summary>
internal static class AttentionWriter
{
    static readonly AttentionRole[] Parameters =
        [AttentionRole.Query, AttentionRole.Key, AttentionRole.Value, AttentionRole.Padding, AttentionRole.Result, AttentionRole.LogSum];

    static readonly AttentionRole[] GradientParameters =
        [.. Parameters, AttentionRole.Upstream, AttentionRole.QueryGradient, AttentionRole.KeyGradient, AttentionRole.ValueGradient];

    public static void Write(SourceWriter writer, AttentionKernel kernel, string name, ExtentTable extents)
    {
        var (driver, parameters) = kernel.IsGradient ? (AttentionGradient, GradientParameters) : (Attention, Parameters);
        writer.Line($"static void {name}<TSimd>({Execution} run, int chunk)");
        using (writer.Block($"    where TSimd : struct, {ISimd}<TSimd>"))
        {
            writer.Line($"{RuntimeNames.AttentionShape} shape = {name}Shape(run);");
            writer.Line($"{driver}.Run<TSimd>(");
            writer.Line($"    in shape, {string.Join(", ", parameters.Select(role => Reference(kernel, role)))},");
            writer.Line($"    ref run.Scratch({driver}.Scratch(in shape)), run.Seed, run.Step, chunk);");
        }
        writer.Line();
        var (shape, settings, text) = (kernel.Shape, kernel.Shape.Settings, new ShapeText(extents));
        string Strides(HeadStrides strides) => $"new {RuntimeNames.HeadStrides}({text[strides.Batch]}, {text[strides.Position]}, {text[strides.Head]})";
        text.Write(writer, RuntimeNames.AttentionShape, name, new[]
        {
            $"Batch = {text[shape.Batch]}, Heads = {text[shape.Heads]}, KeyHeads = {text[shape.KeyHeads]},",
            $"Queries = {text[shape.Queries]}, Keys = {text[shape.Keys]}, HeadSize = {text[shape.HeadSize]}, ValueSize = {text[shape.ValueSize]},",
            $"Query = {Strides(shape.Query)}, Key = {Strides(shape.Key)}, Value = {Strides(shape.Value)},",
            $"Scale = {CSharp.Float(settings.Scale)}, Causal = {(settings.Causal ? "true" : "false")}, Window = {settings.Window},",
            $"Dropout = {CSharp.Float(settings.Dropout)}, Stream = run.Stream,",
        });
    }

    // What is not there is a null reference.
    static string Reference(AttentionKernel kernel, AttentionRole role) => kernel.Slot(role) is { } slot
        ? $"ref run.{Accessor(kernel.Buffers[slot].Type)}({slot})"
        : $"ref {Unsafe}.NullRef<{(role == AttentionRole.Padding ? "bool" : "float")}>()";
}
