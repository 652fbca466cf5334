using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>How windows lie over the rows and columns of an image.</summary>
internal sealed record WindowGeometry(Pair Kernel, Pair Stride, Pair Dilation)
{
    /// <summary>True when the windows lie side by side, without gap or overlap.</summary>
    public bool Tiles => Stride == Kernel && Dilation == 1;

    public Dim OutputRows(Dim rows) => SlidingWindow.Positions(rows, Kernel.Y, Stride.Y, Dilation.Y);

    public Dim OutputColumns(Dim columns) => SlidingWindow.Positions(columns, Kernel.X, Stride.X, Dilation.X);

    public override string ToString() => $"kernel={Kernel}, stride={Stride}, dilation={Dilation}";
}
