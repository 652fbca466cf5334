using System;

namespace Sinter;

/// <summary>How far numbers lie from their targets, over batches as they come.</summary>
public struct PredictionError
{
    double absolute, squared;

    /// <summary>The numbers so far.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of |prediction − target|; NaN before the first.</summary>
    public readonly double MeanAbsolute => absolute / Count;

    /// <summary>The root of the mean of (prediction − target)²; NaN before the first.</summary>
    public readonly double RootMeanSquare => Math.Sqrt(squared / Count);

    /// <summary>Adds predictions with their targets.</summary>
    public void Add(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        if (predictions.Length != targets.Length) throw new ArgumentException($"{predictions.Length} predictions, but {targets.Length} targets.", nameof(targets));
        for (var i = 0; i < predictions.Length; i++)
        {
            var error = (double)predictions[i] - targets[i];
            absolute += Math.Abs(error);
            squared += error * error;
        }
        Count += predictions.Length;
    }
}
