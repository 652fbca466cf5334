using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Generator.GraphIR;

namespace Sinter.TestKit;

/// <summary>Contents for the leaves of a graph, drawn once per leaf from its name and a seed: the same on every run and machine.</summary>
/// <param name="low">Floats are drawn from [low, high).</param>
/// <param name="integers">Ints are drawn from [0, integers).</param>
internal class TensorSource(int seed, double low = -2, double high = 2, int integers = 3)
{
    readonly Dictionary<Op, double[]> contents = [];

    /// <summary>The values of the symbols that test graphs use; odd, so that no vector fits.</summary>
    public static IReadOnlyDictionary<string, long> Dims { get; } = new Dictionary<string, long> { ["N"] = 3, ["T"] = 5 };

    public static Machine Machine(Precision precision) => new(Dims, precision) { Seed = 42, Step = 7 };

    /// <summary>Draws are rounded to float, so that both precisions see the same numbers.</summary>
    public virtual double[] Content(Op leaf)
    {
        if (contents.TryGetValue(leaf, out var content)) return content;
        var type = leaf.InferType([]);
        var random = new Random(Stable(leaf.AttributeText, seed));
        content = [.. Enumerable.Range(0, (int)type.Shape.Size.Evaluate(name => Dims[name])).Select(_ => Draw(random, type.DType))];
        return contents[leaf] = content;
    }

    /// <summary>A random vector with elements in [−1, 1).</summary>
    public double[] Direction(string name, int length, int number)
    {
        var random = new Random(Stable(name, seed + 1 + number));
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];
    }

    double Draw(Random random, DType type) => type switch
    {
        DType.Float32 => (float)(low + (high - low) * random.NextDouble()),
        DType.Int32 => random.Next(integers),
        DType.Bool => random.Next(2),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    // FNV-1a: string.GetHashCode differs from run to run.
    static int Stable(string text, int seed) => (int)(Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, b) => unchecked((hash ^ b) * 16777619)) ^ (uint)(seed * 7919)) & int.MaxValue;
}
