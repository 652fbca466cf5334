namespace Sinter.Runtime;

/// <summary>Tiles of every size, for edges and for epilogues that are not unrolled.</summary>
internal static unsafe class Edge
{
    /// <summary>The sums of rows × vectors, row after row. Only <paramref name="width"/> columns of B are read.</summary>
    public static void Sum<TSimd>(in Reduction reduction, float* a, float* b, int rows, int vectors, int width, float* sums)
        where TSimd : struct, ISimd<TSimd>
    {
        var last = width - (vectors - 1) * TSimd.Count;
        if (last == TSimd.Count) Sum<TSimd, No>(in reduction, a, b, rows, vectors, last, sums);
        else Sum<TSimd, Yes>(in reduction, a, b, rows, vectors, last, sums);
    }

    static void Sum<TSimd, TLast>(in Reduction reduction, float* a, float* b, int rows, int vectors, int last, float* sums)
        where TSimd : struct, ISimd<TSimd>
        where TLast : struct, IFlag
    {
        if (vectors == 1) Sum<TSimd, Row1<TSimd>, TLast>(in reduction, a, b, rows, last, sums);
        else if (vectors == 2) Sum<TSimd, Row2<TSimd>, TLast>(in reduction, a, b, rows, last, sums);
        else if (TSimd.Count == 16 && vectors == 3) Sum<TSimd, Row3<TSimd>, TLast>(in reduction, a, b, rows, last, sums);
        else if (TSimd.Count == 16) Sum<TSimd, Row4<TSimd>, TLast>(in reduction, a, b, rows, last, sums);
    }

    static void Sum<TSimd, TRow, TLast>(in Reduction reduction, float* a, float* b, int rows, int last, float* sums)
        where TSimd : struct, ISimd<TSimd>
        where TRow : struct, IRow<TRow, TSimd>
        where TLast : struct, IFlag
    {
        switch (rows)
        {
            case 1:
                MicroKernel.Sum<TSimd, TRow, N1, TLast>(in reduction, a, b, last, sums);
                break;
            case 2:
                MicroKernel.Sum<TSimd, TRow, N2, TLast>(in reduction, a, b, last, sums);
                break;
            case 3:
                MicroKernel.Sum<TSimd, TRow, N3, TLast>(in reduction, a, b, last, sums);
                break;
            case 4:
                MicroKernel.Sum<TSimd, TRow, N4, TLast>(in reduction, a, b, last, sums);
                break;
            case 5:
                MicroKernel.Sum<TSimd, TRow, N5, TLast>(in reduction, a, b, last, sums);
                break;
            case 6:
                MicroKernel.Sum<TSimd, TRow, N6, TLast>(in reduction, a, b, last, sums);
                break;
            default:
                if (TSimd.Count == 16) MicroKernel.Sum<TSimd, TRow, N7, TLast>(in reduction, a, b, last, sums);
                break;
        }
    }
}
