namespace Sinter.Runtime;

/// <summary>Tiles of every size, for edges and for epilogues that are not unrolled.</summary>
internal static unsafe class Edge
{
    /// <summary>The sums of rows × vectors, rows <paramref name="stride"/> apart. Only <paramref name="width"/> columns of B are read.</summary>
    public static void Sum<TSimd>(in Reduction reduction, float* a, float* b, int rows, int vectors, int width, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
    {
        var last = width - (vectors - 1) * TSimd.Count;
        if (last == TSimd.Count) Sum<TSimd, No>(in reduction, a, b, rows, vectors, last, sums, stride);
        else Sum<TSimd, Yes>(in reduction, a, b, rows, vectors, last, sums, stride);
    }

    static void Sum<TSimd, TPart>(in Reduction reduction, float* a, float* b, int rows, int vectors, int last, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
        where TPart : struct, IFlag
    {
        if (vectors == 1) Sum<TSimd, N1, TPart>(in reduction, a, b, rows, last, sums, stride);
        else if (vectors == 2) Sum<TSimd, N2, TPart>(in reduction, a, b, rows, last, sums, stride);
        else if (TSimd.Count == 16 && vectors == 3) Sum<TSimd, N3, TPart>(in reduction, a, b, rows, last, sums, stride);
        else if (TSimd.Count == 16) Sum<TSimd, N4, TPart>(in reduction, a, b, rows, last, sums, stride);
    }

    static void Sum<TSimd, TVectors, TPart>(in Reduction reduction, float* a, float* b, int rows, int last, float* sums, nint stride)
        where TSimd : struct, ISimd<TSimd>
        where TVectors : struct, INumber
        where TPart : struct, IFlag
    {
        var plain = default(NoEpilogue);
        switch (rows)
        {
            case 1:
                MicroKernel.Run<TSimd, N1, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            case 2:
                MicroKernel.Run<TSimd, N2, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            case 3:
                MicroKernel.Run<TSimd, N3, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            case 4:
                MicroKernel.Run<TSimd, N4, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            case 5:
                MicroKernel.Run<TSimd, N5, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            case 6:
                MicroKernel.Run<TSimd, N6, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
            default:
                if (TSimd.Count == 16) MicroKernel.Run<TSimd, N7, TVectors, TPart, NoEpilogue>(in reduction, a, b, last, ref plain, sums, stride, 0, 0);
                break;
        }
    }
}
