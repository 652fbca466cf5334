using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>Equal layers are a loop in the emitted code; their parameters are still listed, and used, each by its own name.</summary>
public sealed class EqualLayersTests
{
    const int Floors = 12, Width = 6;

    [Fact]
    public void Every_layer_has_its_own_parameters()
    {
        var entries = new Tower().Parameters.Entries;
        Assert.Equal(["first.weight", "first.bias", .. Enumerable.Range(0, Floors).SelectMany(i => new[] { $"floors.{i}.weight", $"floors.{i}.bias" })], entries.Select(entry => entry.Name));
        Assert.Equal([[Width, 3], [Width], .. Enumerable.Repeat(new int[][] { [Width, Width], [Width] }, Floors).SelectMany(shapes => shapes)], entries.Select(entry => entry.Shape));
        foreach (var (before, after) in entries.Zip(entries.Skip(1))) Assert.InRange(after.Offset, before.Offset + before.Length, before.Offset + before.Length + 16);
    }

    [Fact]
    public void Every_layer_computes_with_its_own_parameters()
    {
        var model = new Tower(seed: 3);
        var (x, actual) = (new[] { 0.5f, -1, 2 }, new float[Width]);
        model.Climb(x, actual);

        var expected = Linear(model, "first", Array.ConvertAll(x, v => (double)v));
        for (var i = 0; i < Floors; i++) expected = Linear(model, $"floors.{i}", Array.ConvertAll(expected, Math.Tanh));
        for (var i = 0; i < Width; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }

    static double[] Linear(Tower model, string name, double[] x)
    {
        var (weight, bias) = (model.Parameters[$"{name}.weight"].ToArray(), model.Parameters[$"{name}.bias"].ToArray());
        return [.. Enumerable.Range(0, Width).Select(o => bias[o] + Enumerable.Range(0, x.Length).Sum(i => weight[o * x.Length + i] * x[i]))];
    }
}
