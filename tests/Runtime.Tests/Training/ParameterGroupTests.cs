using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class ParameterGroupTests
{
    static readonly ParameterGroup Biases = new(entry => entry.Role == ParameterRole.Bias) { WeightDecay = 0, LearningRateScale = 2.5f };

    static readonly Dictionary<string, Optimizer> Optimizers = new()
    {
        ["adamw"] = new AdamW(0.01f) { WeightDecay = 0.3f, Groups = [Biases] },
        ["sgd momentum"] = new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.05f, Groups = [Biases] },
    };

    static JsonElement Fixture => Fixtures.Json("groups.json");

    [Theory]
    [InlineData("adamw", "decay")]
    [InlineData("adamw", "warm-up")]
    [InlineData("sgd momentum", "decay")]
    public void Two_groups_and_an_average_follow_the_trajectory_of_PyTorch(string optimizer, string average)
    {
        var expected = Fixture.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("optimizer").GetString() == optimizer);
        var trainer = new ToyTrainer(Linear(), Optimizers[optimizer])
        {
            Clip = GradientClip.ByNorm(4),
            Average = new ExponentialMovingAverage(0.9f) { WarmUp = average == "warm-up" },
        };
        Write(trainer.Model.Parameters, Fixture.GetProperty("initial").Floats());
        foreach (var (gradient, after) in Fixture.GetProperty("gradients").EnumerateArray().Zip(expected.GetProperty("after").EnumerateArray()))
        {
            var gradients = new float[trainer.Gradients.Length];
            Write(gradients, gradient.Floats());
            trainer.Step(gradients);
            AssertClose(after.Floats(), trainer.Model);
        }
        using (trainer.UseAverage()) AssertClose(expected.GetProperty("averages").GetProperty(average).Floats(), trainer.Model);
        AssertClose(expected.GetProperty("after")[9].Floats(), trainer.Model);
    }

    [Fact]
    public void A_frozen_group_keeps_its_values_and_does_not_count_in_the_norm()
    {
        var trainer = new ToyTrainer(Linear(), new Sgd(1) { Groups = [new(entry => entry.Name == "weight") { Frozen = true }] }) { Clip = GradientClip.ByNorm(1) };
        var gradients = new float[trainer.Gradients.Length];
        gradients.AsSpan(0, 24).Fill(1e6f);
        gradients.AsSpan(32, 4).Fill(1);
        trainer.Step(gradients);
        Assert.Equal(2, trainer.GradientNorm, 1e-6);
        Assert.All(trainer.Model["weight"].ToArray(), value => Assert.Equal(0, value));
        Assert.All(trainer.Model["bias"].ToArray(), value => Assert.Equal(-0.5f, value, 1e-5f));
    }

    [Fact]
    public void The_first_group_that_contains_a_parameter_has_it()
    {
        var trainer = new ToyTrainer(Linear(), new Sgd(1) { Groups = [new(_ => true) { LearningRateScale = 0.5f }, Biases] });
        var gradients = new float[trainer.Gradients.Length];
        gradients.AsSpan().Fill(1);
        trainer.Step(gradients);
        Assert.All(trainer.Model["bias"].ToArray(), value => Assert.Equal(-0.5f, value));
    }

    [Theory]
    [InlineData(ParameterRole.Weight, 2, true)]
    [InlineData(ParameterRole.Weight, 1, true)]
    [InlineData(ParameterRole.Bias, 1, false)]
    [InlineData(ParameterRole.Norm, 2, false)]
    [InlineData(ParameterRole.Embedding, 2, false)]
    [InlineData(ParameterRole.Raw, 2, true)]
    [InlineData(ParameterRole.Raw, 1, false)]
    public void What_decays_by_custom(ParameterRole role, int axes, bool decays) => Assert.Equal(
        !decays, ParameterGroup.WithoutDecay.Contains(new("any", [.. Enumerable.Repeat(2, axes)], 0, new(ParameterDistribution.Normal, 1), Role: role)));

    [Fact]
    public void Refuses_settings_out_of_range()
    {
        Assert.Contains("LearningRateScale", Throws(() => new ParameterGroup(_ => true) { LearningRateScale = -1 }));
        Assert.Contains("WeightDecay", Throws(() => new ParameterGroup(_ => true) { WeightDecay = float.NaN }));
        Assert.Throws<ArgumentNullException>(() => new ParameterGroup(null!));
        Assert.Contains("decay", Throws(() => new ExponentialMovingAverage(1)));
        Assert.Contains("WeightDecay", Throws(() => new AdamW(1) { WeightDecay = -1 }));
        Assert.Contains("Beta1", Throws(() => new AdamW(1) { Beta1 = 1 }));
        Assert.Contains("Beta2", Throws(() => new Adam(1) { Beta2 = float.NaN }));
        Assert.Contains("Epsilon", Throws(() => new Adam(1) { Epsilon = float.PositiveInfinity }));
        Assert.Contains("Momentum", Throws(() => new Sgd(1) { Momentum = -0.1f }));
        Assert.Contains("Dampening", Throws(() => new Sgd(1) { Dampening = float.NaN }));
        var nesterov = Assert.Throws<ArgumentException>(() => new ToyTrainer(Linear(), new Sgd(1) { Nesterov = true }));
        Assert.Contains("Nesterov needs a momentum above 0", nesterov.Message);

        static string Throws(Func<object> create) => Assert.Throws<ArgumentOutOfRangeException>(create).Message;
    }

    internal static ParameterStore Linear() => new(
        [new("weight", [4, 6], 0, new(ParameterDistribution.Constant, 0)), new("bias", [4], 32, new(ParameterDistribution.Constant, 0), Role: ParameterRole.Bias)], []);

    // The fixture's numbers have no gap between the tensors.
    static void Write(Span<float> buffer, float[] numbers)
    {
        numbers.AsSpan(0, 24).CopyTo(buffer);
        numbers.AsSpan(24).CopyTo(buffer[32..]);
    }

    static void AssertClose(float[] expected, ParameterStore actual)
    {
        float[] values = [.. actual["weight"], .. actual["bias"]];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
    }
}
