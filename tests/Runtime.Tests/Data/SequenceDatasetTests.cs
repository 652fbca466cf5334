using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class SequenceDatasetTests
{
    [Fact]
    public void Sequences_lie_one_behind_the_other()
    {
        var sequences = new Sequences<float>(width: 2);
        sequences.Add([1, 2, 3, 4]);
        sequences.Add([]);
        sequences.Add([5, 6]);
        Assert.Equal([1f, 2, 3, 4, 5, 6], sequences.Elements.ToArray());
        Assert.Equal([2, 0, 1], Enumerable.Range(0, 3).Select(sequences.Length));
        Assert.Equal([5f, 6], sequences[2].ToArray());
        Assert.Equal([5f, 6, 1, 2, 3, 4], sequences.Select([2, 0]).Elements.ToArray());
        Assert.Contains("3 elements are no whole number of steps of 2", Assert.Throws<ArgumentException>(() => sequences.Add([1, 2, 3])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.Length(3));

        sequences.Clear();
        Assert.Equal(0, sequences.Count);
        Assert.True(sequences.Elements.IsEmpty);
    }

    [Fact]
    public void A_batch_is_filled_up_to_its_longest_or_to_what_is_asked()
    {
        var sequences = new Sequences<int>();
        foreach (var length in new[] { 3, 0, 1 }) sequences.Add(Enumerable.Repeat(7, length).ToArray());
        var batch = new PaddedBatch<int>(padding: -1);

        batch.Gather(sequences, [2, 0, 1]);
        Assert.Equal((3, 3), (batch.Count, batch.Steps));
        Assert.Equal([7, -1, -1, 7, 7, 7, -1, -1, -1], batch.Values.ToArray());
        Assert.Equal([true, false, false, true, true, true, false, false, false], batch.Mask.ToArray());
        Assert.Equal([1, 3, 0], batch.Lengths.ToArray());

        batch.Gather(sequences, [0, 2], steps: 2);
        Assert.Equal([7, 7, 7, -1], batch.Values.ToArray());
        Assert.Equal([true, true, true, false], batch.Mask.ToArray());
        Assert.Equal([2, 1], batch.Lengths.ToArray());
        Assert.Throws<ArgumentException>(() => batch.Gather(new(width: 2), []));
    }

    [Fact]
    public void Steps_are_padded_whole()
    {
        var features = new Sequences<float>(width: 2);
        features.Add([1, 2, 3, 4]);
        features.Add([5, 6]);
        var batch = new PaddedBatch<float>(padding: -9, width: 2);
        batch.Gather(features, [1, 0]);
        Assert.Equal([5f, 6, -9, -9, 1, 2, 3, 4], batch.Values.ToArray());
        Assert.Equal([true, false, true, true], batch.Mask.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_keep_sequences_and_targets_together(bool byLength)
    {
        var seen = new List<int>();
        foreach (var batch in Numbered(53).Batches(8, shuffle: true, seed: 3, byLength: byLength, padding: -1, targetPadding: -100))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var item = batch.Items[i];
                Assert.Equal(item % 7, batch.Inputs.Lengths[i]);
                Assert.Equal(Enumerable.Repeat(item, item % 7).Concat(Enumerable.Repeat(-1, batch.Inputs.Steps - item % 7)), batch.Inputs.Values.Slice(i * batch.Inputs.Steps, batch.Inputs.Steps).ToArray());
                Assert.Equal(item, batch.Targets.Values[i * batch.Targets.Steps]);
                seen.Add(item);
            }
        }
        Assert.Equal(Enumerable.Range(0, 53), seen.Order());
    }

    [Fact]
    public void Batches_by_length_need_little_padding()
    {
        Assert.InRange(Padded(byLength: true), 0, 0.4 * Padded(byLength: false));

        static int Padded(bool byLength)
        {
            var padded = 0;
            foreach (var batch in Numbered(500).Batches(8, shuffle: true, byLength: byLength)) padded += batch.Inputs.Mask.Count(false);
            return padded;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_order_depends_on_seed_and_epoch_and_resumes(bool byLength)
    {
        Assert.Equal(Order(1, 2), Order(1, 2));
        Assert.NotEqual(Order(1, 2), Order(1, 3));
        Assert.NotEqual(Order(1, 2), Order(2, 2));
        Assert.Equal(Order(1, 2)[16..], Order(1, 2, position: 2));
        Assert.Equal(48, Order(1, 2, dropLast: true).Length);

        int[] Order(int seed, int epoch, int position = 0, bool dropLast = false)
        {
            var batches = Numbered(50).Batches(8, shuffle: true, seed, epoch, dropLast, byLength);
            batches.Position = position;
            var order = new List<int>();
            foreach (var batch in batches) order.AddRange(batch.Items);
            return [.. order];
        }
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var batches = Numbered(100).Batches(8, shuffle: true, byLength: true);
        batches.MoveNext();
        var (before, sum) = (GC.GetAllocatedBytesForCurrentThread(), 0);
        while (batches.MoveNext()) sum += batches.Current.Inputs.Values.Length + batches.Current.Labels.Length;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    [Fact]
    public void Splits_by_number_and_at_random()
    {
        var (rest, tenth) = Numbered(50).Split(item => item % 10 != 0);
        Assert.Equal([0, 10, 20, 30, 40], Enumerable.Range(0, 5).Select(item => tenth.Targets[item][0]));
        Assert.Equal(45, rest.Count);

        var (first, second) = Numbered(50).Split(0.8, seed: 1);
        Assert.Equal((40, 10), (first.Count, second.Count));
        Assert.Equal(Enumerable.Range(0, 50), first.Targets.Elements.ToArray().Concat(second.Targets.Elements.ToArray()).Order());
        Assert.Throws<ArgumentException>(() => new SequenceDataset<int>(new(), new int[1]));
    }

    /// <summary>Item i is i % 7 times the number i, and its label is i.</summary>
    static SequenceDataset<int> Numbered(int count)
    {
        var sequences = new Sequences<int>();
        for (var i = 0; i < count; i++) sequences.Add(Enumerable.Repeat(i, i % 7).ToArray());
        return new(sequences, Enumerable.Range(0, count).ToArray());
    }
}
