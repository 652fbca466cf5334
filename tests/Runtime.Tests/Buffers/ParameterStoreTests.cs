using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Buffers;

public class ParameterStoreTests
{
    [Fact]
    public void Gives_tensors_by_name_and_names_the_nearest_otherwise()
    {
        var store = Store();
        store["fc.bias"].Fill(3);
        Assert.Equal([3, 3, 3], store.Parameters.Slice(16, 3).ToArray());
        Assert.Equal(0, store.ParameterAddress % 64);
        Assert.Equal(32, store.Parameters.Length);
        Assert.Contains("fc.weight", Assert.Throws<KeyNotFoundException>(() => store["fc.wieght"].Length).Message);
    }

    [Fact]
    public void Saves_and_loads_parameters_and_states()
    {
        using var folder = new TemporaryFolder();
        var (store, other) = (Store(), Store());
        store.Initialize(1);
        store.Save(folder["model"]);
        var version = other.Version;
        other.Load(folder["model"]);
        Assert.Equal(store.Parameters.ToArray(), other.Parameters.ToArray());
        Assert.Equal(store.States.ToArray(), other.States.ToArray());
        Assert.True(other.Version > version);
        Assert.Single(folder.Files);

        using var file = SafetensorsFile.Open(folder["model"]);
        Assert.Equal([4, 3], file.Tensors["fc.weight"].Shape);
    }

    [Fact]
    public void One_error_names_every_difference()
    {
        using var folder = new TemporaryFolder();
        Store().Save(folder["model"]);
        var other = new ParameterStore([Entry("fc.weight", [3, 4], 0), Entry("extra", [2], 16)], [Entry("bn.mean", [3], 0)]);
        var error = Assert.Throws<SafetensorsException>(() => other.Load(folder["model"]));
        Assert.Contains("shape differs: fc.weight F32[4, 3], expected [3, 4]", error.Message);
        Assert.Contains("missing: extra [2]", error.Message);
        Assert.Contains("unexpected: fc.bias F32[3]", error.Message);
        Assert.Contains("3 differences", error.Message);
    }

    [Fact]
    public void Two_tensors_cannot_share_a_name() =>
        Assert.Throws<ArgumentException>(() => new ParameterStore([Entry("a", [1], 0), Entry("a", [1], 16)], []));

    [Fact]
    public void Initial_values_depend_on_seed_entry_and_element_only()
    {
        var initializer = new ParameterInitializer(ParameterDistribution.Normal, 1);
        var small = new ParameterStore([new("a", [5], 0, initializer), new("b", [7], 16, initializer)], []);
        var large = new ParameterStore([new("x", [500], 0, initializer), new("y", [700], 512, initializer)], []);
        small.Initialize(9);
        large.Initialize(9);
        Assert.Equal(small["a"].ToArray(), large["x"][..5].ToArray());
        Assert.Equal(small["b"].ToArray(), large["y"][..7].ToArray());
        Assert.NotEqual(small["a"].ToArray(), small["b"][..5].ToArray());

        large.Initialize(10);
        Assert.NotEqual(small["a"].ToArray(), large["x"][..5].ToArray());
    }

    [Theory]
    [InlineData(ParameterDistribution.Constant, 1, 0, 0.5)]
    [InlineData(ParameterDistribution.Uniform, 0, 1.0 / 3, 1)]
    [InlineData(ParameterDistribution.Normal, 0, 1, 6)]
    [InlineData(ParameterDistribution.TruncatedNormal, 0, 0.7737413, 2)]
    public void Distributions_have_their_moments(ParameterDistribution distribution, double mean, double variance, double limit)
    {
        const float Scale = 0.5f;
        var values = Draw(distribution, Scale, 200_000).Select(value => (double)value / Scale).ToArray();
        var actual = values.Average();
        Assert.Equal(mean, actual, 0.01);
        Assert.Equal(variance, values.Average(value => (value - actual) * (value - actual)), 0.01);
        Assert.True(values.Max(value => Math.Abs(value - mean)) <= limit);
    }

    [Theory]
    [InlineData(8, 24)]
    [InlineData(24, 8)]
    [InlineData(1, 5)]
    public void Orthogonal_rows_or_columns(int rows, int columns)
    {
        var matrix = Draw(ParameterDistribution.Orthogonal, 2, rows, columns);
        var count = Math.Min(rows, columns);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var dot = Enumerable.Range(0, Math.Max(rows, columns)).Sum(k => rows <= columns
                    ? (double)matrix[i * columns + k] * matrix[j * columns + k]
                    : (double)matrix[k * columns + i] * matrix[k * columns + j]);
                Assert.Equal(i == j ? 4 : 0, dot, 1e-5);
            }
        }
    }

    static float[] Draw(ParameterDistribution distribution, float scale, params int[] shape)
    {
        var store = new ParameterStore([new("x", shape, 0, new(distribution, scale))], []);
        store.Initialize(4);
        return store["x"].ToArray();
    }

    static ParameterEntry Entry(string name, int[] shape, long offset) => new(name, shape, offset, new(ParameterDistribution.Uniform, 1));

    static ParameterStore Store() => new([Entry("fc.weight", [4, 3], 0), Entry("fc.bias", [3], 16)], [Entry("bn.mean", [3], 0)]);
}
