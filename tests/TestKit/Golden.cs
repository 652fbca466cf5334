using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace Sinter.TestKit;

/// <summary>Text that lies beside its test and is compared as a whole. With SINTER_UPDATE_GOLDENS=1 tests write it first.</summary>
internal static class Golden
{
    /// <summary>The text that is expected.</summary>
    /// <param name="name">The file in the folder of the calling test: "DeadCode.golden.txt".</param>
    public static string Read(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, name);
        if (Environment.GetEnvironmentVariable("SINTER_UPDATE_GOLDENS") == "1") File.WriteAllText(path, actual);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : $"{name} is missing: run the test once with SINTER_UPDATE_GOLDENS=1.";
    }
}
