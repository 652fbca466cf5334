using System;

namespace Sinter;

/// <summary>How good predictions are.</summary>
public static class Metrics
{
    /// <summary>The number of the largest value, the first of equals.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) throw new ArgumentException("There is no largest of no values.", nameof(values));

        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }
        return best;
    }

    /// <summary>The part of the rows whose largest score is at their label.</summary>
    /// <param name="scores">[count, classes].</param>
    /// <param name="labels">[count].</param>
    public static double Accuracy(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels) => (double)Correct(scores, labels) / labels.Length;

    /// <summary>The number of rows whose largest score is at their label.</summary>
    /// <inheritdoc cref="Accuracy"/>
    public static int Correct(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty || scores.Length % labels.Length != 0) throw new ArgumentException($"{scores.Length} scores cannot be shared among {labels.Length} labels.", nameof(scores));

        var classes = scores.Length / labels.Length;
        var correct = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            if (ArgMax(scores.Slice(row * classes, classes)) == labels[row]) correct++;
        }
        return correct;
    }
}

/// <summary>The mean of numbers as they come, each with its weight: the loss of an epoch from those of its batches.</summary>
public struct RunningMean
{
    double sum, weight;

    /// <summary>The mean so far; NaN before the first number.</summary>
    public readonly double Mean => sum / weight;

    /// <summary>Adds the mean of <paramref name="count"/> numbers.</summary>
    public void Add(double value, double count = 1) => (sum, weight) = (sum + value * count, weight + count);
}
