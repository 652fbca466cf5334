namespace Sinter;

/// <summary>
/// A tensor in a field that is kept from step to step and saved, but not learned: running statistics, moving averages. Reading it gives its content;
/// assigning <see cref="Next"/> replaces the content when a training step ends. In inference and evaluation a state is only read.
/// </summary>
/// <remarks>
/// A state that is <see cref="PerSession"/> belongs to the caller instead: each session of the model has content of its own, which [Forward] methods read and replace. That is
/// how a recurrent network goes on where the last call stopped. It is not saved with the model; in a [Loss] method it has its first content, and
/// what it is assigned is dropped.
/// </remarks>
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

    /// <summary>Each session has its own content, kept from call to call of [Forward] methods: <c>new State(128) { PerSession = true }</c>. <see cref="Init"/> is then a constant.</summary>
    public bool PerSession { get; init; }

    /// <summary>Of a state per session: the name of an axis before the declared ones, for that many sequences beside each other. Null: there is no such axis.</summary>
    public string? Batch { get; init; }

    /// <summary>The content after this training step (per session: after this call), of the declared shape.</summary>
    public Tensor Next
    {
        set => throw CompiledLanguage.NotExecuted();
    }

    /// <summary>The extents that it was declared with.</summary>
    internal int[] Extents { get; } = shape;
}
