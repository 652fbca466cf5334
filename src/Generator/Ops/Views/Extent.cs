using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>A symbolic extent as a number: the N that a mean divides by.</summary>
internal sealed record Extent : PointwiseOp
{
    public Dim Dim { get; init; } = Dim.One;

    public override string Name => "extent";

    public override string Doc => "A symbolic extent as a number.";

    public override string AttributeText => $"{{{Dim}}}";

    public override OpSchema Schema => new(null, []) { Samples = [new OpSample(new Extent { Dim = 7 }, []) { Differentiable = false }] };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape.Scalar);

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) => Expr.Call(Intrinsic.ToFloat, new IndexValue(Dim));

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [];
}
