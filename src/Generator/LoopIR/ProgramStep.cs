using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>One thing that a program does.</summary>
internal abstract record ProgramStep;

/// <summary>A kernel applied to buffers, in the order of its slots.</summary>
internal sealed record Launch(Kernel Kernel, EquatableArray<Location> Arguments) : ProgramStep
{
    /// <summary>The float buffers that it writes, for whoever looks at them when a number is not finite. None: it is not looked at.</summary>
    public EquatableArray<LaunchResult> Results { get; init; } = [];
}

/// <summary>What a launch writes.</summary>
/// <param name="Slot">Position among the arguments.</param>
/// <param name="Length">Elements from where the argument begins.</param>
internal sealed record LaunchResult(int Slot, Dim Length);

/// <summary>
/// Runs the body for counter = 0 … length − 1, or from length − 1 down to 0. The counter is a symbol: in the offsets of the body's arguments, which is how an iteration finds its
/// slice of a buffer, and as one more extent in the dims of its kernels.
/// </summary>
internal sealed record ProgramLoop(string Counter, Dim Length, bool Backwards, EquatableArray<ProgramStep> Body) : ProgramStep;

/// <summary>
/// Runs the body for slices of an extent, each from its first step to its last on one thread. For the body's kernels the extent is the slice's; in the offsets of their arguments it is still
/// the whole, and the slice's first row is a symbol. No slice touches what another one writes.
/// </summary>
/// <param name="Extent">The symbol whose values are cut into slices.</param>
/// <param name="First">The symbol of a slice's first value.</param>
/// <param name="Fewest">So many values at least are worth a slice.</param>
internal sealed record ProgramSlices(string Extent, string First, Dim Fewest, EquatableArray<ProgramStep> Body) : ProgramStep;

internal static class ProgramSteps
{
    /// <summary>All launches, those of loops once, in order.</summary>
    public static IEnumerable<Launch> Launches(this IEnumerable<ProgramStep> steps) => steps.SelectMany(step => step switch
    {
        Launch launch => [launch],
        ProgramLoop loop => loop.Body.Launches(),
        ProgramSlices slices => slices.Body.Launches(),
        _ => throw Unknown(step),
    });

    /// <summary>All loops, outer ones first.</summary>
    public static IEnumerable<ProgramLoop> Loops(this IEnumerable<ProgramStep> steps) => steps.SelectMany(step => step switch
    {
        ProgramLoop loop => loop.Body.Loops().Prepend(loop),
        ProgramSlices slices => slices.Body.Loops(),
        _ => [],
    });

    /// <summary>The same steps with each launch replaced.</summary>
    public static EquatableArray<ProgramStep> Replace(this IEnumerable<ProgramStep> steps, Func<Launch, Launch> replacement) => steps.Select(step => step switch
    {
        Launch launch => (ProgramStep)replacement(launch),
        ProgramLoop loop => loop with { Body = loop.Body.Replace(replacement) },
        ProgramSlices slices => slices with { Body = slices.Body.Replace(replacement) },
        _ => throw Unknown(step),
    }).ToEquatableArray();

    public static InvalidOperationException Unknown(ProgramStep step) => new($"{step.GetType().Name} is no step that is known here.");
}
