namespace Sinter.Generator.Layers;

/// <summary>How a parameter or state starts.</summary>
/// <param name="Scale">Constant: the value. Uniform: the bound b of U(−b, b). Normal: the standard deviation.</param>
internal sealed record Initializer(Distribution Distribution, double Scale)
{
    public static Initializer Zeros { get; } = new(Distribution.Constant, 0);

    public static Initializer Ones { get; } = new(Distribution.Constant, 1);

    public static Initializer Constant(double value) => new(Distribution.Constant, value);

    public static Initializer Uniform(double bound) => new(Distribution.Uniform, bound);

    public static Initializer Normal(double deviation) => new(Distribution.Normal, deviation);
}

internal enum Distribution
{
    Constant,
    Uniform,
    Normal,

    /// <summary>Normal, redrawn beyond two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>Rows or columns orthonormal (Saxe et al. 2013), times the scale; the first axis against the rest.</summary>
    Orthogonal,
}
