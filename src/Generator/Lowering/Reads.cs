using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>An element that a computation takes from a computed value or a leaf.</summary>
internal readonly record struct ElementRead(Value Value, IReadOnlyList<Dim> Index);

/// <summary>What one element of a value is computed from: the reads behind all views and inlined values, and the expression over them.</summary>
internal sealed class Reads : ElementReader
{
    readonly System.Func<Value, bool> isComputed;
    readonly List<ElementRead> reads = [];
    readonly Dictionary<Value, Buffer> buffers = [];

    Reads(System.Func<Value, bool> isComputed, DimRanges ranges)
        : base(ranges) => this.isComputed = isComputed;

    public IReadOnlyList<ElementRead> All => reads;

    public Expr Expression { get; private set; } = new Literal(0, DType.Float32);

    /// <summary>True when a position is itself read from a tensor.</summary>
    public bool Binds { get; private set; }

    /// <summary>The reads of one element of a pointwise value.</summary>
    public static Reads Of(Value value, IReadOnlyList<Dim> index, DimRanges ranges, System.Func<Value, bool> isComputed)
    {
        var reader = new Reads(isComputed, ranges);
        reader.Expression = reader.Evaluate(value, index);
        return reader;
    }

    /// <summary>The reads behind a value that a reduction takes.</summary>
    public static Reads Behind(Value operand, IReadOnlyList<Dim> index, DimRanges ranges, System.Func<Value, bool> isComputed)
    {
        var reader = new Reads(isComputed, ranges);
        reader.Expression = reader.Read(operand, index);
        return reader;
    }

    protected override Expr? Known(Value value, IReadOnlyList<Dim> index)
    {
        if (value.Op is not LeafOp && !isComputed(value)) return null;
        reads.Add(new ElementRead(value, index));
        if (!buffers.TryGetValue(value, out var buffer)) buffers[value] = buffer = new Buffer($"b{value.Id}", value.DType, buffers.Count);
        return new Load(buffer, value.Shape.Offset(index));
    }

    protected override Dim Bind(Expr position)
    {
        Binds = true;
        return Dim.Symbol($"at{reads.Count}");
    }
}
