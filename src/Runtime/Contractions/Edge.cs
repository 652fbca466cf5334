namespace Sinter.Runtime;

/// <summary>Tiles of every size, for edges and for epilogues that are not unrolled.</summary>
internal static unsafe class Edge
{
    /// <summary>The sums of rows × vectors, rows <paramref name="stride"/> apart. Only <paramref name="width"/> columns of B are read.</summary>
    public static void Sum<TSimd>(in Reduction reduction, float* a, float* b, int rows, int vectors, int width, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd> => Sum<TSimd>(in reduction, a, b, 2 * TSimd.Count, rows, vectors, width, null, sums, stride);

    /// <summary>
    /// The tile at <paramref name="start"/> (null: zeros) and its products. The third vector of a row of B lies <paramref name="next"/> elements behind the first.
    /// </summary>
    public static void Sum<TSimd>(in Reduction reduction, float* a, float* b, nint next, int rows, int vectors, int width, float* start, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
    {
        var last = width - (vectors - 1) * TSimd.Count;
        if (last == TSimd.Count) Sum<TSimd, No>(in reduction, a, b, next, rows, vectors, last, start, sums, stride);
        else Sum<TSimd, Yes>(in reduction, a, b, next, rows, vectors, last, start, sums, stride);
    }

    static void Sum<TSimd, TPart>(in Reduction reduction, float* a, float* b, nint next, int rows, int vectors, int last, float* start, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
        where TPart : struct, IFlag
    {
        if (vectors == 1) Sum<TSimd, N1, TPart>(in reduction, a, b, next, rows, last, start, sums, stride);
        else if (vectors == 2) Sum<TSimd, N2, TPart>(in reduction, a, b, next, rows, last, start, sums, stride);
        else if (TSimd.Count == 16 && vectors == 3) Sum<TSimd, N3, TPart>(in reduction, a, b, next, rows, last, start, sums, stride);
        else if (TSimd.Count == 16) Sum<TSimd, N4, TPart>(in reduction, a, b, next, rows, last, start, sums, stride);
    }

    static void Sum<TSimd, TVectors, TPart>(in Reduction reduction, float* a, float* b, nint next, int rows, int last, float* start, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
        where TVectors : struct, INumber
        where TPart : struct, IFlag
    {
        var plain = default(NoEpilogue);
        switch (rows)
        {
            case 1:
                MicroKernel.Run<TSimd, N1, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            case 2:
                MicroKernel.Run<TSimd, N2, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            case 3:
                MicroKernel.Run<TSimd, N3, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            case 4:
                MicroKernel.Run<TSimd, N4, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            case 5:
                MicroKernel.Run<TSimd, N5, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            case 6:
                MicroKernel.Run<TSimd, N6, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
            default:
                if (TSimd.Count == 16) MicroKernel.Run<TSimd, N7, TVectors, TPart, NoEpilogue>(in reduction, a, b, next, last, start, stride, ref plain, sums, stride, 0, 0);
                break;
        }
    }
}
