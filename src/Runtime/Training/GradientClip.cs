using System;

namespace Sinter;

/// <summary>How gradients are limited before a step.</summary>
public sealed class GradientClip
{
    GradientClip(float max, bool byNorm)
    {
        if (!(max > 0)) throw new ArgumentOutOfRangeException(nameof(max), max, "The limit of a gradient must be above 0.");

        (Max, IsByNorm) = (max, byNorm);
    }

    /// <summary>The largest norm or value.</summary>
    public float Max { get; }

    /// <summary>Whether the norm is limited, not each value.</summary>
    public bool IsByNorm { get; }

    /// <summary>Multiplies all gradients with min(1, max / (norm + 10⁻⁶)), where the norm is the Euclidean norm over all that is trained: PyTorch's <c>clip_grad_norm_</c>.</summary>
    public static GradientClip ByNorm(float max) => new(max, byNorm: true);

    /// <summary>Limits each gradient to −max … max: PyTorch's <c>clip_grad_value_</c>.</summary>
    public static GradientClip ByValue(float max) => new(max, byNorm: false);
}
