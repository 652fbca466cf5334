using System;
using System.IO;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>Never worse than a message: a wrong argument or file gives an error that names the thing, the expected and the actual.</summary>
public sealed class ArgumentTests : IDisposable
{
    readonly SmallNet model = new(seed: 1);
    readonly string folder = Directory.CreateTempSubdirectory("sinter").FullName;

    [Fact]
    public void An_input_that_is_no_whole_number_of_samples()
    {
        var error = Assert.Throws<ArgumentException>(() => model.Forward(new float[65], new float[10]));
        Assert.Contains("65", error.Message);
        Assert.Contains("64", error.Message);
    }

    [Fact]
    public void A_result_of_the_wrong_length()
    {
        var error = Assert.Throws<ArgumentException>(() => model.Forward(new float[128], new float[19]));
        Assert.Contains("19", error.Message);
        Assert.Contains("20", error.Message);
    }

    [Fact]
    public void Labels_that_do_not_go_with_the_images()
    {
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        var error = Assert.Throws<ArgumentException>(() => trainer.Step(new float[128], new int[3]));
        Assert.Contains("3", error.Message);
        Assert.Contains("2", error.Message);
    }

    [Fact]
    public void A_batch_that_has_no_variance()
    {
        var thin = new Thin(seed: 1);
        var trainer = thin.CreateTrainer(new AdamW(learningRate: 1e-3f));
        var error = Assert.Throws<ArgumentException>(() => trainer.Step(new float[3], new int[1]));
        Assert.Contains("bn1 would take a variance over 1 value per channel; training needs at least 2", error.Message);
        trainer.Step(new float[6], new int[2]);
        thin.Loss(new float[3], new int[1]);
    }

    [Fact]
    public void A_label_that_is_no_class()
    {
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(new float[128], [3, 10]));
        Assert.StartsWith("label[1] is 10; it must be from 0 to 9, or -100.", error.Message);
    }

    [Fact]
    public void What_is_saved_is_what_is_loaded()
    {
        var path = Path.Combine(folder, "small.safetensors");
        var samples = new Samples(24, seed: 3);
        model.CreateTrainer(new AdamW(learningRate: 1e-2f)).Step(samples.Images, samples.Labels);      // moves weights and running statistics
        model.Save(path);
        float[] expected = new float[240], actual = new float[240];
        model.Forward(samples.Images, expected);
        SmallNet.Load(path).Forward(samples.Images, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_file_of_another_network_names_every_mismatch()
    {
        var path = Path.Combine(folder, "other.safetensors");
        new Trajectories.Mlp(seed: 1).Save(path);
        var error = Assert.ThrowsAny<Exception>(() => SmallNet.Load(path));
        Assert.Contains("conv1.weight", error.Message);
        Assert.Contains("linear1.weight", error.Message);
        Assert.Contains("linear3.bias", error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there() => Assert.Throws<FileNotFoundException>(() => SmallNet.Load(Path.Combine(folder, "none.safetensors")));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
