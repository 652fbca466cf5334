using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace Sinter.TestKit;

/// <summary>
/// Files of the repository that are written from the code: a test writes them anew where a person works, and fails in CI (environment variable CI=true) when
/// they were forgotten.
/// </summary>
internal static class WrittenFile
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    /// <summary>Null when the file holds the text, or does so now; otherwise what to do about it.</summary>
    public static string? Update(string path, string text)
    {
        var full = Path.Combine(Root, path);
        if (File.Exists(full) && File.ReadAllText(full) == text) return null;
        if (Environment.GetEnvironmentVariable("CI") == "true") return $"{path} is out of date: run this test without CI=true and commit the file.";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return null;
    }

    static string Here([CallerFilePath] string path = "") => path;
}
