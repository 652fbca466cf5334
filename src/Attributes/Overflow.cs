namespace Sinter;

/// <summary>What a <see cref="KeyValueCache"/> does when more rows come than it has room for.</summary>
public enum Overflow
{
    /// <summary>The call is refused with an <see cref="System.InvalidOperationException"/> that names capacity, position and rows; the session stays as it was.</summary>
    Error,

    /// <summary>The oldest rows leave: a query sees the last <see cref="KeyValueCache.Capacity"/> rows, its own included.</summary>
    SlidingWindow,
}
