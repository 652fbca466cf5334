using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.Generator.Lowering;

/// <summary>Which values are needed, by whom, and which of them depend on parameters alone.</summary>
internal sealed class ValueUses
{
    readonly Dictionary<Value, List<Value>> users = [];
    readonly HashSet<Value> live = [];
    readonly HashSet<Value> varying = [];

    /// <param name="outputs">What must be computed.</param>
    /// <param name="constantPerCall">Leaves that do not change from call to call; null: nothing is prepared.</param>
    public ValueUses(Graph graph, IEnumerable<Value> outputs, System.Func<Value, bool>? constantPerCall)
    {
        Prepares = constantPerCall is not null;

        // What leaves the program is written on every call, into that call's memory.
        varying.UnionWith(outputs);
        varying.UnionWith(outputs.Where(o => o.Op is Part).Select(part => part.Operands[0]));
        var pending = new Stack<Value>(outputs);
        while (pending.Count > 0)
        {
            var value = pending.Pop();
            if (!live.Add(value)) continue;
            foreach (var operand in value.Operands) pending.Push(operand);
        }
        Live = [.. graph.Values.Where(live.Contains)];

        // The steps of a scan write where its initial values lie.
        foreach (var value in Live.Where(value => value.Op is Scan)) varying.UnionWith(value.Operands.Skip(((Scan)value.Op).FirstInitial).Take(((Scan)value.Op).Carries));
        foreach (var value in Live)
        {
            users[value] = [];
            foreach (var operand in value.Operands.Distinct()) users[operand].Add(value);
            var changes = value.Op is LeafOp ? constantPerCall?.Invoke(value) is not true : value.Op is Ops.IVariesPerCall or Scan || value.Operands.Any(varying.Contains);
            if (changes || constantPerCall is null || !HasFixedSize(value)) varying.Add(value);
        }
    }

    // A symbolic extent may differ in the next call.
    static bool HasFixedSize(Value value) => value.Op is BundleOp
        ? value.ResultTypes().All(t => t.Shape.Size.Constant is not null)
        : value.Shape.Size.Constant is not null;

    /// <summary>Whether there is a time before the call in which something can be computed.</summary>
    public bool Prepares { get; }

    /// <summary>The values that an output needs, in definition order.</summary>
    public IReadOnlyList<Value> Live { get; }

    public IReadOnlyList<Value> Users(Value value) => users[value];

    /// <summary>True when the value is the same for every call until the parameters change.</summary>
    public bool IsPrepared(Value value) => !varying.Contains(value);
}
