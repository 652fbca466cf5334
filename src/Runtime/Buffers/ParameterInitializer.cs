namespace Sinter;

/// <summary>How a parameter or state starts.</summary>
/// <param name="Distribution">What its elements are drawn from.</param>
/// <param name="Scale">Constant: the value. Uniform: the bound b of U(−b, b). Normal, TruncatedNormal: the standard deviation. Orthogonal: the factor.</param>
public readonly record struct ParameterInitializer(ParameterDistribution Distribution, float Scale);

/// <summary>What the elements of a new parameter are drawn from.</summary>
public enum ParameterDistribution
{
    /// <summary>All elements are the scale.</summary>
    Constant,

    /// <summary>U(−scale, scale).</summary>
    Uniform,

    /// <summary>N(0, scale²).</summary>
    Normal,

    /// <summary>N(0, scale²), redrawn beyond two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>Rows or columns orthonormal (Saxe et al. 2013), times the scale; the first axis against the rest.</summary>
    Orthogonal,
}
