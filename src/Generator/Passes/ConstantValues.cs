using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

using Parameter = Sinter.Generator.GraphIR.Parameter;
using State = Sinter.Generator.GraphIR.State;

/// <summary>Which values depend on parameters and states alone: in programs for inference they are computed once.</summary>
internal static class ConstantValues
{
    public static HashSet<Value> Of(Graph graph)
    {
        var constant = new HashSet<Value>();
        foreach (var value in graph.Values)
        {
            if (Includes(value.Op, value.Operands, constant)) constant.Add(value);
        }
        return constant;
    }

    /// <param name="constant">Those known so far.</param>
    public static bool Includes(Op op, IReadOnlyList<Value> operands, HashSet<Value> constant) =>
        op is Parameter or State or Constant || (operands.Count > 0 && op is not Ops.IVariesPerCall && operands.All(constant.Contains));
}
