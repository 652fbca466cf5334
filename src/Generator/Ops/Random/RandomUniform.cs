using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Random;

/// <summary>Numbers uniform in [0, 1) by Philox 4×32-10 (Salmon et al. 2011): a function of seed, step, stream and position alone.</summary>
internal sealed record RandomUniform : PointwiseOp, IRandom
{
    public int Stream { get; init; }

    public Shape Shape { get; init; } = Shape.Of(1);

    public override string Name => "random_uniform";

    public override string Doc => "Numbers uniform in [0, 1) by Philox 4×32-10 (Salmon et al. 2011): a function of seed, step, stream and position alone.";

    public override string AttributeText => $"{{{Shape}, stream={Stream}}}";

    public override OpSchema Schema => new(null, [])
    {
        Samples =
        [
            new OpSample(new RandomUniform { Shape = Shape.Of(17) }, []) { Differentiable = false },
            new OpSample(new RandomUniform { Shape = Shape.Of(3, 5), Stream = 2 }, []) { Differentiable = false },
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape);

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) =>
        Expr.Call(Intrinsic.RandomUniform, new Literal(Stream, DType.Int32), new IndexValue(Shape.Offset(index)));

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [];
}
