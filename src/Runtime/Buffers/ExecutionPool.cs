using System.Collections.Generic;

namespace Sinter.Runtime;

/// <summary>The executions of a model that are not running: at most as many as calls were ever running at once.</summary>
public sealed class ExecutionPool
{
    readonly Stack<Execution> free = new();

    /// <summary>An execution whose arena has at least so many elements, zero or left over from an earlier call.</summary>
    public Execution Rent(long arenaElements)
    {
        Execution? execution;
        lock (free) free.TryPop(out execution);
        execution ??= new Execution();
        execution.Search = null;
        execution.Reserve(arenaElements);
        return execution;
    }

    public void Return(Execution execution)
    {
        lock (free) free.Push(execution);
    }
}
