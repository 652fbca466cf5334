using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>One row of a tile of sums, or the piece of B that meets it: one to four vectors, which the compiler keeps in registers.</summary>
internal unsafe interface IRow<TSelf, TSimd>
    where TSelf : struct, IRow<TSelf, TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    static abstract int Vectors { get; }

    /// <summary>Neighboring elements; with <typeparamref name="TLast"/> the last vector has only those that the mask <paramref name="last"/> lets through.</summary>
    static abstract TSelf Load<TLast>(float* source, TSimd last)
        where TLast : struct, IFlag;

    /// <summary>c + a·b.</summary>
    static abstract TSelf MultiplyAdd(TSimd a, TSelf b, TSelf c);

    static abstract void Store(TSelf row, float* destination);

    /// <summary>Stores what the epilogue makes of the row.</summary>
    static abstract void Finish<TEpilogue>(TSelf row, scoped ref TEpilogue epilogue, float* c, nint offset, nint column)
        where TEpilogue : struct, IEpilogue, allows ref struct;
}

/// <summary>One vector.</summary>
internal unsafe struct Row1<TSimd> : IRow<Row1<TSimd>, TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    TSimd v0;

    public static int Vectors
    {
        [MethodImpl(AggressiveInlining)] get => 1;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row1<TSimd> Load<TLast>(float* source, TSimd last)
        where TLast : struct, IFlag
    {
        Row1<TSimd> row;
        row.v0 = TLast.Value ? TSimd.LoadMasked(in *source, 0 * TSimd.Count, last) : TSimd.Load(in *source, 0 * TSimd.Count);
        return row;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row1<TSimd> MultiplyAdd(TSimd a, Row1<TSimd> b, Row1<TSimd> c)
    {
        c.v0 = TSimd.MultiplyAdd(a, b.v0, c.v0);
        return c;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Row1<TSimd> row, float* destination)
    {
        TSimd.Store(row.v0, ref *destination, 0 * TSimd.Count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Finish<TEpilogue>(Row1<TSimd> row, scoped ref TEpilogue epilogue, float* c, nint offset, nint column)
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        TSimd.Store(epilogue.Apply(row.v0, offset + 0 * TSimd.Count, column + 0 * TSimd.Count, TSimd.Count), ref *c, offset + 0 * TSimd.Count);
    }
}

/// <summary>Two vectors.</summary>
internal unsafe struct Row2<TSimd> : IRow<Row2<TSimd>, TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    TSimd v0, v1;

    public static int Vectors
    {
        [MethodImpl(AggressiveInlining)] get => 2;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row2<TSimd> Load<TLast>(float* source, TSimd last)
        where TLast : struct, IFlag
    {
        Row2<TSimd> row;
        row.v0 = TSimd.Load(in *source, 0);
        row.v1 = TLast.Value ? TSimd.LoadMasked(in *source, 1 * TSimd.Count, last) : TSimd.Load(in *source, 1 * TSimd.Count);
        return row;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row2<TSimd> MultiplyAdd(TSimd a, Row2<TSimd> b, Row2<TSimd> c)
    {
        c.v0 = TSimd.MultiplyAdd(a, b.v0, c.v0);
        c.v1 = TSimd.MultiplyAdd(a, b.v1, c.v1);
        return c;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Row2<TSimd> row, float* destination)
    {
        TSimd.Store(row.v0, ref *destination, 0 * TSimd.Count);
        TSimd.Store(row.v1, ref *destination, 1 * TSimd.Count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Finish<TEpilogue>(Row2<TSimd> row, scoped ref TEpilogue epilogue, float* c, nint offset, nint column)
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        TSimd.Store(epilogue.Apply(row.v0, offset + 0 * TSimd.Count, column + 0 * TSimd.Count, TSimd.Count), ref *c, offset + 0 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v1, offset + 1 * TSimd.Count, column + 1 * TSimd.Count, TSimd.Count), ref *c, offset + 1 * TSimd.Count);
    }
}

/// <summary>Three vectors.</summary>
internal unsafe struct Row3<TSimd> : IRow<Row3<TSimd>, TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    TSimd v0, v1, v2;

    public static int Vectors
    {
        [MethodImpl(AggressiveInlining)] get => 3;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row3<TSimd> Load<TLast>(float* source, TSimd last)
        where TLast : struct, IFlag
    {
        Row3<TSimd> row;
        row.v0 = TSimd.Load(in *source, 0);
        row.v1 = TSimd.Load(in *source, 1 * TSimd.Count);
        row.v2 = TLast.Value ? TSimd.LoadMasked(in *source, 2 * TSimd.Count, last) : TSimd.Load(in *source, 2 * TSimd.Count);
        return row;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row3<TSimd> MultiplyAdd(TSimd a, Row3<TSimd> b, Row3<TSimd> c)
    {
        c.v0 = TSimd.MultiplyAdd(a, b.v0, c.v0);
        c.v1 = TSimd.MultiplyAdd(a, b.v1, c.v1);
        c.v2 = TSimd.MultiplyAdd(a, b.v2, c.v2);
        return c;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Row3<TSimd> row, float* destination)
    {
        TSimd.Store(row.v0, ref *destination, 0 * TSimd.Count);
        TSimd.Store(row.v1, ref *destination, 1 * TSimd.Count);
        TSimd.Store(row.v2, ref *destination, 2 * TSimd.Count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Finish<TEpilogue>(Row3<TSimd> row, scoped ref TEpilogue epilogue, float* c, nint offset, nint column)
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        TSimd.Store(epilogue.Apply(row.v0, offset + 0 * TSimd.Count, column + 0 * TSimd.Count, TSimd.Count), ref *c, offset + 0 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v1, offset + 1 * TSimd.Count, column + 1 * TSimd.Count, TSimd.Count), ref *c, offset + 1 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v2, offset + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, offset + 2 * TSimd.Count);
    }
}

/// <summary>Four vectors.</summary>
internal unsafe struct Row4<TSimd> : IRow<Row4<TSimd>, TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    TSimd v0, v1, v2, v3;

    public static int Vectors
    {
        [MethodImpl(AggressiveInlining)] get => 4;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row4<TSimd> Load<TLast>(float* source, TSimd last)
        where TLast : struct, IFlag
    {
        Row4<TSimd> row;
        row.v0 = TSimd.Load(in *source, 0);
        row.v1 = TSimd.Load(in *source, 1 * TSimd.Count);
        row.v2 = TSimd.Load(in *source, 2 * TSimd.Count);
        row.v3 = TLast.Value ? TSimd.LoadMasked(in *source, 3 * TSimd.Count, last) : TSimd.Load(in *source, 3 * TSimd.Count);
        return row;
    }

    [MethodImpl(AggressiveInlining)]
    public static Row4<TSimd> MultiplyAdd(TSimd a, Row4<TSimd> b, Row4<TSimd> c)
    {
        c.v0 = TSimd.MultiplyAdd(a, b.v0, c.v0);
        c.v1 = TSimd.MultiplyAdd(a, b.v1, c.v1);
        c.v2 = TSimd.MultiplyAdd(a, b.v2, c.v2);
        c.v3 = TSimd.MultiplyAdd(a, b.v3, c.v3);
        return c;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Row4<TSimd> row, float* destination)
    {
        TSimd.Store(row.v0, ref *destination, 0 * TSimd.Count);
        TSimd.Store(row.v1, ref *destination, 1 * TSimd.Count);
        TSimd.Store(row.v2, ref *destination, 2 * TSimd.Count);
        TSimd.Store(row.v3, ref *destination, 3 * TSimd.Count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Finish<TEpilogue>(Row4<TSimd> row, scoped ref TEpilogue epilogue, float* c, nint offset, nint column)
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        TSimd.Store(epilogue.Apply(row.v0, offset + 0 * TSimd.Count, column + 0 * TSimd.Count, TSimd.Count), ref *c, offset + 0 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v1, offset + 1 * TSimd.Count, column + 1 * TSimd.Count, TSimd.Count), ref *c, offset + 1 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v2, offset + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, offset + 2 * TSimd.Count);
        TSimd.Store(epilogue.Apply(row.v3, offset + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, offset + 3 * TSimd.Count);
    }
}
