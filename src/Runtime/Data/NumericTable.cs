using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter;

/// <summary>A table whose columns are numbers, except those that were read as text.</summary>
public sealed class NumericTable
{
    readonly Dictionary<string, List<string>> texts;
    readonly float[] values;

    internal NumericTable(string[] columns, int rows, float[] values, Dictionary<string, List<string>> texts)
    {
        (RowCount, this.values, this.texts) = (rows, values, texts);
        Columns = [.. columns.Where(column => !texts.ContainsKey(column))];
    }

    /// <summary>The names of the columns of numbers.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, without the header.</summary>
    public int RowCount { get; }

    /// <summary>All numbers, row by row.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The numbers of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>A column of numbers.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column, or it is text.</exception>
    public float[] Column(string name)
    {
        var column = Columns.TakeWhile(candidate => candidate != name).Count();
        if (column == Columns.Count) throw new KeyNotFoundException($"There is no column of numbers '{name}'; there are {string.Join(", ", Columns)}.");

        var numbers = new float[RowCount];
        for (var row = 0; row < numbers.Length; row++) numbers[row] = values[row * Columns.Count + column];
        return numbers;
    }

    /// <summary>A column of text.</summary>
    /// <exception cref="KeyNotFoundException">The column was not read as text.</exception>
    public IReadOnlyList<string> Text(string name) =>
        texts.TryGetValue(name, out var column) ? column : throw new KeyNotFoundException($"There is no column of text '{name}'.");
}
