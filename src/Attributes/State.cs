namespace Sinter;

/// <summary>
/// A tensor in a field that is kept from step to step and saved, but not learned: running statistics, moving averages. Reading it gives its content;
/// assigning <see cref="Next"/> replaces the content when a training step ends. In inference and evaluation a state is only read.
/// </summary>
/// <example><code>
/// readonly State average = new(64);
/// …
/// average.Next = 0.9f * average + 0.1f * Mean(x, axes: [0]);
/// </code></example>
/// <param name="shape">Extents, outermost first; none for a scalar.</param>
public sealed class State(params int[] shape) : Tensor
{
    /// <summary>How it starts; zeros when not said.</summary>
    public Init Init { get; init; } = Init.Zeros;

    /// <summary>The content after this training step, of the declared shape.</summary>
    public Tensor Next
    {
        set => throw CompiledLanguage.NotExecuted();
    }

    /// <summary>The extents that it was declared with.</summary>
    internal int[] Extents { get; } = shape;
}
