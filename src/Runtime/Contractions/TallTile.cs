namespace Sinter.Runtime;

/// <summary>Tiles of 8 and more rows: from numbers to the kernel compiled for them.</summary>
internal static unsafe class TallTile
{
    /// <summary>The tile at <paramref name="start"/> and its products as <paramref name="sums"/>. Only <paramref name="width"/> columns of B are read.</summary>
    public static void Sum<TSimd>(in Reduction reduction, float* a, float* b, int rows, int vectors, int width, float* start, nint startStride, float* sums, nint stride, in Ahead ahead = default)
        where TSimd : struct, ISimd<TSimd>
    {
        var last = width - (vectors - 1) * TSimd.Count;
        if (vectors == 1)
        {
            if (last == TSimd.Count) Sum<TSimd, N1, No>(in reduction, a, b, rows, last, start, startStride, sums, stride, in ahead);
            else Sum<TSimd, N1, Yes>(in reduction, a, b, rows, last, start, startStride, sums, stride, in ahead);
        }
        else
        {
            if (last == TSimd.Count) Sum<TSimd, N2, No>(in reduction, a, b, rows, last, start, startStride, sums, stride, in ahead);
            else Sum<TSimd, N2, Yes>(in reduction, a, b, rows, last, start, startStride, sums, stride, in ahead);
        }
    }

    static void Sum<TSimd, TVectors, TPart>(in Reduction reduction, float* a, float* b, int rows, int last, float* start, nint startStride, float* sums, nint stride, in Ahead ahead)
        where TSimd : struct, ISimd<TSimd>
        where TVectors : struct, INumber
        where TPart : struct, IFlag
    {
        switch (rows)
        {
            case 8:
                TallKernel.Run<TSimd, N8, TVectors, TPart, No>(in reduction, a, b, last, start, startStride, sums, stride, in ahead);
                break;
            case 12:
                TallKernel.Run<TSimd, N12, TVectors, TPart, No>(in reduction, a, b, last, start, startStride, sums, stride, in ahead);
                break;
            case 14:
                TallKernel.Run<TSimd, N14, TVectors, TPart, No>(in reduction, a, b, last, start, startStride, sums, stride, in ahead);
                break;
            default:
                if (TVectors.Value == 1) TallKernel.Run<TSimd, N16, TVectors, TPart, No>(in reduction, a, b, last, start, startStride, sums, stride, in ahead);
                break;
        }
    }
}
