namespace Sinter.Generator.GraphIR;

/// <summary>What a body reads from around it, by number.</summary>
internal abstract record BodyLeaf(int Index, TensorType Type) : LeafOp
{
    public sealed override string AttributeText => $"{{{Index}}}";

    public sealed override TensorType InferType(System.Collections.Generic.IReadOnlyList<TensorType> operands) => Type;
}

/// <summary>The slice of a sequence at the step's position.</summary>
internal sealed record Step(int Index, TensorType Type) : BodyLeaf(Index, Type)
{
    public Step() : this(0, new TensorType(DType.Float32, GraphIR.Shape.Scalar))
    {
    }

    public override string Name => "step";

    public override string Doc => "Inside a scan: the slice of a sequence at the step's position.";
}

/// <summary>What the step before left; the initial value at the first step.</summary>
internal sealed record Carried(int Index, TensorType Type) : BodyLeaf(Index, Type)
{
    public Carried() : this(0, new TensorType(DType.Float32, GraphIR.Shape.Scalar))
    {
    }

    public override string Name => "carried";

    public override string Doc => "Inside a scan: what the step before left, the initial value at the first step.";
}

/// <summary>A tensor from outside that is the same at every step.</summary>
internal sealed record Captured(int Index, TensorType Type) : BodyLeaf(Index, Type)
{
    public Captured() : this(0, new TensorType(DType.Float32, GraphIR.Shape.Scalar))
    {
    }

    public override string Name => "captured";

    public override string Doc => "Inside a scan: a tensor from outside that is the same at every step.";
}
