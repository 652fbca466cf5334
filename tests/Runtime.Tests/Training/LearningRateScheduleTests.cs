using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class LearningRateScheduleTests
{
    const float Initial = 0.4f;

    static readonly Dictionary<string, LearningRateSchedule> Schedules = new()
    {
        ["step"] = LearningRateSchedule.Step(every: 7, factor: 0.5f),
        ["cosine"] = LearningRateSchedule.Cosine(total: 29, min: 0.01f),
        ["warm-up"] = LearningRateSchedule.Warmup(6, start: 0.25f),
        ["warm-up, cosine"] = LearningRateSchedule.Warmup(6, LearningRateSchedule.Cosine(23), start: 0.25f),
        ["one cycle"] = LearningRateSchedule.OneCycle(max: 0.7f, total: 30),
        ["one cycle, half"] = LearningRateSchedule.OneCycle(max: 0.7f, total: 30, rising: 0.5f, divisor: 10, finalDivisor: 100),
    };

    public static IEnumerable<object[]> Names => Fixtures.Json("schedules.json").EnumerateObject().Select(schedule => new object[] { schedule.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_rates_of_PyTorch(string name)
    {
        var expected = Fixtures.Json("schedules.json").GetProperty(name).Floats();
        for (var step = 0; step < expected.Length; step++)
        {
            var rate = Schedules[name].At(step, Initial);
            Assert.True(Math.Abs(expected[step] - rate) <= 1e-6 * Initial, $"step {step}: {rate}, expected {expected[step]}");
        }
    }

    [Fact]
    public void Stays_where_it_ends()
    {
        Assert.Equal(0.01f, LearningRateSchedule.Cosine(10, 0.01f).At(10_000, Initial));
        Assert.Equal(0.5f / 25 / 1e4, LearningRateSchedule.OneCycle(0.5f, 10).At(10_000, Initial), 1e-12);
        Assert.Equal(Initial, LearningRateSchedule.Warmup(10).At(10_000, Initial));
        Assert.Equal(Initial, LearningRateSchedule.Constant().At(10_000, Initial));
    }

    [Fact]
    public void Refuses_to_have_no_steps() => Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(0));

    [Fact]
    public void Trainer_asks_it_before_each_step()
    {
        var trainer = new ToyTrainer(ToyTrainer.Vector(1), new Sgd(1)) { Schedule = LearningRateSchedule.Step(every: 1, factor: 0.5f) };
        var seen = new List<float>();
        for (var step = 0; step < 3; step++)
        {
            seen.Add(trainer.LearningRate);
            trainer.Step([1]);
        }
        Assert.Equal([1, 0.5f, 0.25f], seen);
        Assert.Equal(-1.75f, trainer.Model.Parameters[0]);
    }
}
