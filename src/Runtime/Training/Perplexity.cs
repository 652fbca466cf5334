using System;

namespace Sinter;

/// <summary>How many tokens a language model wavers between: e to the mean of −ln p(token). It is made of the losses of batches as they come.</summary>
public struct Perplexity
{
    RunningMean loss;

    /// <summary>e^mean; NaN before the first batch.</summary>
    public readonly double Value => Math.Exp(loss.Mean);

    /// <summary>The mean loss per token, in nats.</summary>
    public readonly double MeanLoss => loss.Mean;

    /// <summary>The mean loss per token, in bits.</summary>
    public readonly double BitsPerToken => loss.Mean / Math.Log(2);

    /// <summary>Adds a batch.</summary>
    /// <param name="meanLoss">The mean of −ln p over its tokens: what <c>CrossEntropy</c> gives.</param>
    /// <param name="tokens">The number of tokens that count.</param>
    public void Add(double meanLoss, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        loss.Add(meanLoss, tokens);
    }
}
