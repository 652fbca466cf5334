using System.IO;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sinter.Runtime.Tests;

/// <summary>Files that lie beside the test that reads them.</summary>
internal static class Fixtures
{
    public static string PathOf(string name, [CallerFilePath] string test = "") => Path.Combine(Path.GetDirectoryName(test)!, name);

    public static JsonElement Json(string name, [CallerFilePath] string test = "") => JsonDocument.Parse(File.ReadAllText(PathOf(name, test))).RootElement;

    public static float[] Floats(this JsonElement element)
    {
        var floats = new float[element.GetArrayLength()];
        for (var i = 0; i < floats.Length; i++) floats[i] = element[i].GetSingle();
        return floats;
    }
}
