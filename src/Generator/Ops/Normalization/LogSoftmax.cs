using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = x − ln Σ eˣ along an axis.</summary>
internal sealed record LogSoftmax : SoftmaxOp
{
    public override string Name => "log_softmax";

    public override string Doc => "y = x − ln Σ eˣ along an axis.";

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var shifted = Shifted(operands[0]);
        return shifted - shifted.Exp().SumKept([Axis]).Log();
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [dy - result.Exp() * dy.SumKept([Axis])];
}
