using Sinter.Generator.GraphIR;

namespace Sinter.Generator.LoopIR;

/// <summary>A tensor in memory as a kernel sees it: its slot among the kernel's arguments.</summary>
/// <param name="Name">What the model calls it; for reading only, unique in its kernel.</param>
internal sealed record Buffer(string Name, DType Type, int Slot);
