namespace Sinter;

/// <summary>
/// Adds waves that tell positions apart (Vaswani et al. 2017): [..., T, D] to the same, y[t, 2i] = x[t, 2i] + sin(t·10000^(−2i/D)), y[t, 2i + 1] = x[t, 2i + 1] + cos(t·10000^(−2i/D)). Nothing is learned.
/// </summary>
public sealed class SinusoidalPositions : LayerBase
{
    /// <summary>The base of the periods.</summary>
    public float Base { get; init; } = 10000f;

    /// <summary>Positions go on where the session's caches end, those of the length "P" (see <see cref="KeyValueCache.Length"/>). In a [Loss] method, which has no session, they begin at 0.</summary>
    public bool PerSession { get; init; }

    /// <summary>Adds the waves from <paramref name="offset"/> on; a field of type <c>SinusoidalPositions</c> is called through this.</summary>
    /// <param name="x">[..., T, D].</param>
    /// <param name="offset">The position of the first row; with PerSession, behind what the session has seen.</param>
    public Tensor Forward(Tensor x, int offset = 0) => throw CompiledLanguage.NotExecuted();
}
