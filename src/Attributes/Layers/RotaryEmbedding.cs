namespace Sinter;

/// <summary>
/// Turns each pair (x[i], x[i + D/2]) of the last axis D by the angle position·base^(−2i/D) (Su et al. 2021; halves as pairs, as in GPT-NeoX and Llama): [..., T, D] to the same. Positions
/// run along the last axis but one. Nothing is learned.
/// </summary>
public sealed class RotaryEmbedding : LayerBase
{
    /// <summary>The base of the periods.</summary>
    public float Base { get; init; } = 10000f;

    /// <summary>Positions go on where the session's caches end, those of the length "P" (see <see cref="KeyValueCache.Length"/>). In a [Loss] method, which has no session, they begin at 0.</summary>
    public bool PerSession { get; init; }

    /// <summary>Turns by the positions from <paramref name="offset"/> on; a field of type <c>RotaryEmbedding</c> is called through this.</summary>
    /// <param name="x">[..., T, D], D even.</param>
    /// <param name="offset">The position of the first row; with PerSession, behind what the session has seen.</param>
    public Tensor Forward(Tensor x, int offset = 0) => throw CompiledLanguage.NotExecuted();
}
