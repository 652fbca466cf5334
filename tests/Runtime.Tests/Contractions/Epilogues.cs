namespace Sinter.Runtime.Tests;

/// <summary>2·sum + (offset mod 1024) / 4 + column: shows which offset and column it was given.</summary>
internal struct RolledEpilogue : IEpilogue
{
    public readonly TSimd Apply<TSimd>(TSimd sum, nint offset, nint column, int count)
        where TSimd : struct, ISimd<TSimd>
    {
        var offsets = TSimd.Create(offset) + TSimd.Lanes;
        var wrapped = offsets - TSimd.Floor(offsets * TSimd.Create(1 / 1024f)) * TSimd.Create(1024);
        return sum + sum + wrapped * TSimd.Create(0.25f) + (TSimd.Create(column) + TSimd.Lanes);
    }
}

/// <inheritdoc cref="RolledEpilogue"/>
internal struct UnrolledEpilogue : IEpilogue
{
    public static bool Unroll => true;

    public readonly TSimd Apply<TSimd>(TSimd sum, nint offset, nint column, int count)
        where TSimd : struct, ISimd<TSimd> => default(RolledEpilogue).Apply(sum, offset, column, count);
}
