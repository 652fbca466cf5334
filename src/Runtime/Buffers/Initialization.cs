using System;

namespace Sinter.Runtime;

/// <summary>Draws the first values of a tensor.</summary>
internal static class Initialization
{
    public static void Fill(Span<float> tensor, ParameterEntry entry, ulong key, int stream)
    {
        var scale = entry.Initializer.Scale;
        switch (entry.Initializer.Distribution)
        {
            case ParameterDistribution.Constant:
                tensor.Fill(scale);
                break;
            case ParameterDistribution.Uniform:
                for (var i = 0; i < tensor.Length; i++) tensor[i] = scale * (2 * Philox.Uniform(key, 0, stream, i) - 1);
                break;
            case ParameterDistribution.Normal:
                for (var i = 0; i < tensor.Length; i++) tensor[i] = scale * Philox.Normal(key, 0, stream, i);
                break;
            case ParameterDistribution.TruncatedNormal:
                for (var i = 0; i < tensor.Length; i++) tensor[i] = scale * WithinTwoDeviations(key, stream, i);
                break;
            case ParameterDistribution.Orthogonal:
                FillOrthogonal(tensor, entry.Shape, scale, key, stream);
                break;
            default:
                throw new ArgumentException($"{entry.Name}: unknown distribution {entry.Initializer.Distribution}.");
        }
    }

    static float WithinTwoDeviations(ulong key, int stream, int index)
    {
        for (var attempt = 0; ; attempt++)
        {
            var value = Philox.Normal(key, attempt, stream, index);
            if (Math.Abs(value) <= 2) return value;
        }
    }

    /// <summary>Gram–Schmidt over the shorter side of a normal matrix, in double precision; a second round removes what rounding left over.</summary>
    static void FillOrthogonal(Span<float> tensor, int[] shape, float scale, ulong key, int stream)
    {
        if (tensor.Length == 0) return;

        var rows = shape.Length == 0 ? 1 : shape[0];
        var columns = tensor.Length / rows;
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = vectors[i] = new double[length];
            for (var j = 0; j < length; j++) vector[j] = Philox.Normal(key, 0, stream, (long)i * length + j);
            for (var round = 0; round < 2; round++) RemoveComponents(vector, vectors.AsSpan(0, i));
            var norm = Math.Sqrt(Dot(vector, vector));
            for (var j = 0; j < length; j++) tensor[rows <= columns ? i * columns + j : j * columns + i] = (float)(scale * (vector[j] /= norm));
        }
    }

    static void RemoveComponents(double[] vector, ReadOnlySpan<double[]> directions)
    {
        foreach (var direction in directions)
        {
            var component = Dot(vector, direction);
            for (var j = 0; j < vector.Length; j++) vector[j] -= component * direction[j];
        }
    }

    static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
