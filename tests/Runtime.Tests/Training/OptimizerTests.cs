using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class OptimizerTests
{
    static readonly Dictionary<string, Optimizer> Optimizers = new()
    {
        ["sgd"] = new Sgd(0.1f),
        ["sgd decay"] = new Sgd(0.1f) { WeightDecay = 0.05f },
        ["sgd momentum"] = new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 0.01f },
        ["sgd dampening"] = new Sgd(0.1f) { Momentum = 0.9f, Dampening = 0.3f },
        ["sgd nesterov"] = new Sgd(0.1f) { Momentum = 0.9f, Nesterov = true, WeightDecay = 0.01f },
        ["adam"] = new Adam(0.01f),
        ["adam decay"] = new Adam(0.01f) { Beta1 = 0.8f, Beta2 = 0.95f, Epsilon = 1e-3f, WeightDecay = 0.1f },
        ["adam amsgrad"] = new Adam(0.01f) { AmsGrad = true, Beta2 = 0.5f },
        ["adamw"] = new AdamW(learningRate: 0.01f),
        ["adamw decay"] = new AdamW(learningRate: 0.01f) { WeightDecay = 0.3f, AmsGrad = true, Beta2 = 0.5f },
    };

    static readonly Dictionary<string, GradientClip?> Clips = new()
    {
        ["none"] = null,
        ["norm"] = GradientClip.ByNorm(1.5f),
        ["large norm"] = GradientClip.ByNorm(1000),
        ["value"] = GradientClip.ByValue(0.25f),
    };

    public static IEnumerable<object[]> Cases => Fixtures.Json("optimizers.json").GetProperty("cases").EnumerateArray()
        .Select(item => new object[] { item.GetProperty("optimizer").GetString()!, item.GetProperty("clip").GetString()! });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_the_trajectory_of_PyTorch(string optimizer, string clip)
    {
        var fixture = Fixtures.Json("optimizers.json");
        var expected = fixture.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("optimizer").GetString() == optimizer && item.GetProperty("clip").GetString() == clip);
        var gradients = fixture.GetProperty("gradients").EnumerateArray().Select(step => step.Floats()).ToList();
        var initial = fixture.GetProperty("initial").Floats();
        var trainer = new ToyTrainer(ToyTrainer.Vector(initial.Length), Optimizers[optimizer]) { Clip = Clips[clip] };
        initial.CopyTo(trainer.Model["vector"]);

        foreach (var gradient in gradients)
        {
            trainer.Step(gradient);
            var after = trainer.StepCount == 1 ? "after1" : trainer.StepCount == 2 ? "after2" : trainer.StepCount == gradients.Count ? "afterAll" : null;
            if (after is not null) AssertClose(expected.GetProperty(after).Floats(), trainer.Model["vector"]);
        }
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Refuses_what_is_no_learning_rate(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClip.ByNorm(rate == float.PositiveInfinity ? 0 : rate));
    }

    [Fact]
    public void Every_optimizer_has_a_trajectory()
    {
        var trained = Cases.Select(item => Optimizers[(string)item[0]].GetType()).ToHashSet();
        Assert.Equal(typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract).ToHashSet(), trained);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(33)]
    [InlineData(50_001)]
    public void Does_not_touch_what_is_not_trained(int length)
    {
        var store = ToyTrainer.Vector(length + 64);
        store.Initialize(3);
        var before = store.Parameters.ToArray();
        var trainer = new ToyTrainer(store, new AdamW(0.1f), (16, length));
        trainer.Gradients.Fill(1);
        trainer.Step(trainer.Gradients.ToArray());
        for (var i = 0; i < before.Length; i++) Assert.Equal(i < 16 || i >= 16 + length, before[i] == store.Parameters[i]);
    }

    [Fact]
    public void Clips_by_the_norm_over_all_segments_and_nothing_else()
    {
        var trainer = new ToyTrainer(ToyTrainer.Vector(100_000), new Sgd(1), (0, 40_000), (60_000, 40_000)) { Clip = GradientClip.ByNorm(2) };
        var gradients = Enumerable.Repeat(1f, 100_000).ToArray();
        gradients.AsSpan(40_000, 20_000).Fill(1e9f);
        trainer.Step(gradients);
        Assert.Equal(-2 / Math.Sqrt(80_000), trainer.Model.Parameters[0], 1e-8);
        Assert.Equal(0, trainer.Model.Parameters[50_000]);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        var before = Compute.Threads;
        try
        {
            Assert.Equal(Run(threads: 1), Run(threads: 3));
        }
        finally
        {
            Compute.Threads = before;
        }

        static float[] Run(int threads)
        {
            Compute.Threads = threads;
            var trainer = new ToyTrainer(ToyTrainer.Vector(100_003), new AdamW(0.01f)) { Clip = GradientClip.ByNorm(1) };
            trainer.Model.Initialize(5);
            for (var step = 0; step < 5; step++) trainer.Step();
            return trainer.Model.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        foreach (var optimizer in Optimizers.Values)
        {
            var trainer = new ToyTrainer(ToyTrainer.Vector(50_000), optimizer) { Clip = GradientClip.ByNorm(1), Schedule = LearningRateSchedule.OneCycle(0.1f, 100), AccumulationSteps = 2, Average = new(0.9f) };
            for (var step = 0; step < 4; step++) trainer.Step();
            Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => BytesOfTenSteps(trainer)));        // garbage of steps would show in every round
        }

        static long BytesOfTenSteps(ToyTrainer trainer)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 10; step++) trainer.Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
    }
}
