using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.GraphIR;

/// <summary>One result of an op that has several. It costs nothing: the kernel of the bundle writes it.</summary>
internal sealed record Part(int Index, TensorType Type) : Op
{
    public Part() : this(0, new TensorType(DType.Float32, GraphIR.Shape.Scalar))
    {
    }

    public override string Name => "part";

    public override string Doc => "One result of an op that has several.";

    public override OpSchema Schema { get; } = new(null, default);

    public override string AttributeText => $"{{{Index}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0] == TensorType.Bundle ? Type : throw new ShapeException("only an op with several results has parts");

    /// <summary>Cotangents are collected by the walk back, which gives them to the bundle together.</summary>
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => throw new InvalidOperationException("Gradients reach a bundle by its parts.");

    public override void Lower(LoopBuilder loops, Value result) => throw new InvalidOperationException("The kernel of the bundle writes its parts.");
}

/// <summary>Access to the results of a bundle.</summary>
internal static class Parts
{
    /// <summary>One result. It stands in the graph once: asked for again, it is the same value.</summary>
    public static Value Part(this Value bundle, int index) =>
        bundle.Graph.Values.FirstOrDefault(v => v.Op is Part part && part.Index == index && v.Operands[0] == bundle)
        ?? bundle.Graph.Add(new Part(index, bundle.ResultTypes()[index]), bundle);

    /// <summary>The types of a bundle's results.</summary>
    public static IReadOnlyList<TensorType> ResultTypes(this Value bundle) => ((BundleOp)bundle.Op).InferTypes([.. bundle.Operands.Select(o => o.Type)]);
}
