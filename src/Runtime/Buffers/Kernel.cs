namespace Sinter.Runtime;

/// <summary>One chunk of an emitted kernel. Its buffers and dims are those that <see cref="Execution.Launch"/> set.</summary>
public delegate void Kernel(Execution run, int chunk);
