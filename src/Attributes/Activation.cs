namespace Sinter;

/// <summary>What stands between the two linear maps of a Transformer layer.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x·Φ(x) with the exact error function, as PyTorch's default.</summary>
    Gelu,

    /// <summary>silu(a)·b, where the first map gives a and b behind each other: it has twice the rows (Shazeer 2020).</summary>
    SwiGlu,
}
