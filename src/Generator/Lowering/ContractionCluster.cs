using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

/// <summary>A matrix product or convolution, and the elementwise chain that is applied to its sums before they are stored.</summary>
internal sealed class ContractionCluster(bool prepared, Framed? frame) : Cluster(prepared)
{
    public Value Contraction => Members.First(m => m.Op is ContractionOp);

    /// <summary>What surrounds the results in memory; null: nothing does.</summary>
    public Framed? Frame { get; set; } = frame;

    /// <summary>Where the element at an index of the result lies behind the first one.</summary>
    public Dim Offset(IReadOnlyList<Dim> index) => Place(index) - Origin;

    /// <summary>Where the first element lies in the buffer.</summary>
    public Dim Origin => Frame is null ? Dim.Zero : Place([.. Contraction.Shape.Dims.Select(_ => Dim.Zero)]);

    /// <summary>The last value before the frame.</summary>
    public Value Tail => Root.Op is Framed ? Root.Operands[0] : Root;

    Dim Place(IReadOnlyList<Dim> index)
    {
        var shape = Contraction.Shape;
        return Frame is null ? shape.Offset(index) : Frame.InferType([Contraction.Type]).Shape.Offset(Frame.Within(index));
    }
}
