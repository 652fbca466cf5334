namespace Sinter;

/// <summary>
/// How a <see cref="Parameter"/> or <see cref="State"/> starts. The fan-in of a shape [out, in, …] is in · …, its fan-out out · …; a shape with one axis counts it as both.
/// </summary>
public sealed class Init
{
    Init()
    {
    }

    static readonly Init Declared = new();

    /// <summary>0.</summary>
    public static Init Zeros => Declared;

    /// <summary>1.</summary>
    public static Init Ones => Declared;

    /// <summary>He et al. 2015 for ReLU: U(−b, b) with b = √(6 / fan-in).</summary>
    public static Init KaimingUniform => Declared;

    /// <summary>He et al. 2015 for ReLU: N(0, 2 / fan-in).</summary>
    public static Init KaimingNormal => Declared;

    /// <summary>Glorot and Bengio 2010: U(−b, b) with b = √(6 / (fan-in + fan-out)).</summary>
    public static Init XavierUniform => Declared;

    /// <summary>Glorot and Bengio 2010: N(0, 2 / (fan-in + fan-out)).</summary>
    public static Init XavierNormal => Declared;

    /// <summary>Saxe et al. 2013: orthonormal rows or columns, the first axis against the rest.</summary>
    public static Init Orthogonal => Declared;

    /// <summary>The same number everywhere.</summary>
    public static Init Constant(float value) => Declared;

    /// <summary>U(−bound, bound).</summary>
    public static Init Uniform(float bound) => Declared;

    /// <summary>N(0, std²).</summary>
    public static Init Normal(float std) => Declared;

    /// <summary>N(0, std²), redrawn beyond two standard deviations.</summary>
    public static Init TruncatedNormal(float std) => Declared;
}
