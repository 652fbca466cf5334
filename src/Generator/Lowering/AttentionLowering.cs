using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>Attention or its derivative as a call of the runtime's driver: queries, keys and values are read where they lie, by their strides.</summary>
internal static class AttentionLowering
{
    public static LoweredCluster Lower(OpCluster cluster, Storage storage, string name, string comment)
    {
        var (value, op) = (cluster.Op, (AttentionOp)cluster.Op.Op);
        var arguments = new KernelArguments();
        var (roles, bound, strides) = (new List<AttentionRole>(), new List<KernelArgument>(), new List<HeadStrides>());
        for (var i = 0; i < value.Operands.Count; i++)
        {
            var (buffer, origin) = (storage.ContiguousBuffer(value.Operands[i]), Dim.Zero);
            if (i < 3)
            {
                var operand = Find(value.Operands[i], storage);
                (buffer, origin) = (operand.Buffer, operand.Origin);
                strides.Add(StridesOf(operand, value.Operands[i].Type));
            }
            Bind(op.OperandRoles[i], new KernelArgument(buffer!, origin, Writes: false));
        }
        foreach (var part in cluster.Parts) Bind(op.PartRoles[((Part)part.Op).Index], new KernelArgument(part, Dim.Zero, Writes: true));

        var shape = op.ShapeOf([.. value.Operands.Select(o => o.Type)]) with { Query = strides[0], Key = strides[1], Value = strides[2] };
        return new LoweredCluster(new AttentionKernel(name, comment, arguments.Buffers, roles.ToEquatableArray(), shape), bound, cluster.Prepared);

        void Bind(AttentionRole role, KernelArgument argument)
        {
            roles.Add(role);
            arguments.AddNew(argument.Value);
            bound.Add(argument);
        }
    }

    static StridedOperand Find(Value operand, Storage storage)
    {
        var indices = AttentionOp.Indices(operand.Type);
        var ranges = new DimRanges();
        foreach (var index in indices) ranges.Add(index.Name, index.Extent);
        var (buffer, offset) = storage.Find(operand, [.. indices.Select(i => (Dim)i)], ranges)!.Value;
        return new StridedOperand(buffer, offset, indices);
    }

    static HeadStrides StridesOf(StridedOperand operand, TensorType type)
    {
        var indices = AttentionOp.Indices(type);
        return new HeadStrides(operand.Strides(indices[0]), operand.Strides(indices[1]), operand.Strides(indices[2]));
    }
}
