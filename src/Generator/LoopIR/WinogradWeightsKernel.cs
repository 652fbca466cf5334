using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>Transforms w[k, c, r, s], 3×3 filters, for a <see cref="WinogradKernel"/>. Slots: 0 = source, 1 = transformed.</summary>
internal sealed record WinogradWeightsKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    int Tile,
    Dim Filters,
    Dim Channels,
    FilterStrides Strides) : Kernel(Name, Comment, Buffers)
{
    /// <summary>Elements of the transformed weights: filters in panels of 32.</summary>
    public Dim TransformedSize => (Tile + 2) * (Tile + 2) * Channels * Dim.FloorDivide(Filters + 31, 32) * 32;

    public IEnumerable<Dim> Dims => [Filters, Channels, .. Strides.Dims];
}

/// <summary>From one filter, channel, row and column to the next, in elements.</summary>
internal sealed record FilterStrides(Dim Filter, Dim Channel, Dim Row, Dim Column)
{
    public IEnumerable<Dim> Dims => [Filter, Channel, Row, Column];
}
