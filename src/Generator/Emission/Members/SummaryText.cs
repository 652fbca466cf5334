using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>What a model is and costs: the table of its layers, and one line for its doc comment.</summary>
internal sealed class SummaryText
{
    readonly ModelDeclaration model;
    readonly Dim? operations;
    readonly Dim? memory;

    public SummaryText(ModelDeclaration model, IReadOnlyList<EntryProgram> programs)
    {
        this.model = model;
        var entry = model.Entries.ToList().FindIndex(e => e.Kind == EntryKind.Forward);
        if (entry < 0 || entry >= programs.Count) return;
        var batch = model.Entries[entry].Symbols.FirstOrDefault();
        Dim PerSample(Dim dim) => batch is null ? dim : dim.Substitute(batch, Dim.One);
        operations = PerSample(ProgramCost.Operations(programs[entry]));
        memory = PerSample(programs[entry].ArenaSize) * sizeof(float);
    }

    long ParameterCount => model.Parameters.Sum(p => p.Shape.Size.Constant ?? 0);

    /// <summary>"101,770 parameters · 203 thousand operations and 1.5 KiB of activations per sample".</summary>
    public string Line
    {
        get
        {
            var parameters = $"{Grouped(ParameterCount)} parameters";
            return operations is null ? parameters : $"{parameters} · {Amount(operations)} FLOPs and {Bytes(memory!)} of activations per sample";
        }
    }

    /// <summary>The layers with their shapes and parameters, and the totals.</summary>
    public IEnumerable<string> Table
    {
        get
        {
            string[][] rows =
            [
                ["", "layer", "output", "parameters"],
                .. model.Layers.Select(l => new[] { l.Path, l.Layer, l.Output.ToString(), l.Parameters == 0 ? "" : Grouped(l.Parameters) }),
                ["total", "", "", Grouped(ParameterCount)],
            ];
            var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToArray();
            yield return model.Name;
            foreach (var row in rows)
                yield return "  " + string.Join("  ", row.Select((cell, column) => column == 3 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();
            if (operations is not null) yield return $"  per sample: {Amount(operations)} FLOPs, {Bytes(memory!)} of activations";
        }
    }

    static string Grouped(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    static string Amount(Dim dim) => dim.Constant is { } number ? Grouped(number) : dim.ToString();

    static string Bytes(Dim dim) => dim.Constant switch
    {
        null => $"{dim} bytes",
        < 1 << 10 and var bytes => $"{bytes} bytes",
        < 1 << 20 and var bytes => string.Format(CultureInfo.InvariantCulture, "{0:0.#} KiB", bytes / 1024.0),
        var bytes => string.Format(CultureInfo.InvariantCulture, "{0:#,0.#} MiB", bytes / 1048576.0),
    };
}
