using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>A kernel and the values whose buffers it takes, with the offset of its first element in each.</summary>
internal sealed record LoweredCluster(Kernel Kernel, IReadOnlyList<KernelArgument> Arguments, bool Prepared);

/// <param name="Packed">The packed copy of the value, not the value itself.</param>
/// <param name="Writes">The kernel writes it.</param>
internal sealed record KernelArgument(Value Value, Dim Offset, bool Writes, PackedOperand? Packed = null);

/// <summary>A packed copy of an operand: memory of its own, made before the contraction runs.</summary>
internal sealed record PackedOperand(Value Source, Dim Size, int Id);
