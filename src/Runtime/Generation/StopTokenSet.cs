using System;
using System.Collections.Generic;

namespace Sinter;

/// <summary>The tokens that end a result.</summary>
internal static class StopTokenSet
{
    public static void Check(IReadOnlyList<int> tokens, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)vocabulary)
                throw new ArgumentOutOfRangeException("StopTokens", token, $"The stop token {token} is none of the vocabulary: tokens are from 0 to {vocabulary - 1}.");
        }
    }

    public static bool[] Of(IReadOnlyList<int> tokens, int vocabulary)
    {
        var stops = new bool[vocabulary];
        foreach (var token in tokens) stops[token] = true;
        return stops;
    }
}
