using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.Infrastructure;

/// <summary>A stretch of a sequence that is one period, several times over.</summary>
/// <param name="Period">Elements of one round.</param>
/// <param name="Rounds">1: the stretch does not repeat.</param>
internal readonly record struct Repetition(int Start, int Period, int Rounds)
{
    // Two equal rounds read better as they are.
    const int MinRounds = 3;

    // What a loop must save to be worth the names of the elements that it stands for.
    const int MinSaved = 8;

    int End => Start + Period * Rounds;

    int Saved => Period * (Rounds - 1);

    /// <summary>The sequence in stretches, in order, none empty.</summary>
    /// <param name="keys">Equal where an element can stand for another.</param>
    /// <param name="isSteady">Of an element and a period: true when the step from the element a period before is the step to the one a period behind. All three have equal keys.</param>
    public static IEnumerable<Repetition> Split(IReadOnlyList<int> keys, Func<int, int, bool> isSteady) => Split(keys, isSteady, 0, keys.Count);

    static IEnumerable<Repetition> Split(IReadOnlyList<int> keys, Func<int, int, bool> isSteady, int start, int end)
    {
        if (start == end) return [];
        return Longest(keys, isSteady, start, end) is { } longest
            ? [.. Split(keys, isSteady, start, longest.Start), longest, .. Split(keys, isSteady, longest.End, end)]
            : [new Repetition(start, end - start, 1)];
    }

    // The one that saves most; of equal ones that of the shortest period, and of those the first.
    static Repetition? Longest(IReadOnlyList<int> keys, Func<int, int, bool> isSteady, int first, int end)
    {
        Repetition? best = null;
        for (var period = 1; period * MinRounds <= end - first; period++)
        {
            // From each element on: how many equal the ones a period behind, and how many of these go on as steadily.
            var equal = new int[end + 1];
            var steady = new int[end + 1];
            for (var i = end - period - 1; i >= first; i--)
            {
                equal[i] = keys[i] == keys[i + period] ? equal[i + 1] + 1 : 0;
                steady[i] = equal[i] > 0 && i - period >= first && keys[i] == keys[i - period] && isSteady(i, period) ? steady[i + 1] + 1 : 0;
            }
            for (var start = first; start + period * MinRounds <= end; start++)
            {
                if (equal[start] < period) continue;
                var repetition = new Repetition(start, period, 2 + steady[start + period] / period);
                if (repetition.Rounds >= MinRounds && repetition.Saved >= Math.Max(MinSaved, (best?.Saved ?? 0) + 1)) best = repetition;
            }
        }
        return best;
    }

    /// <summary>Equal numbers for equal texts.</summary>
    public static int[] Keys(IEnumerable<string> texts)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. texts.Select(text => numbers.TryGetValue(text, out var number) ? number : numbers[text] = numbers.Count)];
    }
}
