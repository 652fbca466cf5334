using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>A matrix product or convolution, and the elementwise chain that is applied to its sums before they are stored.</summary>
internal sealed class ContractionCluster(bool prepared) : Cluster(prepared)
{
    public Value Contraction => Members.First(m => m.Op is ContractionOp);
}
