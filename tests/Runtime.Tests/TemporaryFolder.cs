using System;
using System.IO;

namespace Sinter.Runtime.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("sinter-tests-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public string[] Files => Directory.GetFiles(path);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
