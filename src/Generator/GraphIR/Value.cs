using System.Collections.Generic;

namespace Sinter.Generator.GraphIR;

/// <summary>The result of an op in a graph, assigned once.</summary>
internal sealed class Value
{
    internal Value(Graph graph, int id, Op op, IReadOnlyList<Value> operands, TensorType type)
    {
        (Graph, Id, Op, Operands, Type) = (graph, id, op, operands, type);
    }

    public Graph Graph { get; }

    /// <summary>Unique in its graph; larger than those of its operands.</summary>
    public int Id { get; }

    public Op Op { get; }

    public IReadOnlyList<Value> Operands { get; }

    public TensorType Type { get; }

    /// <summary>What the model calls it ("conv1", "dConv1"); null for a nameless intermediate.</summary>
    public string? Name { get; set; }

    public Shape Shape => Type.Shape;

    public DType DType => Type.DType;

    public int Rank => Type.Shape.Rank;

    public override string ToString() => $"%{Id}";
}
