using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sinter.Generator.Ops;
using Sinter.TestKit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>What PyTorch computes for a sample of the catalog: tests/goldens/README.md.</summary>
/// <param name="Text">The op as printed when the golden was computed.</param>
/// <param name="Upstream">The derivative of the loss by the output; null for samples without gradient.</param>
/// <param name="Gradients">One per operand, null where none flows.</param>
internal sealed record OpGolden(string Key, string Text, GoldenTensor[] Operands, GoldenTensor Output, GoldenTensor? Upstream, GoldenTensor?[]? Gradients)
{
    /// <summary>Ops whose random numbers are ours: PyTorch has no answer.</summary>
    static readonly HashSet<string> withoutGoldens = ["dropout", "random_uniform"];

    /// <summary>The keys of all samples that must have a golden.</summary>
    public static IEnumerable<string> Keys => OpSamples.All.Where(s => !withoutGoldens.Contains(s.Value.Op.Name)).Select(s => s.Key);

    /// <summary>Null when there is no golden for the sample.</summary>
    public static OpGolden? Find(string key)
    {
        var path = Path.Combine(WrittenFile.Root, "tests/Generator.Tests/Ops/Goldens", OpSamples.All[key].Op.Name + ".json");
        if (!File.Exists(path)) return null;
        return JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(path), JsonSerializerOptions.Web)!.Samples.SingleOrDefault(golden => golden.Key == key);
    }

    sealed record GoldenFile(OpGolden[] Samples);
}

/// <param name="DType">f32, i32 or bool.</param>
/// <param name="Data">Row-major; false and true are 0 and 1.</param>
internal sealed record GoldenTensor(string DType, long[] Shape, double[] Data)
{
    /// <summary>The elements as floats, which is what PyTorch was given.</summary>
    public double[] Floats => [.. Data.Select(x => (double)(float)x)];
}
