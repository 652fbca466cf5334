using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>Writes the statements of one kernel: nested loops as lambdas, fresh names, the operands' and the result's elements.</summary>
/// <param name="parts">The results that are asked for, when the op has several.</param>
internal sealed class LoopBuilder(Func<Value, Buffer> bufferOf, IReadOnlyList<Value> parts)
{
    readonly Stack<List<Stmt>> blocks = new([[]]);
    int names;

    /// <summary>What has been written at the outermost level.</summary>
    public EquatableArray<Stmt> Statements => blocks.Peek().ToEquatableArray();

    public Buffer BufferOf(Value value) => bufferOf(value);

    /// <summary>One of the results of an op that has several; null when nobody asks for it.</summary>
    public Value? Part(int index) => parts.FirstOrDefault(p => ((Part)p.Op).Index == index);

    public string Fresh(string prefix) => $"{prefix}{names++}";

    public void Add(Stmt statement) => blocks.Peek().Add(statement);

    /// <summary>for (var i = 0; i &lt; extent; i++) body(i)</summary>
    public void Loop(string prefix, Dim extent, Action<Dim> body, LoopKind kind = LoopKind.Serial)
    {
        if (extent.Constant == 1)
        {
            body(Dim.Zero);
            return;
        }
        var variable = Fresh(prefix);
        blocks.Push([]);
        body(Dim.Symbol(variable));
        var statements = blocks.Pop().ToEquatableArray();
        Add(new Loop(variable, extent, kind, statements));
    }

    /// <summary>One loop per extent, outermost first; the innermost may be a vector loop.</summary>
    public void Nest(string prefix, IReadOnlyList<Dim> extents, Action<IReadOnlyList<Dim>> body, LoopKind innermost = LoopKind.Serial)
    {
        void Level(Dim[] outer)
        {
            if (outer.Length == extents.Count) body(outer);
            else Loop(prefix, extents[outer.Length], i => Level([.. outer, i]), outer.Length == extents.Count - 1 ? innermost : LoopKind.Serial);
        }

        Level([]);
    }

    /// <summary>Binds a scalar to a name.</summary>
    public Local Let(string prefix, Expr value)
    {
        var name = Fresh(prefix);
        Add(new Let(name, value));
        return new Local(name, value.Type);
    }

    /// <summary>Declares an accumulator; <paramref name="body"/> updates it through the given action. Returns its final value.</summary>
    public Local Accumulate(string prefix, Combine combine, Action<Action<Expr>> body)
    {
        var name = Fresh(prefix);
        Add(new Accumulator(name, combine));
        body(value => Add(new Update(name, combine, value)));
        return new Local(name, DType.Float32);
    }

    /// <summary>An element of a value's buffer.</summary>
    public Expr Load(Value value, IReadOnlyList<Dim> index) => new Load(BufferOf(value), value.Shape.Offset(index));

    public void Store(Value value, IReadOnlyList<Dim> index, Expr element, bool accumulate = false) =>
        Add(new Store(BufferOf(value), value.Shape.Offset(index), element, accumulate));
}
