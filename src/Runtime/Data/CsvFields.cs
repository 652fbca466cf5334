using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Sinter.Runtime;

/// <summary>A field, and where it begins, counted from 1.</summary>
internal readonly record struct CsvField(string Text, int Line, int Column);

/// <summary>Splits CSV into fields as RFC 4180 says: quotes around a field, doubled inside it; lines end with CR LF, or LF alone. Empty lines are passed over.</summary>
internal sealed class CsvFields(string path, TextReader reader, char separator)
{
    /// <summary>No field of a table is longer; a quote that is never closed must not swallow the file.</summary>
    const int MaxField = 1 << 20;

    readonly StringBuilder text = new();
    int line = 1, column = 1;

    /// <summary>Adds the fields of the next row; false at the end.</summary>
    public bool ReadRow(List<CsvField> row)
    {
        while (EndOfLine()) { }
        if (reader.Peek() < 0) return false;

        do row.Add(ReadField());
        while (Take(separator));
        if (reader.Peek() >= 0 && !EndOfLine()) throw Error(new("", line, column), $"'{(char)reader.Peek()}' after a closing quote, expected '{separator}' or the end of the line");
        return true;
    }

    public DataFormatException Error(CsvField at, string problem) => new(path, $"line {at.Line}, column {at.Column}: {problem}");

    CsvField ReadField()
    {
        var (startLine, startColumn) = (line, column);
        text.Clear();
        if (Take('"'))
            ReadQuoted(new("", startLine, startColumn));
        else
            ReadPlain();
        return new(text.ToString(), startLine, startColumn);
    }

    void ReadPlain()
    {
        while (reader.Peek() is >= 0 and not '\n' and not '\r' and var next && next != separator)
        {
            if (next == '"') throw Error(new("", line, column), "a quote inside a field that does not begin with one");
            Append();
        }
    }

    void ReadQuoted(CsvField start)
    {
        while (true)
        {
            if (reader.Peek() < 0) throw Error(start, "the quote is never closed");
            if (Take('"') && reader.Peek() != '"') return;
            Append();
        }
    }

    void Append()
    {
        if (text.Length == MaxField) throw Error(new("", line, column), $"a field of more than {MaxField} characters");
        text.Append((char)Next());
    }

    bool EndOfLine()
    {
        var carriage = Take('\r');
        return Take('\n') || carriage;
    }

    bool Take(char expected)
    {
        if (reader.Peek() != expected) return false;
        Next();
        return true;
    }

    int Next()
    {
        var next = reader.Read();
        (line, column) = next == '\n' ? (line + 1, 1) : (line, column + 1);
        return next;
    }
}
