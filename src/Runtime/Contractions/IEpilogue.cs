namespace Sinter.Runtime;

/// <summary>
/// What happens to the elements of a contraction before they are stored: bias, activation, residual. Emitted as a struct, so that it is inlined into the
/// micro-kernel and costs nothing.
/// </summary>
public interface IEpilogue
{
    /// <summary>
    /// Whether <see cref="Apply"/> is a few instructions, which are then repeated for each of a tile's 24 vectors. Otherwise a loop applies it to the tile's sums
    /// while they are in the cache.
    /// </summary>
    static virtual bool Unroll => false;

    /// <summary>Transforms the sums of <paramref name="count"/> neighboring columns of one row.</summary>
    /// <param name="sum">The sums; lanes from count on are undefined.</param>
    /// <param name="offset">The first element's offset in C.</param>
    /// <param name="column">The first element's column.</param>
    /// <param name="count">Valid lanes, from 1 to the vector's width.</param>
    TSimd Apply<TSimd>(TSimd sum, nint offset, nint column, int count)
        where TSimd : struct, ISimd<TSimd>;
}
