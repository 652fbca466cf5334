using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class CsvReaderTests
{
    [Fact]
    public void Reads_numbers_without_a_header()
    {
        var table = Read("1,2.5,-3e2\n\n4, 5 ,6");
        Assert.Equal(["0", "1", "2"], table.Columns);
        Assert.Equal([1, 2.5f, -300, 4, 5, 6], table.Values.ToArray());
        Assert.Equal([4, 5, 6], table.Row(1).ToArray());
        Assert.Equal([2.5f, 5], table.Column("1"));
    }

    [Fact]
    public void Reads_a_header_text_and_quotes()
    {
        using var folder = new TemporaryFolder();
        var table = CsvReader.Read(folder.Write("file", Encoding.UTF8.GetBytes("\uFEFFx;\"the name\";y\r\n1;\"a \"\"b\"\";\r\nc\";2\r\n\"3\";;4\r\n")), header: true, separator: ';', text: "the name");
        Assert.Equal(["x", "y"], table.Columns);
        Assert.Equal(2, table.RowCount);
        Assert.Equal([1, 2, 3, 4], table.Values.ToArray());
        Assert.Equal(["a \"b\";\r\nc", ""], table.Text("the name"));
        Assert.Contains("x, y", Assert.Throws<KeyNotFoundException>(() => table.Column("z")).Message);
    }

    [Fact]
    public void Reads_gzip()
    {
        using var folder = new TemporaryFolder();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write("1,2"u8);
        Assert.Equal([1, 2], CsvReader.Read(folder.Write("file.gz", packed.ToArray())).Values.ToArray());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("1,2\n3", "line 2, column 1: the row has 1 fields, expected 2")]
    [InlineData("1,2\n3,x", "line 2, column 3: 'x' is not a number")]
    [InlineData("1,,2", "line 1, column 3: '' is not a number")]
    [InlineData("1,\"2\n3", "line 1, column 3: the quote is never closed")]
    [InlineData("1,2\"3", "line 1, column 4: a quote inside a field")]
    [InlineData("\"1\"2,3", "line 1, column 4: '2' after a closing quote")]
    public void Says_where_it_is_wrong(string content, string problem) => Assert.Contains(problem, Assert.Throws<DataFormatException>(() => Read(content)).Message);

    [Fact]
    public void Says_which_columns_there_are()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", "a,b\n1,2"u8.ToArray());
        Assert.Contains("no column 'c'; there are a, b", Assert.Throws<DataFormatException>(() => CsvReader.Read(path, header: true, text: "c")).Message);
        path = folder.Write("file", "a,a\n1,2"u8.ToArray());
        Assert.Contains("two columns are called 'a'", Assert.Throws<DataFormatException>(() => CsvReader.Read(path, header: true)).Message);
    }

    [Fact]
    public void A_quote_that_is_never_closed_does_not_swallow_a_large_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", [(byte)'"', .. Enumerable.Repeat((byte)'1', 4 << 20)]);
        Assert.Contains("a field of more than 1048576 characters", Assert.Throws<DataFormatException>(() => CsvReader.Read(path)).Message);
    }

    [Fact]
    public void Damaged_files_give_the_documented_exception()
    {
        using var folder = new TemporaryFolder();
        var content = Encoding.UTF8.GetBytes("name,x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"\"n {i}\",{i},{i * 0.37f}\n")));
        var failures = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var path = folder.Write("damaged", Corruption.Damage(content, seed));
            if (Corruption.FailsOnlyWith<DataFormatException>(() => CsvReader.Read(path, header: true, text: "name"))) failures++;
        }
        Assert.InRange(failures, 100, 400);
    }

    static NumericTable Read(string content)
    {
        using var folder = new TemporaryFolder();
        return CsvReader.Read(folder.Write("file", Encoding.UTF8.GetBytes(content)));
    }
}
