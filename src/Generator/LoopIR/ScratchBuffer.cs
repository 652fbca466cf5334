using Sinter.Generator.GraphIR;

namespace Sinter.Generator.LoopIR;

/// <summary>Working memory of one chunk.</summary>
internal sealed record ScratchBuffer(Buffer Buffer, Dim Size);
