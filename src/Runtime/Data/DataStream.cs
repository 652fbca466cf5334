using System.IO;
using System.IO.Compression;

namespace Sinter.Runtime;

/// <summary>Opens a file of data, unpacking gzip, which is known by its first two bytes.</summary>
internal static class DataStream
{
    const int Magic0 = 0x1F, Magic1 = 0x8B;

    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        var packed = file.ReadByte() == Magic0 && file.ReadByte() == Magic1;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
