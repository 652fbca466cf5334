using System;
using System.Linq;

namespace Sinter.Runtime.Tests;

/// <summary>Attention as its formula says, in double precision, with the whole matrix of weights; and its derivative.</summary>
internal sealed class AttentionReference
{
    public const ulong Seed = 77;
    public const long Step = 3;

    readonly AttentionShape shape;
    readonly float[] query, key, value;
    readonly bool[]? padding;
    readonly double[,,,] weights, dropped;

    public AttentionReference(AttentionShape shape, float[] query, float[] key, float[] value, bool[]? padding)
    {
        (this.shape, this.query, this.key, this.value, this.padding) = (shape, query, key, value, padding);
        Result = new double[shape.Batch * shape.Queries * shape.Heads * shape.ValueSize];
        LogSum = new double[shape.Batch * shape.Heads * shape.Queries];
        weights = new double[shape.Batch, shape.Heads, shape.Queries, shape.Keys];
        dropped = new double[shape.Batch, shape.Heads, shape.Queries, shape.Keys];
        Rows(Forward);
    }

    /// <summary>[Batch, Queries, Heads, ValueSize].</summary>
    public double[] Result { get; }

    /// <summary>[Batch, Heads, Queries].</summary>
    public double[] LogSum { get; }

    /// <summary>The derivatives of Σ result·upstream by queries, keys and values, each laid out densely as [Batch, positions, heads, size].</summary>
    public (double[] Query, double[] Key, double[] Value) Gradients(float[] upstream)
    {
        var (n, s) = (shape, shape.Scale);
        var (dq, dk, dv) = (new double[n.Batch * n.Queries * n.Heads * n.HeadSize], new double[n.Batch * n.Keys * n.KeyHeads * n.HeadSize], new double[n.Batch * n.Keys * n.KeyHeads * n.ValueSize]);
        Rows((b, h, i) =>
        {
            var keyHead = h / (n.Heads / n.KeyHeads);
            var dResult = upstream.AsSpan((int)(((b * n.Queries + i) * n.Heads + h) * n.ValueSize), (int)n.ValueSize).ToArray();
            var dWeights = new double[n.Keys];
            for (nint j = 0; j < n.Keys; j++)
            {
                for (nint c = 0; c < n.ValueSize; c++)
                {
                    dWeights[j] += dResult[c] * Value(b, j, keyHead, c) * Factor(b, h, i, j);
                    dv[((b * n.Keys + j) * n.KeyHeads + keyHead) * n.ValueSize + c] += dropped[b, h, i, j] * dResult[c];
                }
            }
            var mean = Enumerable.Range(0, (int)n.Keys).Sum(j => weights[b, h, i, j] * dWeights[j]);
            for (nint j = 0; j < n.Keys; j++)
            {
                var dScore = weights[b, h, i, j] * (dWeights[j] - mean) * s;
                for (nint c = 0; c < n.HeadSize; c++)
                {
                    dq[((b * n.Queries + i) * n.Heads + h) * n.HeadSize + c] += dScore * Key(b, j, keyHead, c);
                    dk[((b * n.Keys + j) * n.KeyHeads + keyHead) * n.HeadSize + c] += dScore * Query(b, i, h, c);
                }
            }
        });
        return (dq, dk, dv);
    }

    void Forward(nint b, nint h, nint i)
    {
        var keyHead = h / (shape.Heads / shape.KeyHeads);
        var scores = new double[shape.Keys];
        for (nint j = 0; j < shape.Keys; j++)
        {
            scores[j] = Sees(b, i, j) ? Enumerable.Range(0, (int)shape.HeadSize).Sum(c => (double)Query(b, i, h, c) * Key(b, j, keyHead, c)) * shape.Scale : double.NegativeInfinity;
        }
        var maximum = scores.Where(s => s > double.NegativeInfinity).DefaultIfEmpty(0).Max();
        var sum = scores.Sum(s => Math.Exp(s - maximum));
        LogSum[(b * shape.Heads + h) * shape.Queries + i] = maximum + Math.Log(sum);
        for (nint j = 0; j < shape.Keys; j++)
        {
            weights[b, h, i, j] = sum == 0 ? 0 : Math.Exp(scores[j] - maximum) / sum;
            dropped[b, h, i, j] = weights[b, h, i, j] * Factor(b, h, i, j);
            for (nint c = 0; c < shape.ValueSize; c++)
                Result[((b * shape.Queries + i) * shape.Heads + h) * shape.ValueSize + c] += dropped[b, h, i, j] * Value(b, j, keyHead, c);
        }
    }

    void Rows(Action<nint, nint, nint> row)
    {
        for (nint b = 0; b < shape.Batch; b++) for (nint h = 0; h < shape.Heads; h++) for (nint i = 0; i < shape.Queries; i++) row(b, h, i);
    }

    bool Sees(nint b, nint i, nint j)
    {
        var last = shape.Keys - shape.Queries + i;
        return padding?[b * shape.Keys + j] is not true && (!shape.Causal || (j <= last && (shape.Window == 0 || j > last - shape.Window)));
    }

    double Factor(nint b, nint h, nint i, nint j) =>
        shape.Dropout == 0 ? 1
        : Philox.Uniform(Seed, Step, shape.Stream, ((b * shape.Heads + h) * shape.Queries + i) * ((shape.Keys + 15) / 16 * 16) + j) < shape.Dropout ? 0
        : 1 / (1 - (double)shape.Dropout);

    float Query(nint b, nint i, nint h, nint c) => query[b * shape.Query.Batch + i * shape.Query.Position + h * shape.Query.Head + c];

    float Key(nint b, nint i, nint h, nint c) => key[b * shape.Key.Batch + i * shape.Key.Position + h * shape.Key.Head + c];

    float Value(nint b, nint i, nint h, nint c) => value[b * shape.Value.Batch + i * shape.Value.Position + h * shape.Value.Head + c];
}
