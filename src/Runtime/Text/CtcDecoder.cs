using System;
using System.Collections.Generic;

namespace Sinter;

/// <summary>
/// Reads labels out of a network that was trained with <c>CtcLoss</c>. A decoder keeps its memory from one sequence to the next, so that after the first ones it allocates nothing; it is used by one thread at a time.
/// </summary>
public sealed class CtcDecoder
{
    readonly int blank;
    readonly int width;
    readonly Dictionary<long, int> children = [];
    readonly List<Prefix> prefixes = [];
    readonly List<int> candidates = [];
    readonly List<int> beam = [];

    /// <summary>A decoder by prefix beam search.</summary>
    /// <param name="width">How many prefixes are followed at once.</param>
    /// <param name="blank">The class that stands for no label.</param>
    public CtcDecoder(int width = 16, int blank = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(blank);
        (this.width, this.blank) = (width, blank);
    }

    /// <summary>ln of the probability of the labels that <see cref="Decode"/> found last: of all their alignments that the beam held.</summary>
    public double LogProbability { get; private set; }

    /// <summary>The labels of the best alignment: the best class of each frame, repetitions and then blanks taken out. Allocates nothing.</summary>
    /// <param name="scores">[frames, classes]: probabilities, their logarithms, or logits.</param>
    /// <param name="classes">The number of classes, blank included.</param>
    /// <param name="labels">Where they are written; as many as there are frames is always enough.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <returns>The number of labels.</returns>
    public static int Greedy(ReadOnlySpan<float> scores, int classes, Span<int> labels, int blank = 0)
    {
        var frames = Frames(scores, classes, blank);
        var (count, last) = (0, blank);
        for (var t = 0; t < frames; t++)
        {
            var best = Metrics.ArgMax(scores.Slice(t * classes, classes));
            if (best != last && best != blank) Write(labels, count++, best);
            last = best;
        }
        return count;
    }

    /// <summary>
    /// The most probable labels, the alignments of each added up, by prefix beam search (Graves, "Supervised sequence labelling with recurrent neural networks", 2008, section 7.5; Hannun et al. 2014).
    /// </summary>
    /// <param name="logProbabilities">[frames, classes]: from LogSoftmax.</param>
    /// <param name="classes">The number of classes, blank included.</param>
    /// <param name="labels">Where they are written; as many as there are frames is always enough.</param>
    /// <returns>The number of labels.</returns>
    public int Decode(ReadOnlySpan<float> logProbabilities, int classes, Span<int> labels)
    {
        var frames = Frames(logProbabilities, classes, blank);
        Begin();
        for (var t = 0; t < frames; t++)
        {
            Extend(logProbabilities.Slice(t * classes, classes));
            Prune();
        }
        LogProbability = prefixes[beam[0]].Total;
        return Read(beam[0], labels);
    }

    void Begin()
    {
        children.Clear();
        prefixes.Clear();
        beam.Clear();
        prefixes.Add(new(Parent: -1, blank) { Ended = 0 });
        beam.Add(0);
    }

    /// <summary>Every prefix of the beam stays, by a blank or by its last label, or becomes longer by a label.</summary>
    void Extend(ReadOnlySpan<float> frame)
    {
        candidates.Clear();
        foreach (var number in beam)
        {
            var prefix = prefixes[number];
            Add(number, ended: prefix.Total + frame[blank], open: prefix.Label == blank ? double.NegativeInfinity : prefix.Open + frame[prefix.Label]);
            for (var label = 0; label < frame.Length; label++)
            {
                // The same label once more is a new one only behind a blank.
                if (label != blank) Add(Child(number, label), double.NegativeInfinity, (label == prefix.Label ? prefix.Ended : prefix.Total) + frame[label]);
            }
        }
    }

    void Add(int number, double ended, double open)
    {
        var prefix = prefixes[number];
        if (!prefix.IsCandidate) candidates.Add(number);
        prefixes[number] = prefix with { IsCandidate = true, NextEnded = LogSum(prefix.NextEnded, ended), NextOpen = LogSum(prefix.NextOpen, open) };
    }

    /// <summary>The most probable candidates become the beam, best first; of equal ones the earlier found.</summary>
    void Prune()
    {
        foreach (var number in beam) prefixes[number] = prefixes[number] with { Ended = double.NegativeInfinity, Open = double.NegativeInfinity };
        beam.Clear();
        foreach (var number in candidates)
        {
            var prefix = prefixes[number];
            prefixes[number] = prefix = new(prefix.Parent, prefix.Label) { Ended = prefix.NextEnded, Open = prefix.NextOpen };
            var at = beam.Count;
            while (at > 0 && prefixes[beam[at - 1]].Total < prefix.Total) at--;
            if (at == width) continue;
            if (beam.Count == width) beam.RemoveAt(width - 1);
            beam.Insert(at, number);
        }
    }

    int Child(int parent, int label)
    {
        var key = (long)parent << 32 | (uint)label;
        if (children.TryGetValue(key, out var child)) return child;
        children.Add(key, prefixes.Count);
        prefixes.Add(new(parent, label));
        return prefixes.Count - 1;
    }

    int Read(int number, Span<int> labels)
    {
        var count = 0;
        for (var at = number; prefixes[at].Parent >= 0; at = prefixes[at].Parent) Write(labels, count++, prefixes[at].Label);
        labels[..count].Reverse();
        return count;
    }

    static void Write(Span<int> labels, int position, int label)
    {
        if (position == labels.Length) throw new ArgumentException($"There are more labels than the {labels.Length} that fit; as many as there are frames is always enough.", nameof(labels));
        labels[position] = label;
    }

    static int Frames(ReadOnlySpan<float> scores, int classes, int blank)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        if ((uint)blank >= (uint)classes) throw new ArgumentOutOfRangeException(nameof(blank), blank, $"Blank is a class from 0 to {classes - 1}.");
        if (scores.Length % classes != 0) throw new ArgumentException($"{scores.Length} scores are no whole number of frames of {classes} classes.", nameof(scores));
        return scores.Length / classes;
    }

    static double LogSum(double a, double b)
    {
        var max = Math.Max(a, b);
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max));
    }

    /// <summary>Labels found so far: a node in the tree of all of them.</summary>
    /// <param name="Parent">The labels without the last; −1: there are none.</param>
    /// <param name="Label">The last label; blank for none.</param>
    readonly record struct Prefix(int Parent, int Label)
    {
        /// <summary>ln of the probability of the alignments that end with a blank.</summary>
        public double Ended { get; init; } = double.NegativeInfinity;

        /// <summary>ln of the probability of those that end with the last label.</summary>
        public double Open { get; init; } = double.NegativeInfinity;

        /// <summary>Both.</summary>
        public double Total => LogSum(Ended, Open);

        /// <summary>Whether it is found in the frame that is looked at, and with which probabilities.</summary>
        public bool IsCandidate { get; init; }

        public double NextEnded { get; init; } = double.NegativeInfinity;

        public double NextOpen { get; init; } = double.NegativeInfinity;
    }
}
