namespace Sinter.Runtime;

/// <summary>
/// The one-dimensional algorithm F(m, 3): m neighboring results of a filter g with three taps from m + 2 inputs d by as many multiplications, y = Aᵀ[(G·g) ⊙ (Bᵀ·d)] (Winograd 1980;
/// Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks"). Applied to columns and then to rows, it gives m × m results of a 3×3 filter.
/// </summary>
internal unsafe interface IWinogradTransform
{
    /// <summary>m: results of a line.</summary>
    static abstract int Outputs { get; }

    /// <summary>m + 2: inputs of a line, and points at which the polynomials are multiplied.</summary>
    static abstract int Points { get; }

    /// <summary>G·g for as many lines as a vector has lanes. Taps of a line lie <paramref name="step"/> apart, results <paramref name="stepTo"/>.</summary>
    static abstract void Weights<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>;

    /// <summary>Bᵀ·d for as many lines as a vector has lanes. Elements of a line lie <paramref name="step"/> apart, results <paramref name="stepTo"/>.</summary>
    static abstract void Input<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>;

    /// <summary>Aᵀ·m for as many lines as a vector has lanes. Products of a line lie <paramref name="step"/> apart, results <paramref name="stepTo"/>.</summary>
    static abstract void Output<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>;
}
