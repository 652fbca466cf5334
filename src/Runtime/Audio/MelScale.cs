using System;

namespace Sinter;

/// <summary>Two customs of measuring how high a tone sounds.</summary>
public enum MelScale
{
    /// <summary>m = 2595 log₁₀(1 + f/700) (O'Shaughnessy 1987; the Hidden Markov Model Toolkit, and torchaudio's default).</summary>
    Htk,

    /// <summary>m = 3f/200 below 1000 Hz, then 15 + 27 ln(f/1000) / ln 6.4 (Slaney's Auditory Toolbox 1998, and librosa's default).</summary>
    Slaney,
}

internal static class MelScales
{
    const double LinearStep = 200.0 / 3, LogFrom = 1000, LogFromMel = LogFrom / LinearStep;

    static readonly double LogStep = Math.Log(6.4) / 27;

    public static double ToMel(this MelScale scale, double frequency) => scale switch
    {
        MelScale.Htk => 2595 * Math.Log10(1 + frequency / 700),
        MelScale.Slaney => frequency < LogFrom ? frequency / LinearStep : LogFromMel + Math.Log(frequency / LogFrom) / LogStep,
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, null),
    };

    public static double ToFrequency(this MelScale scale, double mel) => scale switch
    {
        MelScale.Htk => 700 * (Math.Pow(10, mel / 2595) - 1),
        MelScale.Slaney => mel < LogFromMel ? mel * LinearStep : LogFrom * Math.Exp((mel - LogFromMel) * LogStep),
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, null),
    };
}
