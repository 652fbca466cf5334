namespace Sinter;

/// <summary>
/// Attention of several heads, each with its own projections (Vaswani et al. 2017), as <c>torch.nn.MultiheadAttention</c> with <c>batch_first</c>: queries [N, T, E], keys [N, S, K] and values [N, S, V] to
/// [N, T, E]. Called with one tensor it attends to itself. Parameters: <c>in_proj_weight</c> [E + 2·G, E] with G = E·KeyValueHeads/heads, the maps of queries, keys and values
/// below each other, from U(−√(6/(E + rows)), √(6/(E + rows))) (Glorot and Bengio 2010); of keys or values of another width, instead <c>q_proj_weight</c> [E, E], <c>k_proj_weight</c> [G, K] and
/// <c>v_proj_weight</c> [G, V]; <c>in_proj_bias</c>, from 0; <c>out_proj.weight</c> [E, E], from U(−1/√E, 1/√E), and <c>out_proj.bias</c> [E], from 0.
/// </summary>
/// <remarks>The weights of attention are never stored: memory is linear in T. A query that sees no key gives zeros before the last map, where PyTorch gives NaN.</remarks>
/// <param name="heads">Heads of the queries: a divisor of E.</param>
public sealed class MultiHeadAttention(int heads) : WeightedLayer
{
    /// <summary>Heads of the queries: a divisor of E.</summary>
    public int Heads { get; } = heads;

    /// <summary>Heads of keys and values, a divisor of the queries' heads, each shared by as many of these (Ainslie et al. 2023); 0: as many as of the queries.</summary>
    public int KeyValueHeads { get; init; }

    /// <summary>Query i sees keys up to S − T + i only.</summary>
    public bool Causal { get; init; }

    /// <summary>With Causal: how many keys a query sees at most, the latest ones; 0: all.</summary>
    public int Window { get; init; }

    /// <summary>Queries and keys are turned by angles that grow with their positions (see <see cref="RotaryEmbedding"/>).</summary>
    public bool Rotary { get; init; }

    /// <summary>The base of the angles' periods.</summary>
    public float RotaryBase { get; init; } = 10000f;

    /// <summary>
    /// With Causal: the positions whose keys and values a session keeps, so that a call computes only what is new: one [Forward] method reads a prompt and then token by token. With Window the
    /// oldest leave when more come, and generation goes on for ever; otherwise more than fit are refused, as <see cref="Overflow.Error"/> says. In a [Loss] method there is no session, and a call is a
    /// whole sequence. The session has as many sequences as the first axis of what the layer is applied to: one, or a symbolic extent. 0: nothing is kept.
    /// </summary>
    public int Cache { get; init; }

    /// <summary>The name of the number of positions in the cache (see <see cref="KeyValueCache.Length"/>). Layers of one length have the same Cache, and all of them Window or none.</summary>
    public string Length { get; init; } = "P";

    /// <summary>The probability that a weight is dropped while training, in [0, 1).</summary>
    public float Dropout { get; init; }

    /// <summary>Adds learned numbers after all maps.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Attends from <paramref name="query"/> to <paramref name="key"/>; a field of type <c>MultiHeadAttention</c> is called through this.</summary>
    /// <param name="query">[N, T, E].</param>
    /// <param name="key">[N, S, K]; left out: the queries.</param>
    /// <param name="value">[N, S, V]; left out: the keys.</param>
    /// <param name="padding">[N, S]: true for keys that no query sees; left out: none.</param>
    public Tensor Forward(Tensor query, Tensor? key = null, Tensor? value = null, BoolTensor? padding = null) => throw CompiledLanguage.NotExecuted();
}
