using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>A constant written to memory: in unfused programs only, where every value has a buffer.</summary>
internal static class ConstantKernel
{
    public static LoweredCluster Lower(Value value)
    {
        var arguments = new KernelArguments();
        var buffer = arguments[value];
        var constant = (Constant)value.Op;
        var kernel = new LoopKernel(
            buffer.Name, "A constant.", arguments.Buffers, "once", Dim.One, Dim.One, LoopKind.Serial, default,
            [new Store(buffer, Dim.Zero, new Literal(constant.Number, constant.Type))]);
        return new LoweredCluster(kernel, [new KernelArgument(value, Dim.Zero, Writes: true)], Prepared: false);
    }
}
