namespace Sinter;

/// <summary>
/// Self-attention, then two linear maps with an activation between them, each with a residual connection and a normalization (Vaswani et al. 2017), as <c>torch.nn.TransformerEncoderLayer</c> with
/// <c>batch_first</c>: [N, T, E] to the same. With Causal it is a layer of a decoder-only model (GPT). Parameters: <c>self_attn.…</c> (see <see cref="MultiHeadAttention"/>), <c>linear1.…</c>, <c>linear2.…</c>
/// (see <see cref="Linear"/>), <c>norm1.…</c>, <c>norm2.…</c> (see <see cref="LayerNorm"/>).
/// </summary>
/// <param name="heads">Heads of the attention: a divisor of E.</param>
/// <param name="feedForward">Numbers between the two maps.</param>
public sealed class TransformerEncoderLayer(int heads, int feedForward) : WeightedLayer
{
    /// <summary>Heads of the attention: a divisor of E.</summary>
    public int Heads { get; } = heads;

    /// <summary>Numbers between the two maps.</summary>
    public int FeedForward { get; } = feedForward;

    /// <summary>Normalizes what goes into attention and maps (pre-norm) rather than the sums (post-norm).</summary>
    public bool NormFirst { get; init; }

    /// <summary>What stands between the two maps.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The probability of being dropped while training: of weights of attention, of what is added to the residuals, and between the maps.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>A position sees those up to its own only.</summary>
    public bool Causal { get; init; }

    /// <summary>With Causal: how many positions one sees at most, the latest ones; 0: all.</summary>
    public int Window { get; init; }

    /// <summary>Heads of keys and values; 0: as many as of the queries.</summary>
    public int KeyValueHeads { get; init; }

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

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; init; } = 1e-5f;

    /// <summary>Linear maps and normalizations add learned numbers.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>A field of type <c>TransformerEncoderLayer</c> is called through this.</summary>
    /// <param name="x">[N, T, E].</param>
    /// <param name="padding">[N, T]: true for positions that none sees; left out: none.</param>
    public Tensor Forward(Tensor x, BoolTensor? padding = null) => throw CompiledLanguage.NotExecuted();
}
