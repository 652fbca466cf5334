using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>The position along an axis, counted from a number: 0, 1, 2, …</summary>
internal sealed record Iota : PointwiseOp
{
    public Shape Shape { get; init; } = Shape.Of(1);

    public int Axis { get; init; }

    /// <summary>The first number.</summary>
    public Dim Start { get; init; } = Dim.Zero;

    public override string Name => "iota";

    public override string Doc => "The whole numbers from start up to end, which is left out (torch.arange). Both may be symbolic: positions behind what a cache holds.";

    public override string AttributeText => Start == Dim.Zero ? $"{{{Shape}, axis={Axis}}}" : $"{{{Shape}, axis={Axis}, start={Start}}}";

    public override OpSchema Schema => new("Arange",
    [
        new OpParameter("start", ParameterKind.Int, "The first number."),
        new OpParameter("end", ParameterKind.Int, "The number behind the last one."),
    ])
    {
        ResultType = "IntTensor",
        Build = call => [call.Graph.Add(Of(call.Dim("start"), call.Dim("end")))],
        Samples =
        [
            new OpSample(new Iota { Shape = Shape.Of(7) }, []) { Differentiable = false },
            new OpSample(new Iota { Shape = Shape.Of(6), Start = 5 }, []) { Differentiable = false },
            new OpSample(new Iota { Shape = Shape.Of(2, 3, 5), Axis = 1 }, []) { Differentiable = false },
        ],
    };

    static Iota Of(Dim start, Dim end) => (end - start).Constant is < 0
        ? throw new ShapeException($"there are no numbers from {start} up to {end}.")
        : new Iota { Shape = Shape.Of(end - start), Start = start };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Int32, Shape);

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) => new IndexValue(Start + index[Axis]);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [];
}
