namespace Sinter.Runtime;

/// <summary>The sum of the gradients of the batches that came since the last update. Its memory is taken when it is needed first.</summary>
internal sealed class GradientAccumulation(int length)
{
    AlignedFloats? sum;

    /// <summary>Batches in the sum.</summary>
    public int Count { get; set; }

    public AlignedFloats Sum => sum ??= new AlignedFloats(length);

    /// <summary>Takes the gradients of a batch into the sum.</summary>
    public void Add(GradientUpdate update)
    {
        update.AddTo(Sum, begins: Count == 0);
        Count++;
    }

    /// <summary>Replaces the gradients of the last batch by the mean over all of the step. The sum stays, until <see cref="Count"/> is set to 0.</summary>
    public void Mean(GradientUpdate update)
    {
        if (Count > 0) update.MeanWith(Sum, 1f / (Count + 1));
    }
}
