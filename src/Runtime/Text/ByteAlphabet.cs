using System;
using System.Collections.Generic;
using System.Text;

namespace Sinter.Runtime;

/// <summary>
/// GPT-2's way to write bytes as characters that can be seen (Radford et al. 2019, encoder.py, bytes_to_unicode): printable Latin-1 characters stand for themselves, the other bytes,
/// in order, for U+0100, U+0101, …; so a space is written Ġ.
/// </summary>
internal static class ByteAlphabet
{
    static readonly char[] Characters = MakeCharacters();

    static readonly Dictionary<char, byte> Bytes = MakeBytes();

    public static string Write(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, (text, source) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = Characters[source[i]];
    });

    /// <summary>The bytes that a token stands for; one that is not written in this alphabet stands for itself.</summary>
    public static byte[] Read(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i])) return Encoding.UTF8.GetBytes(token);
        }
        return bytes;
    }

    static char[] MakeCharacters()
    {
        var characters = new char[256];
        var next = 256;
        for (var b = 0; b < characters.Length; b++) characters[b] = (char)(b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? b : next++);
        return characters;
    }

    static Dictionary<char, byte> MakeBytes()
    {
        var bytes = new Dictionary<char, byte>();
        for (var b = 0; b < Characters.Length; b++) bytes.Add(Characters[b], (byte)b);
        return bytes;
    }
}
