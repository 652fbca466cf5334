using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>What counts the rows of caches that grow together.</summary>
/// <param name="Name">The symbol in the model's shapes.</param>
/// <param name="Capacity">Rows that fit; of a sliding window, the rows that a query sees.</param>
/// <param name="BufferRows">Rows that there is memory for.</param>
/// <param name="Slides">When they are full the oldest rows leave; otherwise that is an error.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SessionLength(string Name, int Capacity, int BufferRows, bool Slides);
