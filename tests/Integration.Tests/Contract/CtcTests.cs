using System;
using System.Linq;
using Xunit;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Contract;

/// <summary>Frames of features, classified one by one; no label says when it is spoken.</summary>
[Network]
public partial class FrameClassifier
{
    readonly Layer hidden = new Linear(32);
    readonly Layer scores = new Linear(4);

    [Forward]
    public Tensor Classify([Shape("N", "T", 5)] Tensor frames) => LogSoftmax(scores(Relu(hidden(frames))), axis: 2);

    [Loss]
    public Tensor Loss([Shape("N", "T", 5)] Tensor frames, [Shape("N", "S")] IntTensor targets, [Shape("N")] IntTensor frameCounts, [Shape("N")] IntTensor targetCounts) =>
        CtcLoss(Classify(frames), targets, frameCounts, targetCounts);
}

/// <summary>CTC from declaration to decoded labels.</summary>
public sealed class CtcTests
{
    [Fact]
    public void A_network_learns_labels_without_times()
    {
        var (frames, targets) = Spoken();
        var model = new FrameClassifier(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-2f));
        var (inputs, labels) = (new PaddedBatch<float>(width: 5), new PaddedBatch<int>());
        inputs.Gather(frames, [0, 1, 2]);
        labels.Gather(targets, [0, 1, 2]);
        for (var step = 0; step < 200; step++) trainer.Step(inputs.Values, labels.Values, inputs.Lengths, labels.Lengths);

        var scores = new float[3 * inputs.Steps * 4];
        model.Classify(inputs.Values, scores, 3);
        var (found, decoder) = (new int[inputs.Steps], new CtcDecoder());
        for (var item = 0; item < 3; item++)
        {
            var own = scores.AsSpan(item * inputs.Steps * 4, inputs.Lengths[item] * 4);
            Assert.Equal(targets[item].ToArray(), found[..CtcDecoder.Greedy(own, 4, found)]);
            Assert.Equal(targets[item].ToArray(), found[..decoder.Decode(own, 4, found)]);
        }
    }

    [Fact]
    public void Lengths_and_labels_out_of_range_are_refused()
    {
        var model = new FrameClassifier(seed: 1);
        Assert.Contains("frameCounts[0] is 3; it must be from 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(new float[10], [1], [3], [1])).Message);
        Assert.Contains("targetCounts[0] is 2; it must be from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(new float[10], [1], [2], [2])).Message);
        Assert.Contains("targets[0] is 4; it must be from 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(new float[10], [4], [2], [1])).Message);
        Assert.Equal(float.PositiveInfinity, model.Loss(new float[10], [1, 1], [2], [2]));
    }

    /// <summary>Three recordings in which label k is two to four frames of its feature, with silence in between.</summary>
    static (Sequences<float> Frames, Sequences<int> Targets) Spoken()
    {
        var random = new Random(1);
        var (frames, targets) = (new Sequences<float>(width: 5), new Sequences<int>());
        foreach (var labels in new int[][] { [1, 2, 3], [2, 2], [3, 1, 1, 2] })
        {
            var features = labels.SelectMany(label => Enumerable.Repeat(label, random.Next(2, 5)).Append(0)).SelectMany(label => Enumerable.Range(0, 5).Select(f => f == label ? 1f : 0.1f * random.NextSingle()));
            frames.Add(features.ToArray());
            targets.Add(labels);
        }
        return (frames, targets);
    }
}
