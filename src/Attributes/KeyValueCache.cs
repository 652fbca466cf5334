namespace Sinter;

/// <summary>
/// Rows that a session keeps from call to call: the keys or values of the tokens so far, so that generating a token costs one position's work. <see cref="Append"/> writes
/// rows behind those that are there and returns all of them, as a view: nothing is copied. In a [Loss] method there is no session; the cache is empty there, and what is
/// appended is all there is. So one method serves training (all positions at once) and generation (the prompt, then token by token).
/// </summary>
/// <example><code>
/// readonly KeyValueCache keys = new(capacity: 1024, 64), values = new(capacity: 1024, 64);
/// …
/// var k = keys.Append(key(x));            // x [T, 64] → k [P + T, 64]
/// var v = values.Append(value(x));
/// var positions = Arange(keys.Position, keys.Position + x.Shape[0]);
/// </code></example>
/// <param name="capacity">Rows that fit; of a sliding window, the rows that a query sees.</param>
/// <param name="row">The extents of a row, outermost first; none when a row is one number.</param>
public sealed class KeyValueCache(int capacity, params int[] row)
{
    /// <summary>Rows that fit; of a sliding window, the rows that a query sees.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>What happens when it is full.</summary>
    public Overflow Overflow { get; init; } = Overflow.Error;

    /// <summary>
    /// The name of the number of rows at the beginning of a call, a symbolic extent as those in <see cref="ShapeAttribute"/>. Caches of one name have one length: they are
    /// declared with the same capacity, and whatever appends to one appends as many rows to each.
    /// </summary>
    public string Length { get; init; } = "P";

    /// <summary>The name of an axis before the rows: that many sequences are kept beside each other. Null: there is no such axis.</summary>
    public string? Batch { get; init; }

    /// <summary>The rows that are there: [Length, …row]; with those appended in this call, if there are any.</summary>
    public Tensor Rows => throw CompiledLanguage.NotExecuted();

    /// <summary>
    /// How many rows were appended before this call, those that a window has left behind included: the position of the first row of this call. It counts as an
    /// <see langword="int"/>, as extents do.
    /// </summary>
    public int Position => throw CompiledLanguage.NotExecuted();

    /// <summary>Writes rows behind those that are there.</summary>
    /// <param name="rows">[T, …row], or [Batch, T, …row].</param>
    /// <returns>
    /// [P + T, …row] (with the batch's axis before it): the rows so far, then the new ones. Of a sliding window, P is at most the capacity less one, so that the first of
    /// the new rows sees a full window; a later one must be kept from seeing more by a mask.
    /// </returns>
    public Tensor Append(Tensor rows) => throw CompiledLanguage.NotExecuted();

    /// <summary>The extents of a row.</summary>
    internal int[] Extents { get; } = row;
}
