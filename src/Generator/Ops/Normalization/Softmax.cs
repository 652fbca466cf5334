using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = eˣ / Σ eˣ along an axis.</summary>
internal sealed record Softmax : SoftmaxOp
{
    public override string Name => "softmax";

    public override string Doc => "y = eˣ / Σ eˣ along an axis.";

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var shifted = Shifted(operands[0]);
        var exponentials = shifted.Exp();
        return exponentials / exponentials.SumKept([Axis]);
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [result * (dy - (dy * result).SumKept([Axis]))];
}
