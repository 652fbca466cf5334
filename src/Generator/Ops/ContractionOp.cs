using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>A sum of products over an index equation: matrix products and convolutions.</summary>
internal abstract record ContractionOp : Op
{
    /// <summary>The equation for these operands (0 = A, 1 = B).</summary>
    public abstract ContractionEquation Equation(IReadOnlyList<TensorType> operands);

    public override void Lower(LoopBuilder loops, Value result)
    {
        var equation = Equation([.. result.Operands.Select(o => o.Type)]);
        var output = equation.Outer.Append(equation.M).Append(equation.N).ToArray();
        var reduced = equation.Reduce.Append(equation.K).ToArray();
        loops.Nest("i", [.. output.Select(i => i.Extent)], o =>
        {
            Dim At(Dim dim, IReadOnlyList<Dim> r) => dim.Substitute(name =>
            {
                for (var i = 0; i < output.Length; i++) if (output[i].Name == name) return o[i];
                for (var i = 0; i < reduced.Length; i++) if (reduced[i].Name == name) return r[i];
                return Dim.Symbol(name);
            });

            var total = loops.Accumulate("total", Combine.Sum, update =>
                loops.Nest("r", [.. reduced.Select(i => i.Extent)], r =>
                    update(loops.Load(result.Operands[0], [.. equation.A.Select(d => At(d, r))]) * loops.Load(result.Operands[1], [.. equation.B.Select(d => At(d, r))]))));
            loops.Store(result, [.. equation.C.Select(d => At(d, []))], total);
        });
    }
}
