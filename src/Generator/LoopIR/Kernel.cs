using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// One emitted method. Equal kernels are emitted once: a kernel knows nothing of where its buffers lie. Its buffers are its arguments, in the order of
/// their slots.
/// </summary>
/// <param name="Comment">What was fused, in words.</param>
internal abstract record Kernel(string Name, string Comment, EquatableArray<Buffer> Buffers);
