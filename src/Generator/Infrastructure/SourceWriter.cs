using System;
using System.Text;

namespace Sinter.Generator.Infrastructure;

/// <summary>Indented text: lines, multi-line raw strings, and braces that close themselves. Lines end in "\n" on every machine.</summary>
internal sealed class SourceWriter
{
    const string Indentation = "    ";

    readonly StringBuilder text = new();
    int depth;

    /// <summary>One line, or several (a raw string), each at the current depth.</summary>
    public void Line(string lines = "")
    {
        foreach (var line in lines.Split('\n'))
        {
            var trimmed = line.TrimEnd('\r', ' ');
            if (trimmed.Length > 0)
            {
                for (var i = 0; i < depth; i++) text.Append(Indentation);
                text.Append(trimmed);
            }
            text.Append('\n');
        }
    }

    /// <summary>A header (none when empty) and its braces; disposing closes them.</summary>
    public IDisposable Block(string header, string close = "}")
    {
        if (header.Length > 0) Line(header);
        Line("{");
        depth++;
        return new Closing(this, close);
    }

    /// <summary>Lines one step deeper, without braces.</summary>
    public IDisposable Indented()
    {
        depth++;
        return new Closing(this, null);
    }

    public override string ToString() => text.ToString();

    sealed class Closing(SourceWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            if (close is not null) writer.Line(close);
        }
    }
}
