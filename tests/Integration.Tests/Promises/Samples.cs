using System;

namespace Sinter.Integration.Tests.Promises;

/// <summary>Made-up images and labels, the same for the same seed.</summary>
internal sealed class Samples
{
    public const int ImageLength = 64, Classes = 10;

    public Samples(int count, int seed)
    {
        var random = new Random(seed);
        Images = new float[count * ImageLength];
        Labels = new int[count];
        for (var i = 0; i < Images.Length; i++) Images[i] = random.NextSingle();
        for (var i = 0; i < count; i++) Labels[i] = random.Next(Classes);
    }

    public float[] Images { get; }

    public int[] Labels { get; }
}
