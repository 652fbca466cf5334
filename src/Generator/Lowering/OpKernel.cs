using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>An op with loops of its own as a kernel: what <see cref="Op.Lower"/> writes, over buffers in row-major order.</summary>
internal static class OpKernel
{
    /// <param name="inPlace">The result's buffer is the first operand's: only the change is written.</param>
    public static LoweredCluster Lower(OpCluster cluster, bool inPlace, Storage storage, string name, string comment)
    {
        var value = cluster.Op;
        var arguments = new KernelArguments();
        var loops = new LoopBuilder(v => arguments[storage.ContiguousBuffer(v)!], cluster.Parts);
        if (inPlace) ((IInPlaceOp)value.Op).LowerInPlace(loops, value);
        else value.Op.Lower(loops, value);

        var grid = new Loop("once", Dim.One, LoopKind.Serial, loops.Statements);
        if (value.Op is IIndependentOuterLoop && loops.Statements is [Loop { Kind: LoopKind.Serial } outermost]) grid = outermost;
        var kernel = new LoopKernel(name, comment, arguments.Buffers, grid.Variable, grid.Extent, Dim.One, LoopKind.Serial, default, grid.Body);
        return new LoweredCluster(kernel, [.. arguments.Values.Select(v => new KernelArgument(v, Dim.Zero, cluster.Members.Contains(v)))], cluster.Prepared);
    }
}
