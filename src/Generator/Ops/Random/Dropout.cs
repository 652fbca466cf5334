using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Random;

/// <summary>Drops elements at random while training, and scales the others up so that the mean stays (Srivastava et al. 2014).</summary>
internal sealed record Dropout : CompositeOp, IRandom
{
    public double Rate { get; init; } = 0.5;

    public int Stream { get; init; }

    public override string Name => "dropout";

    public override string Doc => "While training: 0 with probability rate, x / (1 − rate) otherwise; x itself in inference (Srivastava et al. 2014).";

    public override string AttributeText => $"{{rate={Rate.Invariant()}, stream={Stream}}}";

    public override OpSchema Schema => new("Dropout",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("rate", ParameterKind.Float, "The probability of being dropped, in [0, 1).") { Default = "0.5f" },
    ])
    {
        Build = call =>
        {
            var x = call.Tensor("x");
            var op = new Dropout { Rate = call.Float("rate", Rate), Stream = call.Graph.FreshRandomStream() };
            op.InferType([x.Type]);
            return [call.Training && op.Rate > 0 ? call.Graph.Add(op, x) : x];
        },
        Samples =
        [
            new OpSample(new Dropout(), [new TensorType(DType.Float32, Shape.Of(3, 5))]),
            new OpSample(new Dropout { Rate = 0.1, Stream = 3 }, [new TensorType(DType.Float32, Shape.Of(37))]),
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) =>
        Rate is >= 0 and < 1 ? operands[0] : throw new ShapeException($"the rate must lie in [0, 1), but is {Rate.Invariant()}.");

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        var uniform = x.Graph.Add(new RandomUniform { Stream = Stream, Shape = x.Shape });
        return uniform.GreaterOrEqualTo(Rate).Where(x * (1 / (1 - Rate)), 0);
    }
}
