using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class ImageDatasetTests
{
    [Theory]
    [InlineData(10, 3, false, 4)]
    [InlineData(10, 3, true, 3)]
    [InlineData(9, 3, true, 3)]
    [InlineData(2, 5, false, 1)]
    [InlineData(2, 5, true, 0)]
    public void Batches_cover_each_image_once(int count, int size, bool dropLast, int batches)
    {
        var data = Numbered(count);
        var seen = new List<int>();
        var number = 0;
        foreach (var batch in data.Batches(size, shuffle: true, dropLast: dropLast))
        {
            number++;
            for (var i = 0; i < batch.Count; i++)
            {
                Assert.Equal(batch.Labels[i], batch.Images[i * 6]);
                Assert.Equal(batch.Labels[i], batch.Items[i]);
            }
            seen.AddRange(batch.Labels);
        }
        Assert.Equal(batches, number);
        Assert.Equal(dropLast ? count / size * size : count, seen.Distinct().Count());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public void Order_and_augmentation_depend_on_seed_and_epoch_alone()
    {
        Assert.Equal(Epoch(seed: 1, epoch: 2), Epoch(seed: 1, epoch: 2));
        Assert.NotEqual(Epoch(seed: 1, epoch: 2), Epoch(seed: 1, epoch: 3));
        Assert.NotEqual(Epoch(seed: 1, epoch: 2), Epoch(seed: 2, epoch: 2));

        var data = Numbered(50);
        Assert.Equal(Flatten(data.Batches(8, shuffle: true, epoch: 0)), Flatten(data.Batches(8, shuffle: true)));
        Assert.Equal(Flatten(data.Batches(8, shuffle: true, epoch: 1)), Flatten(data.Batches(8, shuffle: true)));

        static float[] Epoch(int seed, int epoch) => Flatten(Numbered(50).Batches(8, shuffle: true, seed, epoch, augment: ImageAugmentation.Shift(1)));
    }

    [Fact]
    public void An_epoch_resumes_where_it_stopped()
    {
        var data = Numbered(50);
        var whole = Flatten(data.Batches(8, shuffle: true, epoch: 5, augment: ImageAugmentation.Shift(1)));
        var rest = data.Batches(8, shuffle: true, epoch: 5, augment: ImageAugmentation.Shift(1));
        rest.Position = 3;
        Assert.Equal(whole[(3 * 8 * 6)..], Flatten(rest));
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var augment = ImageAugmentation.Sequence(ImageAugmentation.Shift(1), ImageAugmentation.HorizontalFlip(), ImageAugmentation.Normalize([0.5f], [2]));
        var batches = Numbered(100).Batches(8, shuffle: true, augment: augment);
        batches.MoveNext();
        var (before, sum) = (GC.GetAllocatedBytesForCurrentThread(), 0f);
        while (batches.MoveNext()) sum += batches.Current.Images[0];
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(float.IsFinite(sum));
    }

    [Fact]
    public void Splits_in_order_and_at_random()
    {
        var (first, second) = Numbered(10).Split(3);
        Assert.Equal([0, 1, 2], first.Labels.ToArray());
        Assert.Equal([3, 4, 5, 6, 7, 8, 9], second.Labels.ToArray());
        Assert.Equal(3, second.Images[0]);

        (first, second) = Numbered(10).Split(0.7, seed: 1);
        Assert.Equal(7, first.Count);
        Assert.Equal(Enumerable.Range(0, 10), first.Labels.ToArray().Concat(second.Labels.ToArray()).Order());
        Assert.NotEqual(Enumerable.Range(0, 7), first.Labels.ToArray());
    }

    [Fact]
    public void Refuses_arrays_that_do_not_fit()
    {
        Assert.Contains("take 18 numbers, but 17 were given", Assert.Throws<ArgumentException>(() => new ImageDataset(new float[17], new int[3], 1, 2, 3)).Message);
        Assert.Throws<ArgumentException>(() => new ImageDataset(new float[18], new int[3], 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(3).Batches(0));
    }

    [Fact]
    public void Reads_images_and_labels()
    {
        using var folder = new TemporaryFolder();
        var images = folder.Write("images", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102]);
        var data = ImageDataset.ReadIdx(images, folder.Write("labels", [0, 0, 8, 1, 0, 0, 0, 2, 7, 9]));
        Assert.Equal([1, 1, 2], data.Shape);
        Assert.Equal([0, 1, 0.2f, 0.4f], data.Images.ToArray());
        Assert.Equal([7, 9], data.Labels.ToArray());

        var short1 = folder.Write("short", [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Assert.Contains("labels of shape [1], expected [2]", Assert.Throws<DataFormatException>(() => ImageDataset.ReadIdx(images, short1)).Message);
    }

    /// <summary>Images of 2×3 pixels, all of them the image's number.</summary>
    static ImageDataset Numbered(int count) => new(
        [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((float)i, 6))], [.. Enumerable.Range(0, count)], 1, 2, 3);

    static float[] Flatten(ImageBatches batches)
    {
        var all = new List<float>();
        foreach (var batch in batches) all.AddRange(batch.Images);
        return [.. all];
    }
}
