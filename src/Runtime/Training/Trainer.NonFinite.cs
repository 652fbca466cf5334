using System;
using System.ComponentModel;
using Sinter.Runtime;

namespace Sinter;

// A step that came to no finite number is repeated, looking at what each kernel writes.
public abstract partial class Trainer
{
    /// <summary>What the kernels of a step are called and what they write.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void Describe(Execution run, LaunchTable table)
    {
    }

    /// <summary>
    /// After <see cref="EndBatch"/> has refused: lets the next call look at each kernel's results. The call must be the same: inputs, extents, seed, step and states are as they were, so the
    /// kernels compute the same.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void BeginSearch(Execution run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new LaunchTable();
        Describe(run, table);
        run.ClearArena();
        run.Search = new NonFiniteSearch(table, Store);
    }

    /// <summary>After that call: what it has found, to be thrown. Parameters and states are as they were before the batch.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NonFiniteException NotFinite(Execution run, float loss)
    {
        ArgumentNullException.ThrowIfNull(run);
        var search = run.Search!;
        run.Search = null;
        backup.Restore();
        var step = BatchCount + 1;
        var what = float.IsFinite(loss) ? $"Step {step}: the norm of the gradients is not finite" : FormattableString.Invariant($"Step {step}: the loss is {loss}");
        return new(step, loss, search.Operation, search.Cause, $"{what}. {Found(search)} {Kept}");
    }

    const string Kept = "Parameters, states and what the optimizer keeps are as they were before the step.";

    static string Found(NonFiniteSearch search) => search switch
    {
        { Operation: null } => "Each kernel's results are finite; their squares overflow when they are summed.",
        { Cause: null } => $"The first values that are not finite come from finite ones in {search.Operation}.",
        _ => $"The first values that are not finite are those of {search.Operation}. It reads {search.Cause}.",
    };
}
