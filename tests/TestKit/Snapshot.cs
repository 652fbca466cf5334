using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace Sinter.TestKit;

/// <summary>
/// Text against a file that was looked at and committed: name.verified.cs. What differs is written beside it as name.received.cs; with SINTER_ACCEPT=1 in the
/// environment it becomes the verified text.
/// </summary>
internal static class Snapshot
{
    /// <summary>Null when the text is the verified one; otherwise what to do about it.</summary>
    /// <param name="name">Of the file, below the folder Snapshots beside the test.</param>
    public static string? Difference(string name, string text, [CallerFilePath] string test = "")
    {
        var verified = Path.Combine(Path.GetDirectoryName(test)!, "Snapshots", name + ".verified.cs");
        var received = Path.ChangeExtension(Path.ChangeExtension(verified, null), ".received.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(verified)!);
        File.Delete(received);
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text) return null;

        var accepted = Environment.GetEnvironmentVariable("SINTER_ACCEPT") == "1";
        File.WriteAllText(accepted ? verified : received, text);
        return accepted ? null : $"{name} is not what was verified: compare {received} with it, and run the test with SINTER_ACCEPT=1 if the new text is right.";
    }
}
