namespace Sinter;

/// <summary>Base of the layers that have weights.</summary>
/// <example><code>
/// readonly Layer head = new Linear(64) { Init = Init.Normal(0.02f), BiasInit = Init.Zeros };
/// </code></example>
public abstract class WeightedLayer : LayerBase
{
    /// <summary>How its weights (or embeddings) start; null: as the layer says.</summary>
    public Init? Init { get; init; }

    /// <summary>How its biases start, where it has any; null: as the layer says.</summary>
    public Init? BiasInit { get; init; }
}
