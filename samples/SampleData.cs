using System;
using System.IO;

namespace Samples;

/// <summary>What a sample reads.</summary>
/// <param name="Folder">The name of its folder.</param>
/// <param name="File">A file or folder in it, by which it is known.</param>
/// <param name="Source">Where to get it.</param>
internal sealed record SampleData(string Folder, string File, string Source)
{
    /// <summary>The environment variable that says where data is: the folder itself, or one that has it.</summary>
    public const string Variable = "SINTER_DATA";

    /// <summary>The folder of the data: as given, else of the environment variable, else ../shared/data.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public string Find(string? given)
    {
        var variable = Environment.GetEnvironmentVariable(Variable);
        string[] candidates = given is not null ? [given]
            : variable is not null ? [variable, Path.Combine(variable, Folder)]
            : [Path.Combine("..", "shared", "data", Folder)];
        return Array.Find(candidates, folder => Path.Exists(Path.Combine(folder, File)))
            ?? throw new FileNotFoundException($"'{candidates[^1]}' has no {File}. It is at {Source}; say with --data in which folder you have it.");
    }
}
