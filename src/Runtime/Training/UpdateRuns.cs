using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>Neighboring parameters with the same settings.</summary>
/// <param name="Offset">The first element in the flat buffer.</param>
/// <param name="Length">Elements.</param>
/// <param name="Group">Position in <see cref="Optimizer.Groups"/>; the number of groups for what is in none.</param>
internal readonly record struct UpdateRun(long Offset, long Length, int Group);

internal static class UpdateRuns
{
    /// <summary>
    /// The trained segments, cut where one group ends and another begins. Frozen groups are left out. What lies between tensors goes with the tensor before it, so that runs are as long as they can be.
    /// </summary>
    public static UpdateRun[] Of(ParameterStore store, Optimizer optimizer, (long Offset, long Length)[] segments)
    {
        var entries = store.ParameterEntries.OrderBy(entry => entry.Offset).Select(entry => (entry.Offset, Group: GroupOf(entry, optimizer))).ToArray();
        var runs = new List<UpdateRun>();
        foreach (var (offset, length) in segments)
        {
            for (var i = 0; i < entries.Length; i++)
            {
                var begin = Math.Max(offset, entries[i].Offset);
                var end = Math.Min(offset + length, i + 1 < entries.Length ? entries[i + 1].Offset : long.MaxValue);
                if (begin < end && !IsFrozen(optimizer, entries[i].Group)) Append(runs, new(begin, end - begin, entries[i].Group));
            }
        }
        return [.. runs];
    }

    /// <summary>Each group that has trained parameters, as a checkpoint says it: its settings, and whose they are.</summary>
    public static IEnumerable<(string Name, string Value)> Describe(ParameterStore store, Optimizer optimizer, (long Offset, long Length)[] segments)
    {
        var trained = store.ParameterEntries.Where(entry => segments.Any(segment => entry.Offset < segment.Offset + segment.Length && segment.Offset < entry.Offset + entry.Length)).ToArray();
        for (var i = 0; i < optimizer.Groups.Count; i++)
        {
            var members = string.Join(" ", trained.Where(entry => GroupOf(entry, optimizer) == i).Select(entry => entry.Name));
            if (members.Length > 0) yield return ($"Groups.{i}", $"{optimizer.Groups[i]} for {members}");
        }
    }

    static int GroupOf(ParameterEntry entry, Optimizer optimizer)
    {
        for (var i = 0; i < optimizer.Groups.Count; i++)
        {
            if (optimizer.Groups[i].Contains(entry)) return i;
        }
        return optimizer.Groups.Count;
    }

    static bool IsFrozen(Optimizer optimizer, int group) => group < optimizer.Groups.Count && optimizer.Groups[group].Frozen;

    static void Append(List<UpdateRun> runs, UpdateRun next)
    {
        if (runs.Count > 0 && runs[^1] is var last && last.Group == next.Group && last.Offset + last.Length == next.Offset) runs[^1] = last with { Length = last.Length + next.Length };
        else runs.Add(next);
    }
}
