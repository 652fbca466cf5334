using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>What computing one element costs, in simple vector instructions: to weigh recomputing against storing.</summary>
internal static class Cost
{
    public static int Of(Value value) => value.Op is ElementwiseOp op ? Of(op.Scalar([.. value.Operands.Select((o, i) => (Expr)new Local($"x{i}", o.DType))])) : 1;

    public static bool IsExpensive(Value value) => Of(value) >= 8;

    static int Of(Expr expr) => expr is Call call ? Of(call.Intrinsic) + call.Arguments.Sum(Of) : 0;

    static int Of(Intrinsic intrinsic) => intrinsic switch
    {
        Intrinsic.Divide or Intrinsic.Sqrt => 4,
        Intrinsic.Exp or Intrinsic.ExpMinusOne or Intrinsic.Log or Intrinsic.LogOnePlus or Intrinsic.ReciprocalSqrt => 12,
        Intrinsic.Pow or Intrinsic.Sin or Intrinsic.Cos or Intrinsic.Tanh or Intrinsic.Erf or Intrinsic.Sigmoid or Intrinsic.RandomUniform => 24,
        _ => 1,
    };
}
