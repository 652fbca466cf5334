using System;

namespace Sinter;

/// <summary>What becomes of n-grams that no translation has right: without smoothing one order of them makes the score 0.</summary>
public enum BleuSmoothing
{
    /// <summary>As in Papineni et al. 2002.</summary>
    None,

    /// <summary>One is added to matches and n-grams of the orders above 1 (Lin and Och, "ORANGE", COLING 2004).</summary>
    AddOne,

    /// <summary>The first order without a match counts as half a match, the next as a quarter, … (NIST's mteval-v13a; sacrebleu's "exp").</summary>
    Exponential,
}

/// <summary>
/// BLEU of a corpus (Papineni, Roukos, Ward and Zhu, "BLEU: a method for automatic evaluation of machine translation", ACL 2002):
/// BP · exp(¼ Σ ln pₙ), n from 1 to 4, pₙ the part of the n-grams of all translations that are in their references, each at most as often as there;
/// BP = 1 for translations longer than their references, e^(1 − r/c) otherwise. Sentences are added as they come; nothing is allocated.
/// </summary>
public sealed class BleuScore
{
    /// <summary>The longest n-grams.</summary>
    public const int MaxOrder = 4;

    readonly long[] matches = new long[MaxOrder];
    readonly long[] totals = new long[MaxOrder];
    readonly Sequences<int> single = new();
    readonly int[] first = [0];

    /// <summary>The tokens of all translations: c.</summary>
    public long HypothesisLength { get; private set; }

    /// <summary>The tokens of the references, of each sentence that which is closest to the translation in length: r.</summary>
    public long ReferenceLength { get; private set; }

    /// <summary>BP: what translations that are too short lose.</summary>
    public double BrevityPenalty => HypothesisLength == 0 ? 0 : Math.Exp(Math.Min(0, 1 - (double)ReferenceLength / HypothesisLength));

    /// <summary>The part of the n-grams of an order, from 1 to 4, that are in the references; NaN when there are none.</summary>
    public double Precision(int order)
    {
        if (order is < 1 or > MaxOrder) throw new ArgumentOutOfRangeException(nameof(order), order, $"An order is from 1 to {MaxOrder}.");
        return (double)matches[order - 1] / totals[order - 1];
    }

    /// <summary>The score of all that was added, from 0 to 1.</summary>
    public double Value(BleuSmoothing smoothing = BleuSmoothing.None)
    {
        var (sum, halves) = (0.0, 1.0);
        for (var n = 0; n < MaxOrder; n++)
        {
            var added = smoothing == BleuSmoothing.AddOne && n > 0 ? 1 : 0;
            var (matched, total) = ((double)matches[n] + added, (double)totals[n] + added);
            if (total == 0) return 0;
            if (matched == 0 && smoothing == BleuSmoothing.Exponential) matched = halves /= 2;
            sum += Math.Log(matched / total);
        }
        return BrevityPenalty * Math.Exp(sum / MaxOrder);
    }

    /// <summary>Adds a translation and what it should be, as tokens.</summary>
    public void Add(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        single.Clear();
        single.Add(reference);
        Add(hypothesis, single, first);
    }

    /// <summary>Adds a translation that may be like any of several references.</summary>
    /// <param name="hypothesis">The translation.</param>
    /// <param name="references">Where the references are.</param>
    /// <param name="items">Which of them.</param>
    public void Add(ReadOnlySpan<int> hypothesis, Sequences<int> references, ReadOnlySpan<int> items)
    {
        if (items.IsEmpty) throw new ArgumentException("A translation needs a reference at least.", nameof(items));
        for (var n = 1; n <= MaxOrder; n++)
        {
            for (var at = 0; at + n <= hypothesis.Length; at++)
            {
                // Each n-gram is counted where it stands first.
                var gram = hypothesis.Slice(at, n);
                totals[n - 1]++;
                if (Count(gram, hypothesis[..(at + n - 1)]) > 0) continue;

                var most = 0;
                foreach (var item in items) most = Math.Max(most, Count(gram, references[item]));
                if (most > 0) matches[n - 1] += Math.Min(most, Count(gram, hypothesis));
            }
        }
        HypothesisLength += hypothesis.Length;
        ReferenceLength += Closest(hypothesis.Length, references, items);
    }

    static int Count(ReadOnlySpan<int> gram, ReadOnlySpan<int> sentence)
    {
        var count = 0;
        for (var at = 0; at + gram.Length <= sentence.Length; at++)
        {
            if (sentence[at] == gram[0] && sentence.Slice(at, gram.Length).SequenceEqual(gram)) count++;
        }
        return count;
    }

    /// <summary>The length of the reference that is closest in length; of equally close ones the shorter.</summary>
    static int Closest(int length, Sequences<int> references, ReadOnlySpan<int> items)
    {
        var closest = references.Length(items[0]);
        foreach (var item in items)
        {
            var other = references.Length(item);
            var (nearer, distance) = (Math.Abs(other - length), Math.Abs(closest - length));
            if (nearer < distance || (nearer == distance && other < closest)) closest = other;
        }
        return closest;
    }
}
