using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>A program of values in definition order, and what leaves it. Values are only ever appended; passes rebuild.</summary>
internal sealed class Graph
{
    readonly List<Value> values = [];

    /// <summary>All values; operands stand before their users.</summary>
    public IReadOnlyList<Value> Values => values;

    /// <summary>What must be computed, and where it goes.</summary>
    public List<GraphOutput> Outputs { get; } = [];

    /// <summary>Appends an op. Broadcasting is made explicit; a shape that does not fit throws <see cref="ShapeException"/>.</summary>
    public Value Add(Op op, params IReadOnlyList<Value> operands)
    {
        operands = op.Prepare(operands);
        var value = new Value(this, values.Count, op, operands, op.InferType([.. operands.Select(o => o.Type)]));
        values.Add(value);
        return value;
    }

    public Value Add(Op op, IReadOnlyList<Value> operands, string? name)
    {
        var value = Add(op, operands);
        value.Name ??= name;
        return value;
    }
}

/// <summary>Where a value goes when the program ends.</summary>
/// <param name="Name">The result or metric as the user named it; the path of the parameter or state ("bn1.running_mean").</param>
internal sealed record GraphOutput(OutputKind Kind, string Name, Value Value);

internal enum OutputKind
{
    /// <summary>A tensor that a [Forward] method returns.</summary>
    Result,

    /// <summary>The scalar that a [Loss] method minimizes.</summary>
    Loss,

    /// <summary>A named scalar beside the loss.</summary>
    Metric,

    /// <summary>The derivative of the loss by a parameter.</summary>
    Gradient,

    /// <summary>The next content of a state.</summary>
    State,

    /// <summary>The next content of a session's state.</summary>
    Session,
}
