using System;

namespace Sinter.Runtime;

/// <summary>A float tensor to be written to, or read from, a file.</summary>
internal readonly record struct NamedTensor(string Name, int[] Shape, Memory<float> Elements);
