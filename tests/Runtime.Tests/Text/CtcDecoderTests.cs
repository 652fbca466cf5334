using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Text;

public class CtcDecoderTests
{
    [Fact]
    public void Greedy_takes_repetitions_then_blanks_out()
    {
        var labels = new int[8];
        Assert.Equal(4, CtcDecoder.Greedy(OneHot(0, 1, 1, 0, 1, 2, 2, 1), 3, labels));
        Assert.Equal([1, 1, 2, 1], labels[..4]);
        Assert.Equal(0, CtcDecoder.Greedy([], 3, labels));
        Assert.Equal(2, CtcDecoder.Greedy(OneHot(2, 0, 2, 1), 3, labels, blank: 2));
        Assert.Contains("more labels than the 1 that fit", Assert.Throws<ArgumentException>(() => CtcDecoder.Greedy(OneHot(1, 2), 3, labels.AsSpan(0, 1))).Message);
        Assert.Throws<ArgumentException>(() => CtcDecoder.Greedy(new float[7], 3, labels));
        Assert.Throws<ArgumentOutOfRangeException>(() => CtcDecoder.Greedy(new float[6], 3, labels, blank: 3));
    }

    /// <summary>The textbook case: blank is the best class of each frame, yet one label, by its three alignments, is more probable than none.</summary>
    [Fact]
    public void Alignments_of_the_same_labels_are_added_up()
    {
        float[] frames = [.. new[] { 0.6, 0.4, 0.6, 0.4 }.Select(p => (float)Math.Log(p))];
        var labels = new int[2];
        Assert.Equal(0, CtcDecoder.Greedy(frames, 2, labels));

        var decoder = new CtcDecoder();
        Assert.Equal(1, decoder.Decode(frames, 2, labels));
        Assert.Equal(1, labels[0]);
        Assert.Equal(Math.Log(0.64), decoder.LogProbability, 1e-6);
    }

    /// <summary>With a beam that loses nothing, the labels and their probability are those of all alignments counted one by one.</summary>
    [Theory]
    [InlineData(5, 3, 0)]
    [InlineData(6, 2, 1)]
    [InlineData(1, 3, 2)]
    public void A_wide_beam_finds_the_most_probable_labels(int frames, int classes, int blank)
    {
        var (random, labels, decoder) = (new Random(frames), new int[frames], new CtcDecoder(width: 1000, blank));
        for (var round = 0; round < 30; round++)
        {
            var scores = LogSoftmax([.. Enumerable.Range(0, frames * classes).Select(_ => 4 * random.NextSingle())], classes);
            var totals = new Dictionary<string, double>();
            for (var number = 0; number < (int)Math.Pow(classes, frames); number++)
            {
                int[] path = [.. Enumerable.Range(0, frames).Select(t => number / (int)Math.Pow(classes, t) % classes)];
                var collapsed = string.Join(",", path.Where((label, t) => label != blank && (t == 0 || path[t - 1] != label)));
                totals[collapsed] = totals.GetValueOrDefault(collapsed) + Math.Exp(path.Select((label, t) => (double)scores[t * classes + label]).Sum());
            }
            var best = totals.MaxBy(total => total.Value);
            var count = decoder.Decode(scores, classes, labels);
            Assert.Equal(best.Key, string.Join(",", labels[..count]));
            Assert.Equal(Math.Log(best.Value), decoder.LogProbability, 1e-5);
        }
    }

    [Fact]
    public void Decoding_again_allocates_nothing()
    {
        var random = new Random(1);
        var scores = LogSoftmax([.. Enumerable.Range(0, 50 * 11).Select(_ => 4 * random.NextSingle())], 11);
        var (labels, decoder) = (new int[50], new CtcDecoder(width: 8));
        var expected = decoder.Decode(scores, 11, labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var actual = decoder.Decode(scores, 11, labels) + CtcDecoder.Greedy(scores, 11, labels) * 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(expected, actual);
    }

    static float[] OneHot(params int[] labels) => [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(c => c == label ? 1f : 0))];

    static float[] LogSoftmax(float[] logits, int classes) =>
        [.. logits.Chunk(classes).SelectMany(frame => frame.Select(x => x - (float)Math.Log(frame.Sum(y => Math.Exp(y)))))];
}
