namespace Sinter;

/// <summary>
/// Adds a learned row for each position: [..., T, D] to the same, y[t] = x[t] + weight[offset + t]. Parameter: <c>weight</c> [length, D], from N(0, 1), as <c>torch.nn.Embedding</c>.
/// </summary>
/// <param name="length">Positions that there are rows for.</param>
public sealed class PositionEmbedding(int length) : WeightedLayer
{
    /// <summary>Positions that there are rows for. Beyond them the last row is used again.</summary>
    public int Length { get; } = length;

    /// <summary>Positions go on where the session's caches end, those of the length "P" (see <see cref="KeyValueCache.Length"/>). In a [Loss] method, which has no session, they begin at 0.</summary>
    public bool PerSession { get; init; }

    /// <summary>Adds the rows from <paramref name="offset"/> on; a field of type <c>PositionEmbedding</c> is called through this.</summary>
    /// <param name="x">[..., T, D].</param>
    /// <param name="offset">The position of the first row; with PerSession, behind what the session has seen.</param>
    public Tensor Forward(Tensor x, int offset = 0) => throw CompiledLanguage.NotExecuted();
}
