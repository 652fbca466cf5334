using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>The position along an axis: 0, 1, 2, …</summary>
internal sealed record Iota : PointwiseOp
{
    public Shape Shape { get; init; } = Shape.Of(1);

    public int Axis { get; init; }

    public override string Name => "iota";

    public override string Doc => "The position along an axis: 0, 1, 2 and so on.";

    public override string AttributeText => $"{{{Shape}, axis={Axis}}}";

    public override OpSchema Schema => new(null, [])
    {
        Samples =
        [
            new OpSample(new Iota { Shape = Shape.Of(7) }, []) { Differentiable = false },
            new OpSample(new Iota { Shape = Shape.Of(2, 3, 5), Axis = 1 }, []) { Differentiable = false },
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Int32, Shape);

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) => new IndexValue(index[Axis]);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [];
}
