using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

/// <summary>Images of one shape with a label each, in memory.</summary>
public sealed class ImageDataset
{
    readonly float[] images;
    readonly int[] labels;
    readonly int[] shape;
    readonly int imageLength;

    /// <summary>A data set over these arrays, which are not copied.</summary>
    /// <param name="images">[count, shape…], row-major.</param>
    /// <param name="labels">[count].</param>
    /// <param name="shape">An image's extents: channels, height, width.</param>
    public ImageDataset(float[] images, int[] labels, params int[] shape)
    {
        if (shape.Length != 3 || shape.Any(extent => extent <= 0)) throw new ArgumentException($"An image's shape is channels, height, width, but [{string.Join(", ", shape)}] was given.", nameof(shape));
        var length = shape.Aggregate(1L, (product, extent) => product * extent);
        if (images.LongLength != labels.Length * length)
            throw new ArgumentException($"{labels.Length} labels and images of [{string.Join(", ", shape)}] take {labels.Length * length} numbers, but {images.Length} were given.", nameof(images));

        (this.images, this.labels, this.shape, imageLength) = (images, labels, [.. shape], (int)length);
    }

    /// <summary>The number of images.</summary>
    public int Count => labels.Length;

    /// <summary>Channels, height, width.</summary>
    public IReadOnlyList<int> Shape => shape;

    /// <summary>All images, [count, channels, height, width].</summary>
    public Span<float> Images => images;

    /// <summary>All labels.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>The epochs begun: what <see cref="Batches"/> takes when it is given none. Setting it resumes a run.</summary>
    public int Epoch { get; set; }

    /// <summary>Reads MNIST-like files: bytes [count, height, width] and [count]. Bytes become numbers from 0 to 1.</summary>
    /// <exception cref="DataFormatException">A file is damaged, or they do not fit each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageDataset ReadIdx(string imagesPath, string labelsPath)
    {
        var images = IdxArray.Read(imagesPath);
        var labels = IdxArray.Read(labelsPath);
        if (images.Shape.Count != 3) throw new DataFormatException(imagesPath, $"the array has {images.Shape.Count} axes, expected count, height, width");
        if (labels.Shape.Count != 1 || labels.Length != images.Shape[0])
            throw new DataFormatException(labelsPath, $"labels of shape [{string.Join(", ", labels.Shape)}], expected [{images.Shape[0]}], one per image");
        if (images.Length == 0) throw new DataFormatException(imagesPath, "the array has no elements");

        var values = images.ToFloats();
        for (var i = 0; i < values.Length; i++) values[i] /= byte.MaxValue;
        return new(values, labels.ToInts(), 1, images.Shape[1], images.Shape[2]);
    }

    /// <summary>
    /// An epoch in batches: <c>foreach (var batch in data.Batches(64, shuffle: true))</c>. The order, and what augmentation does to an image, depend on seed and epoch alone.
    /// A batch is valid until the next; none allocates.
    /// </summary>
    /// <param name="size">The images of a batch; the last may have fewer.</param>
    /// <param name="shuffle">In random order.</param>
    /// <param name="seed">What chance depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the images; by default the next: <see cref="Epoch"/>, which then rises.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer images.</param>
    /// <param name="augment">What is done to each image.</param>
    public ImageBatches Batches(int size, bool shuffle = false, int seed = 0, int? epoch = null, bool dropLast = false, ImageAugmentation? augment = null)
    {
        var current = epoch ?? Epoch++;
        var order = new BatchOrder(Count, size, shuffle, seed, current, dropLast);
        return new(this, order, Math.Min(size, Count), augment, new PhiloxRandom(RandomKey.Of(RandomPurpose.Augmentation, seed), stream: current));
    }

    /// <summary>The first <paramref name="count"/> images and the rest.</summary>
    public (ImageDataset First, ImageDataset Second) Split(int count)
    {
        if (count < 0 || count > Count) throw new ArgumentOutOfRangeException(nameof(count), count, $"The data set has {Count} images.");
        return Split(new BatchOrder(Count, int.MaxValue), count);
    }

    /// <summary>A random part of the images, and the rest.</summary>
    public (ImageDataset First, ImageDataset Second) Split(double fraction, int seed)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");
        return Split(new BatchOrder(Count, int.MaxValue, shuffle: true, seed), (int)Math.Round(fraction * Count));
    }

    (ImageDataset, ImageDataset) Split(BatchOrder order, int count)
    {
        order.MoveNext();
        return Count == 0 ? (this, this) : (Select(order.Current[..count]), Select(order.Current[count..]));
    }

    ImageDataset Select(ReadOnlySpan<int> items)
    {
        var (selected, selectedLabels) = (new float[items.Length * imageLength], new int[items.Length]);
        for (var i = 0; i < items.Length; i++)
        {
            selectedLabels[i] = labels[items[i]];
            Copy(items[i], selected.AsSpan(i * imageLength));
        }
        return new(selected, selectedLabels, shape);
    }

    /// <summary>Copies an image to the beginning of a span, and returns that part.</summary>
    internal Span<float> Copy(int item, Span<float> destination)
    {
        images.AsSpan(item * imageLength, imageLength).CopyTo(destination);
        return destination[..imageLength];
    }
}
