using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>One entry point as kernels in order, with the memory plan.</summary>
/// <param name="Prepare">Runs once after the parameters changed: packing, folding, everything that depends on parameters and states alone. Empty for training.</param>
/// <param name="Main">Runs on every call: kernels, and loops over kernels.</param>
/// <param name="ArenaSize">Elements (of four bytes) of working memory for one call.</param>
/// <param name="PreparedSize">Elements that <see cref="Prepare"/> fills and that live as long as the parameters stay.</param>
internal sealed record EntryProgram(
    EquatableArray<ProgramStep> Prepare,
    EquatableArray<ProgramStep> Main,
    Dim ArenaSize,
    Dim PreparedSize);

/// <summary>Where a buffer begins.</summary>
/// <param name="Index">Input, Output: which one, in the order of the entry point.</param>
/// <param name="Offset">In elements from there; in working memory, in elements of four bytes.</param>
internal sealed record Location(Space Space, int Index, Dim Offset)
{
    /// <summary>From there to the first element, in elements of the buffer's type: for a slice of a larger buffer.</summary>
    public Dim Within { get; init; } = Dim.Zero;
}

internal enum Space
{
    /// <summary>Given by the caller.</summary>
    Input,

    /// <summary>A result's memory, given by the caller; the scalars loss and metrics follow the results in order.</summary>
    Output,

    /// <summary>The flat parameter buffer.</summary>
    Parameter,

    /// <summary>The flat buffer of states.</summary>
    State,

    /// <summary>What the caller's session keeps.</summary>
    Session,

    /// <summary>The flat gradient buffer, laid out as the parameters.</summary>
    Gradient,

    /// <summary>Working memory of one call.</summary>
    Arena,

    /// <summary>What Prepare filled.</summary>
    Prepared,
}
