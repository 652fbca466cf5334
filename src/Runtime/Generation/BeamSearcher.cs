using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>One beam search: which continuations are at work, and which are finished.</summary>
internal sealed class BeamSearcher
{
    readonly BeamStates states;
    readonly BeamSearch search;
    readonly int vocabulary;
    readonly bool[] stops;
    readonly float[] scores, weights;
    readonly ulong[] ranks;
    readonly List<Beam> live = [];
    readonly List<Hypothesis> finished = [];

    public BeamSearcher(BeamStates states, BeamSearch search, int vocabulary)
    {
        (this.states, this.search, this.vocabulary) = (states, search, vocabulary);
        stops = StopTokenSet.Of(search.StopTokens, vocabulary);
        (scores, weights, ranks) = (new float[search.Beams * vocabulary], new float[vocabulary], new ulong[vocabulary]);
    }

    public IReadOnlyList<Hypothesis> Run(ReadOnlySpan<int> prompt)
    {
        states.Read(prompt, scores);
        live.Add(new Beam(null, 0, 0, 0, 0));
        for (var length = 1; ; length++)
        {
            Extend(length);
            if (live.Count == 0 || IsDecided(length)) break;
            if (length == search.MaxTokens)
            {
                foreach (var beam in live) Finish(beam.Tokens(), beam.LogProbability, length, stopped: false);
                break;
            }
            states.Step(live.Select(b => b.Slot).ToArray(), live.Select(b => b.Token).ToArray(), scores);
        }
        return [.. finished.Take(search.Results)];
    }

    // The best continuations of all beams by one token. Twice as many as beams: that many stay even when each beam has a best one that stops. (With several stop
    // tokens, as many more.)
    void Extend(int length)
    {
        var wanted = search.Beams * (1 + Math.Max(1, search.StopTokens.Count));
        var candidates = new List<Beam>(live.Count * wanted);
        for (var slot = 0; slot < live.Count; slot++) Continue(live[slot], slot, Math.Min(wanted, vocabulary), candidates);
        live.Clear();
        var rank = 0;
        foreach (var candidate in candidates.OrderByDescending(c => c.LogProbability).ThenBy(c => c.Slot).ThenBy(c => c.Token))
        {
            // What ends counts only where it would have been kept.
            if (stops[candidate.Token])
            {
                if (rank < search.Beams) Finish(candidate.Parent!.Tokens(), candidate.LogProbability, length, stopped: true);
            }
            else live.Add(candidate);
            rank++;
            if (live.Count == search.Beams) break;
        }
    }

    void Continue(Beam beam, int slot, int count, List<Beam> candidates)
    {
        var own = scores.AsSpan(slot * vocabulary, vocabulary);
        var peak = Scores.Peak(own);
        Scores.Exponentials(own, peak, 1, weights);
        var logSum = peak + Math.Log(Scores.Sum(weights));
        for (var token = 0; token < vocabulary; token++) ranks[token] = TokenRanking.Rank(own[token], token);
        TokenRanking.SelectLargest(ranks, count);
        foreach (var rank in ranks.AsSpan(0, count))
        {
            var token = TokenRanking.Token(rank);
            if (own[token] > float.NegativeInfinity) candidates.Add(new Beam(beam, slot, token, beam.LogProbability + own[token] - logSum, beam.Length + 1));
        }
    }

    // The best results are kept, the best first; of equal ones, the one that was found first.
    void Finish(int[] tokens, double logProbability, int length, bool stopped)
    {
        var score = Score(logProbability, length);
        var place = finished.FindIndex(other => score > other.Score);
        finished.Insert(place < 0 ? finished.Count : place, new Hypothesis(tokens, logProbability, score, stopped));
        if (finished.Count > search.Results) finished.RemoveAt(search.Results);
    }

    // Log-probabilities only fall; what is unfinished scores best when nothing more falls off and it grows as long as it may.
    bool IsDecided(int length) =>
        finished.Count == search.Results && finished[^1].Score >= live.Max(beam => Math.Max(Score(beam.LogProbability, length), Score(beam.LogProbability, search.MaxTokens)));

    double Score(double logProbability, int length) => logProbability / Math.Pow(length, search.LengthPenalty);

    /// <summary>A continuation: another one, which stands at a slot among the beams, and a token.</summary>
    sealed record Beam(Beam? Parent, int Slot, int Token, double LogProbability, int Length)
    {
        public int[] Tokens()
        {
            var tokens = new int[Length];
            for (var beam = this; beam.Parent is not null; beam = beam.Parent) tokens[beam.Length - 1] = beam.Token;
            return tokens;
        }
    }
}
