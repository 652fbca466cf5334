using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Emission.Members;

/// <summary>The method that lists parameters, or states: their names, shapes and places. Those of equal layers are a loop.</summary>
internal static class ParameterTableWriter
{
    public const string Counter = "layer";

    public static void Write(SourceWriter writer, string method, IEnumerable<ParameterRow> rows)
    {
        var list = rows.ToList();
        var stretches = Repetition.Split(Repetition.Keys(list.Select(row => row.Key)), (i, period) => IsSteady(list, i, period)).ToList();
        if (stretches.All(stretch => stretch.Rounds == 1))
        {
            using (writer.Block($"static {RuntimeNames.ParameterEntry}[] {method}() => new {RuntimeNames.ParameterEntry}[]", "};"))
                foreach (var row in list) writer.Line($"{row.Text()},");
            return;
        }
        using var _ = writer.Block($"static {RuntimeNames.ParameterEntry}[] {method}()");
        writer.Line($"{RuntimeNames.List}<{RuntimeNames.ParameterEntry}> entries = new {RuntimeNames.List}<{RuntimeNames.ParameterEntry}>({list.Count});");
        foreach (var stretch in stretches)
        {
            var round = Enumerable.Range(stretch.Start, stretch.Period);
            if (stretch.Rounds == 1)
                foreach (var i in round) writer.Line($"entries.Add({list[i].Text()});");
            else
                using (writer.Block($"for (int {Counter} = 0; {Counter} < {stretch.Rounds}; {Counter}++)"))
                    foreach (var i in round) writer.Line($"entries.Add({list[i].Text(list[i + stretch.Period])});");
        }
        writer.Line("return entries.ToArray();");
    }

    static bool IsSteady(List<ParameterRow> rows, int at, int period)
    {
        var (before, here, after) = (rows[at - period], rows[at], rows[at + period]);
        return here.Numbers.Zip(before.Numbers, (b, a) => b - a).SequenceEqual(after.Numbers.Zip(here.Numbers, (b, a) => b - a));
    }
}
