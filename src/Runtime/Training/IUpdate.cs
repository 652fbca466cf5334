namespace Sinter.Runtime;

/// <summary>An optimizer's formula for the elements of one vector, with the constants of the step.</summary>
internal interface IUpdate
{
    /// <summary>Updates <paramref name="count"/> parameters, and what is kept for them, from element <paramref name="at"/> on.</summary>
    void Apply<TSimd>(in UpdateRange range, TSimd gradient, nint at, int count)
        where TSimd : struct, ISimd<TSimd>;
}
