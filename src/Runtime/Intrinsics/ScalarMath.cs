using System;

namespace Sinter.Runtime;

/// <summary>The scalar counterpart of <see cref="VectorMath"/> and <see cref="ISimd{TSelf}"/>, for what is computed one at a time.</summary>
public static class ScalarMath
{
    /// <inheritdoc cref="VectorMath.Exp"/>
    public static float Exp(float x) => MathF.Exp(x);

    /// <inheritdoc cref="VectorMath.ExpMinusOne"/>
    public static float ExpMinusOne(float x) => VectorMath.ExpMinusOne(Simd128.Create(x)).First;

    /// <inheritdoc cref="VectorMath.Log"/>
    public static float Log(float x) => MathF.Log(x);

    /// <inheritdoc cref="VectorMath.LogOnePlus"/>
    public static float LogOnePlus(float x) => VectorMath.LogOnePlus(Simd128.Create(x)).First;

    /// <inheritdoc cref="VectorMath.Pow"/>
    public static float Pow(float x, float y) => MathF.Pow(x, y);

    /// <inheritdoc cref="VectorMath.Sin"/>
    public static float Sin(float x) => MathF.Sin(x);

    /// <inheritdoc cref="VectorMath.Cos"/>
    public static float Cos(float x) => MathF.Cos(x);

    /// <inheritdoc cref="VectorMath.Tanh"/>
    public static float Tanh(float x) => MathF.Tanh(x);

    /// <inheritdoc cref="VectorMath.Erf"/>
    public static float Erf(float x) => VectorMath.Erf(Simd128.Create(x)).First;

    /// <inheritdoc cref="VectorMath.Sigmoid"/>
    public static float Sigmoid(float x) => VectorMath.Sigmoid(Simd128.Create(x)).First;

    /// <inheritdoc cref="VectorMath.Sign"/>
    public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x;

    /// <inheritdoc cref="VectorMath.ReciprocalSqrt"/>
    public static float ReciprocalSqrt(float x) => 1 / MathF.Sqrt(x);

    /// <summary>The larger; NaN wins.</summary>
    public static float Max(float a, float b) => MathF.Max(a, b);

    /// <summary>The smaller; NaN wins.</summary>
    public static float Min(float a, float b) => MathF.Min(a, b);

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    /// <summary>The nearest integer toward 0, within the range of int; 0 for NaN.</summary>
    public static int ToInt(float x) => (int)x;
}
