using System;
using System.Text;

namespace Sinter;

/// <summary>
/// Puts tokens together as they come: a character whose bytes are spread over several tokens appears with the last of them.
/// <c>foreach (var token in generated) Console.Out.Write(decoder.Append(token));</c> allocates nothing. Used by one thread at a time.
/// </summary>
public sealed class TokenDecoder
{
    readonly Tokenizer tokenizer;
    readonly Decoder utf8 = new UTF8Encoding(false).GetDecoder();
    readonly char[] text;
    bool begun;

    internal TokenDecoder(Tokenizer tokenizer)
    {
        this.tokenizer = tokenizer;
        text = new char[1 + Encoding.UTF8.GetMaxCharCount(tokenizer.LongestToken)];
    }

    /// <summary>The text that is complete with this token; valid until the next call. Pad, begin and end have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public ReadOnlySpan<char> Append(int token)
    {
        if (tokenizer.IsSilent(token)) return [];

        var length = 0;
        if (begun && tokenizer.HasSpaces) text[length++] = ' ';
        begun = true;
        length += utf8.GetChars(tokenizer.Bytes(token), text.AsSpan(length), flush: false);
        return text.AsSpan(0, length);
    }

    /// <summary>Ends the text, so that another can begin: U+FFFD if the last character is not complete, otherwise nothing.</summary>
    public ReadOnlySpan<char> Flush()
    {
        begun = false;
        return text.AsSpan(0, utf8.GetChars([], text, flush: true));
    }
}
