using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>The batches of an epoch, gathered one at a time into the same memory.</summary>
public sealed class ImageBatches
{
    /// <summary>Random words that an image has for itself, so that what happens to it does not depend on its place in the order.</summary>
    const long WordsPerImage = 1 << 16;

    readonly ImageDataset data;
    readonly BatchOrder order;
    readonly ImageAugmentation? augment;
    readonly PhiloxRandom random;
    readonly float[] images;
    readonly int[] labels;
    readonly int[] shape;
    int count;

    internal ImageBatches(ImageDataset data, BatchOrder order, int size, ImageAugmentation? augment, PhiloxRandom random)
    {
        (this.data, this.order, this.augment, this.random) = (data, order, augment, random);
        shape = [.. data.Shape];
        images = new float[checked(size * ImageLength)];
        labels = new int[size];
    }

    /// <summary>The number of batches.</summary>
    public int Count => order.Count;

    /// <summary>The batches passed. Setting it, before the loop, resumes an epoch.</summary>
    public int Position
    {
        get => order.Position;
        set => order.Position = value;
    }

    /// <summary>The batch that the loop is at.</summary>
    public ImageBatch Current => new(images.AsSpan(0, count * ImageLength), labels.AsSpan(0, count), order.Current);

    int ImageLength => shape[0] * shape[1] * shape[2];

    /// <summary>The rest of the epoch; it can be walked once.</summary>
    public ImageBatches GetEnumerator() => this;

    /// <summary>Gathers the next batch; false at the end.</summary>
    public bool MoveNext()
    {
        if (!order.MoveNext()) return false;

        var items = order.Current;
        count = items.Length;
        for (var i = 0; i < count; i++)
        {
            labels[i] = data.Labels[items[i]];
            var image = data.Copy(items[i], images.AsSpan(i * ImageLength));
            random.Position = items[i] * WordsPerImage;
            augment?.Apply(image, shape, random);
        }
        return true;
    }
}

/// <summary>Some images with their labels. Valid until the loop goes on.</summary>
public readonly ref struct ImageBatch
{
    internal ImageBatch(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, ReadOnlySpan<int> items)
    {
        Images = images;
        Labels = labels;
        Items = items;
    }

    /// <summary>[count, channels, height, width].</summary>
    public ReadOnlySpan<float> Images { get; }

    /// <summary>[count].</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>The images' numbers in the data set.</summary>
    public ReadOnlySpan<int> Items { get; }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;
}
