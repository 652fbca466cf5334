using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>What was prepared of the weights (panels, weights of flattened images in the order of the image) follows them.</summary>
public sealed class PreparedWeightsTests
{
    [Fact]
    public void Changed_weights_are_used_by_the_next_call()
    {
        var images = Enumerable.Range(0, 3 * 6 * 5).Select(i => (i * 7919 % 101 - 50) / 25f).ToArray();
        var model = new FlattenedImages(seed: 1);
        var (before, after, fresh) = (new float[3 * 7], new float[3 * 7], new float[3 * 7]);
        model.Forward(images, before);

        model.CreateTrainer(new Sgd(learningRate: 0.5f)).Step(images, [1, 4, 6]);
        model.Forward(images, after);
        Assert.NotEqual(before, after);

        var other = new FlattenedImages(seed: 2);
        other.Forward(images, fresh);
        foreach (var entry in model.Parameters.Entries) model.Parameters[entry.Name].CopyTo(other.Parameters[entry.Name]);
        other.Parameters.MarkChanged();
        other.Forward(images, fresh);
        Assert.Equal(after, fresh);
    }

    /// <summary>A linear layer counts a flattened image as PyTorch does, channel by channel, whatever the order of images is here.</summary>
    [Fact]
    public void A_weight_belongs_to_its_channel_and_pixel()
    {
        var model = new FlattenedImages(seed: 1);
        var image = Enumerable.Range(0, 6 * 5).Select(i => 1f + i).ToArray();
        foreach (var entry in model.Parameters.Entries) model.Parameters[entry.Name].Clear();
        // Channel c of the convolution is the image times c + 1: the middle tap alone.
        for (var channel = 0; channel < 3; channel++) model.Parameters["conv1.weight"][channel * 9 + 4] = channel + 1;
        var weights = model.Parameters["linear1.weight"];
        for (var output = 0; output < 7; output++) weights[output * 90 + output * 11 + 2] = 1;
        model.Parameters.MarkChanged();

        var scores = new float[7];
        model.Forward(image, scores);
        for (var output = 0; output < 7; output++)
        {
            var (channel, pixel) = ((output * 11 + 2) / 30, (output * 11 + 2) % 30);
            Assert.Equal((channel + 1) * image[pixel], scores[output]);
        }
    }
}

[Network, Input("N", 1, 6, 5)]
[Conv2d(3, 3, Padding = 1), Relu]
[Flatten, Linear(7)]
[CrossEntropyLoss]
internal partial class FlattenedImages;
