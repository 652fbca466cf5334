using System;
using System.Globalization;
using System.Text;

namespace Sinter.Runtime;

/// <summary>
/// The pieces that GPT-2 cuts text into before pairs are merged; merges never cross them. The same as its regular expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c> (Radford et al. 2019, encoder.py), by code points, without an engine for regular expressions.
/// </summary>
internal ref struct Gpt2Splitter(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> rest = text;

    enum Class
    {
        Letter,
        Number,
        Space,
        Other,
    }

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Gpt2Splitter GetEnumerator() => this;

    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;

        var length = Contraction(rest);
        if (length == 0) length = Piece(rest);
        Current = rest[..length];
        rest = rest[length..];
        return true;
    }

    static int Contraction(ReadOnlySpan<char> text)
    {
        if (text[0] != '\'' || text.Length == 1) return 0;
        if (text[1] is 's' or 't' or 'm' or 'd') return 2;
        return text.Length > 2 && (text[1], text[2]) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    static int Piece(ReadOnlySpan<char> text)
    {
        var first = ClassOf(text, out var length);
        if (first != Class.Space) return Run(text, 0, first);

        // One space belongs to the piece behind it.
        if (text[0] == ' ' && text.Length > 1 && ClassOf(text[1..], out _) is not Class.Space and var second) return Run(text, 1, second);

        // White space, but its last character when something follows; White_Space has no character beyond U+FFFF, so each is one char.
        var spaces = Run(text, length, Class.Space);
        return spaces == text.Length || spaces == 1 ? spaces : spaces - 1;
    }

    static int Run(ReadOnlySpan<char> text, int position, Class kind)
    {
        while (position < text.Length && ClassOf(text[position..], out var length) == kind) position += length;
        return position;
    }

    static Class ClassOf(ReadOnlySpan<char> text, out int length)
    {
        if (text[0] < 128)
        {
            length = 1;
            return text[0] switch
            {
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' => Class.Letter,
                >= '0' and <= '9' => Class.Number,
                ' ' or >= '\t' and <= '\r' => Class.Space,
                _ => Class.Other,
            };
        }
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Class.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Class.Number,
            _ => Rune.IsWhiteSpace(rune) ? Class.Space : Class.Other,
        };
    }
}
