using System;

namespace Sinter;

/// <summary>A safetensors file is damaged, or does not hold what was asked of it. The message names the file, what is wrong, the expected and the actual.</summary>
public sealed class SafetensorsException(string path, string problem, Exception? cause = null) : FormatException($"{path}: {problem}.", cause)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
