using System;

namespace Sinter.Integration.Tests.Promises;

/// <summary>Made-up tokens and those that follow them, the same for the same seed.</summary>
internal sealed class Texts
{
    public const int Vocabulary = 23, Length = 9;

    public Texts(int count, int seed)
    {
        var random = new Random(seed);
        (Tokens, Next) = (new int[count * Length], new int[count * Length]);
        for (var i = 0; i < Tokens.Length; i++) (Tokens[i], Next[i]) = (random.Next(Vocabulary), random.Next(Vocabulary));
    }

    /// <summary>[count, Length].</summary>
    public int[] Tokens { get; }

    /// <summary>[count, Length].</summary>
    public int[] Next { get; }
}
