using System.Collections.Generic;
using System.Globalization;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.GraphIR;

/// <summary>A root of the graph: its content comes from elsewhere, so it has no operands, no loops and no gradient rule.</summary>
internal abstract record LeafOp : Op
{
    public override OpSchema Schema { get; } = new(null, default);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [];

    public override void Lower(LoopBuilder loops, Value result)
    {
    }
}

/// <summary>A tensor that the caller gives.</summary>
internal sealed record Input(string Identifier, TensorType Type) : LeafOp
{
    public Input() : this("x", new TensorType(DType.Float32, GraphIR.Shape.Scalar))
    {
    }

    public override string Name => "input";

    public override string Doc => "A tensor that the caller gives.";

    public override string AttributeText => $"{{{Identifier}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Type;
}

/// <summary>A learned tensor, by its path in the model ("conv1.weight").</summary>
internal sealed record Parameter(string Path, Shape Shape) : LeafOp
{
    public Parameter() : this("weight", GraphIR.Shape.Scalar)
    {
    }

    public override string Name => "parameter";

    public override string Doc => "A learned tensor.";

    public override string AttributeText => $"{{{Path}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape);
}

/// <summary>A tensor that is kept from call to call but not learned: running statistics.</summary>
internal sealed record State(string Path, Shape Shape) : LeafOp
{
    public State() : this("state", GraphIR.Shape.Scalar)
    {
    }

    public override string Name => "state";

    public override string Doc => "A tensor that is kept from call to call but not learned.";

    public override string AttributeText => $"{{{Path}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape);
}

/// <summary>A number known while compiling. A tensor of one number is its broadcast.</summary>
internal sealed record Constant(double Number, DType Type = DType.Float32) : LeafOp
{
    public Constant() : this(0)
    {
    }

    public override string Name => "constant";

    public override string Doc => "A number known while compiling.";

    public override string AttributeText => $"{{{Number.ToString("R", CultureInfo.InvariantCulture)}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(Type, GraphIR.Shape.Scalar);
}
