using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>Reads tables of numbers from CSV (RFC 4180), plain or packed with gzip. Strict: each row has as many fields as the first, each field is a number or its column is named as text.</summary>
public static class CsvReader
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The first row has the columns' names; otherwise they are called 0, 1, 2, ….</param>
    /// <param name="separator">What is between fields.</param>
    /// <param name="text">The names of the columns that hold text.</param>
    /// <exception cref="DataFormatException">The file is damaged, or not such a table.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericTable Read(string path, bool header = false, char separator = ',', params IReadOnlyList<string> text)
    {
        try
        {
            using var reader = new StreamReader(DataStream.Open(path), new UTF8Encoding(false, throwOnInvalidBytes: true));
            var fields = new CsvFields(path, reader, separator);
            return new TableReader(path, fields, text).Read(header);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException(path, $"damaged gzip: {e.Message.TrimEnd('.')}", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataFormatException(path, "not UTF-8 text", e);
        }
    }

    sealed class TableReader(string path, CsvFields fields, IReadOnlyList<string> text)
    {
        readonly List<float> values = [];
        readonly Dictionary<string, List<string>> texts = [];

        public NumericTable Read(bool header)
        {
            var row = new List<CsvField>();
            if (!fields.ReadRow(row)) throw new DataFormatException(path, "the file is empty");

            var columns = Columns(row, header);
            var rows = 0;
            if (header) row.Clear();
            while (row.Count > 0 || fields.ReadRow(row))
            {
                Add(row, columns);
                rows++;
                row.Clear();
            }
            return new(columns, rows, [.. values], texts);
        }

        string[] Columns(List<CsvField> row, bool header)
        {
            var columns = new string[row.Count];
            var names = new HashSet<string>();
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = header ? row[i].Text : i.ToString(CultureInfo.InvariantCulture);
                if (!names.Add(columns[i])) throw fields.Error(row[i], $"two columns are called '{columns[i]}'");
            }
            foreach (var name in text)
            {
                if (!names.Contains(name)) throw new DataFormatException(path, $"there is no column '{name}'; there are {string.Join(", ", columns)}");
                texts.Add(name, []);
            }
            return columns;
        }

        void Add(List<CsvField> row, string[] columns)
        {
            if (row.Count != columns.Length) throw fields.Error(row[0], $"the row has {row.Count} fields, expected {columns.Length}");
            for (var i = 0; i < columns.Length; i++)
            {
                if (texts.TryGetValue(columns[i], out var column))
                    column.Add(row[i].Text);
                else
                    values.Add(Number(row[i]));
            }
        }

        float Number(CsvField field) => float.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw fields.Error(field, $"'{Shortened(field.Text)}' is not a number");

        static string Shortened(string field) => field.Length <= 40 ? field : field[..40] + "…";
    }
}
