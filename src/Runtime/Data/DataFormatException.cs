using System;

namespace Sinter;

/// <summary>A file of data is damaged, or not what was expected. The message names the file, the place, what is wrong, the expected and the actual.</summary>
public sealed class DataFormatException(string path, string problem, Exception? cause = null) : FormatException($"{path}: {problem}.", cause)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
