using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Which weights are dropped: the weight of a key for a query is element ((batch·Heads + head)·Queries + query)·stride + key of the op's random numbers, so that the backward
/// pass finds the same ones.
/// </summary>
internal readonly unsafe struct RandomWeights(in AttentionShape shape, ulong seed, long step, nint batch)
{
    readonly ulong seed = seed;
    readonly long step = step;
    readonly nint firstRow = batch * shape.Heads * shape.Queries;
    readonly nint queries = shape.Queries;
    readonly nint stride = shape.RandomStride;
    readonly int stream = shape.Stream;

    public float Rate { get; } = shape.Dropout;

    /// <summary>Puts zeros for dropped keys into a row that begins at a key, and scales up the others.</summary>
    [MethodImpl(AggressiveOptimization)]
    public void Drop<TSimd>(float* row, int count, nint head, nint query, nint key)
        where TSimd : struct, ISimd<TSimd>
    {
        var first = (firstRow + head * queries + query) * stride + key;
        var (rate, factor) = (TSimd.Create(Rate), TSimd.Create(1 / (1 - Rate)));
        for (var i = 0; i < count; i += TSimd.Count)
        {
            var kept = TSimd.LessOrEqual(rate, TSimd.RandomUniform(seed, step, stream, first + i));
            TSimd.Store(TSimd.Select(kept, TSimd.Load(in *row, i) * factor, TSimd.Zero), ref *row, i);
        }
    }
}
