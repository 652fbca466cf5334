using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>A loss that is no finite number stops training: with the step, the operation that made it, and nothing lost.</summary>
public sealed class NonFiniteTests
{
    [Fact]
    public void A_logarithm_of_zero_is_named()
    {
        var model = new Logarithm(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(learningRate: 0.1f));
        trainer.Step([1, 2, 3, 4, 5, 6]);
        var failure = Fails(trainer, model.Parameters, () => trainer.Step([1, 2, 3, 0, 0, 0]));
        Assert.Equal(2, failure.Step);
        Assert.Contains("log", failure.Operation);
        Assert.Null(failure.Cause);
        Assert.StartsWith("Step 2: the loss is ", failure.Message);
        trainer.Step([1, 2, 3, 4, 5, 6]);
        Assert.Equal(2, trainer.StepCount);
    }

    [Fact]
    public void An_exponential_that_overflows_is_named_by_its_layer()
    {
        var model = new Exponential(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 0.1f));
        var failure = Fails(trainer, model.Parameters, () => trainer.Step([1e4f, 1e4f, -1e4f, -1e4f]));
        Assert.Contains("growth.inner", failure.Operation);
        Assert.Contains("exp", failure.Operation);
        Assert.Null(failure.Cause);
    }

    [Fact]
    public void An_input_that_is_not_a_number_is_named_with_its_place()
    {
        var samples = new Samples(8, seed: 1);
        var model = new SmallNet(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        trainer.Step(samples.Images, samples.Labels);
        samples.Images[70] = float.NaN;
        var failure = Fails(trainer, model.Parameters, () => trainer.Step(samples.Images, samples.Labels));
        Assert.Equal("input input, which holds NaN at element 70", failure.Cause);
        Assert.Contains("It reads input input, which holds NaN at element 70.", failure.Message);
    }

    [Fact]
    public void A_parameter_that_is_not_finite_is_named()
    {
        var samples = new Samples(8, seed: 1);
        var model = new SmallNet(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        model.Parameters["linear2.weight"][5] = float.PositiveInfinity;
        model.Parameters.MarkChanged();
        var failure = Fails(trainer, model.Parameters, () => trainer.Step(samples.Images, samples.Labels));
        Assert.Equal("parameter linear2.weight, which holds Infinity at element 5", failure.Cause);
    }

    [Fact]
    public void Gradients_that_explode_are_named_where_the_norm_is_known()
    {
        var model = new Root(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(learningRate: 0.1f));
        trainer.Clip = GradientClip.ByNorm(float.PositiveInfinity);
        trainer.Step([1, 2, 3, 4]);
        Assert.True(double.IsFinite(trainer.GradientNorm));
        model.Parameters["scale"].Clear();
        model.Parameters.MarkChanged();
        var failure = Fails(trainer, model.Parameters, () => trainer.Step([1, 2, 3, 4]));
        Assert.StartsWith("Step 2: the norm of the gradients is not finite", failure.Message);
        Assert.True(float.IsFinite(failure.Loss));
        Assert.Contains("gradient of scale", failure.Operation);
    }

    [Fact]
    public void Dropout_drops_the_same_when_a_step_is_repeated()
    {
        var trainer = new Dropped(seed: 1).CreateTrainer(new Sgd(learningRate: 0));
        var inputs = new float[64];
        var fails = 0;
        for (var i = 0; i < 64; i++)
        {
            inputs.AsSpan().Fill(1);
            inputs[i] = 0;                              // its logarithm is infinite, unless it is dropped
            try
            {
                trainer.Step(inputs);
            }
            catch (NonFiniteException failure)
            {
                fails++;
                Assert.Contains("dropped", failure.Operation);
                trainer.Step(Ones);
            }
        }
        Assert.InRange(fails, 10, 54);
    }

    static readonly float[] Ones = [.. Enumerable.Repeat(1f, 64)];

    static NonFiniteException Fails(Trainer trainer, ParameterStore model, Action step)
    {
        var (parameters, states, steps) = (model.Parameters.ToArray(), model.States.ToArray(), trainer.StepCount);
        var failure = Assert.Throws<NonFiniteException>(step);
        Assert.Equal(parameters, model.Parameters.ToArray());
        Assert.Equal(states, model.States.ToArray());
        Assert.Equal(steps, trainer.StepCount);
        return failure;
    }
}
