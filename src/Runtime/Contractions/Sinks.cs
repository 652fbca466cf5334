using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>Where a tile's sums go.</summary>
internal interface ISink
{
    /// <summary>Takes a whole vector of sums, at a row and column of the tile.</summary>
    void Put<TSimd>(TSimd sums, int row, int column)
        where TSimd : struct, ISimd<TSimd>;
}

/// <summary>Keeps the sums, row after row, for a loop that applies the epilogue.</summary>
internal unsafe struct SumSink(float* sums, int width) : ISink
{
    [MethodImpl(AggressiveInlining)]
    public readonly void Put<TSimd>(TSimd value, int row, int column)
        where TSimd : struct, ISimd<TSimd> => TSimd.Store(value, ref *sums, row * width + column);
}

/// <summary>Applies the epilogue and stores to C.</summary>
/// <param name="epilogue">What is applied.</param>
/// <param name="c">C's first element.</param>
/// <param name="strideC">From one row to the next.</param>
/// <param name="offset">The tile's first element.</param>
/// <param name="column">The tile's first column.</param>
internal unsafe ref struct EpilogueSink<TEpilogue>(TEpilogue epilogue, float* c, nint strideC, nint offset, nint column) : ISink
    where TEpilogue : struct, IEpilogue, allows ref struct
{
    TEpilogue epilogue = epilogue;

    [MethodImpl(AggressiveInlining)]
    public void Put<TSimd>(TSimd value, int row, int within)
        where TSimd : struct, ISimd<TSimd>
    {
        var at = offset + row * strideC + within;
        TSimd.Store(epilogue.Apply(value, at, column + within, TSimd.Count), ref *c, at);
    }
}
