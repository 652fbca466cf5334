using System.Collections.Generic;

namespace Sinter.Generator.GraphIR;

/// <summary>A tensor that a caller's session keeps from call to call: a cache, the state of a recurrence. The first extent may be a symbol, that of a batch.</summary>
internal sealed record SessionState(string Path, Shape Shape) : LeafOp
{
    public SessionState() : this("state", GraphIR.Shape.Scalar)
    {
    }

    public override string Name => "session_state";

    public override string Doc => "A tensor that a caller's session keeps from call to call.";

    public override string AttributeText => $"{{{Path}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape);
}
