namespace Sinter.Runtime;

/// <summary>What random numbers are for. Each purpose has keys of its own, so that one seed may be used for all of them.</summary>
internal enum RandomPurpose : uint
{
    Initialization = 1,
    Shuffle = 2,
    Augmentation = 3,
    Windows = 4,
    Generation = 5,
}

internal static class RandomKey
{
    /// <summary>The Philox key of a seed that a user gave for a purpose.</summary>
    public static ulong Of(RandomPurpose purpose, int seed) => (ulong)purpose << 32 | (uint)seed;
}
