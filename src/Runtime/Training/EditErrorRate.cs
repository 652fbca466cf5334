using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// How many words or characters must be inserted, removed or replaced to get from what was recognized to what was said (Levenshtein 1966), per word or character that was said: the word error rate or
/// character error rate of all that was added. Its memory is used again, so that after the longest sequence it allocates nothing.
/// </summary>
public sealed class EditErrorRate
{
    int[] row = [];
    int[] hypothesisWords = [];
    int[] referenceWords = [];

    /// <summary>The edits so far.</summary>
    public long Edits { get; private set; }

    /// <summary>The words or characters that were said so far.</summary>
    public long Count { get; private set; }

    /// <summary>Edits / count; above 1 when more was recognized than said. NaN before the first.</summary>
    public double Rate => (double)Edits / Count;

    /// <summary>Adds sequences of tokens, or texts character by character, and returns the edits between them.</summary>
    /// <param name="hypothesis">What was recognized.</param>
    /// <param name="reference">What was said.</param>
    public int Add<T>(ReadOnlySpan<T> hypothesis, ReadOnlySpan<T> reference)
        where T : IEquatable<T>
    {
        Reserve(ref row, reference.Length + 1);
        for (var j = 0; j <= reference.Length; j++) row[j] = j;
        for (var i = 0; i < hypothesis.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < reference.Length; j++)
            {
                var replaced = diagonal + (hypothesis[i].Equals(reference[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], row[j + 1]));
            }
        }
        Edits += row[reference.Length];
        Count += reference.Length;
        return row[reference.Length];
    }

    /// <summary>Adds texts character by character, and returns the edits between them.</summary>
    /// <inheritdoc cref="AddWords"/>
    public int AddCharacters(ReadOnlySpan<char> hypothesis, ReadOnlySpan<char> reference) => Add(hypothesis, reference);

    /// <summary>Adds texts word by word, words being what is between white space, and returns the edits between them.</summary>
    /// <param name="hypothesis">What was recognized.</param>
    /// <param name="reference">What was said.</param>
    public int AddWords(ReadOnlySpan<char> hypothesis, ReadOnlySpan<char> reference)
    {
        var known = Numbers(reference, reference, ref referenceWords);
        return Add(Numbers(hypothesis, reference, ref hypothesisWords), known);
    }

    /// <summary>Words as numbers: the place of the first word of the reference that is spelled alike; −1, unlike all of them, when there is none.</summary>
    static ReadOnlySpan<int> Numbers(ReadOnlySpan<char> text, ReadOnlySpan<char> reference, ref int[] numbers)
    {
        Reserve(ref numbers, (text.Length + 1) / 2);
        var count = 0;
        foreach (var word in new Words(text)) numbers[count++] = PlaceOf(word, reference);
        return numbers.AsSpan(0, count);
    }

    static int PlaceOf(ReadOnlySpan<char> word, ReadOnlySpan<char> text)
    {
        var place = 0;
        foreach (var other in new Words(text))
        {
            if (word.SequenceEqual(other)) return place;
            place++;
        }
        return -1;
    }

    static void Reserve(ref int[] array, int length)
    {
        if (array.Length < length) array = new int[Math.Max(length, 2 * array.Length)];
    }
}
