using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>A tensor in the memory of a session: for each sequence of the batch, rows one after the other.</summary>
/// <param name="Name">As the model names it.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Sequences">The batch, or 1 when the tensor has no such axis.</param>
/// <param name="Rows">Rows per sequence: 1 for what is replaced as a whole.</param>
/// <param name="RowLength">Elements of a row.</param>
/// <param name="Length">Which <see cref="SessionLength"/> counts its rows; −1 when it is no cache.</param>
/// <param name="Initial">Its first content.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SessionTensor(string Name, long Offset, int Sequences, int Rows, int RowLength, int Length, float Initial)
{
    internal long Elements => (long)Sequences * Rows * RowLength;
}
