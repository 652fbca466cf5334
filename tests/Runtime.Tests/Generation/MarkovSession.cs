using System;

namespace Sinter.Runtime.Tests.Generation;

/// <summary>A model of few tokens whose scores are random numbers of the last two: a session of any batch that keeps the last token of each sequence.</summary>
internal sealed unsafe class MarkovSession : TokenSession
{
    readonly SessionMemory memory;
    readonly int vocabulary, seed;

    public MarkovSession(int vocabulary, int seed, int batch = 1)
        : this(vocabulary, seed, new SessionMemory([new SessionTensor("last", 0, batch, 1, 1, -1, -1)], [], batch, batch))
    {
    }

    MarkovSession(int vocabulary, int seed, SessionMemory memory) : base(memory, -1) => (this.vocabulary, this.seed, this.memory) = (vocabulary, seed, memory);

    /// <summary>The calls so far.</summary>
    public int Calls { get; private set; }

    public override int Vocabulary => vocabulary;

    public override void Next(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        Calls++;
        var count = tokens.Length / Batch;
        var last = new Span<float>((void*)memory.Address, Batch);
        for (var sequence = 0; sequence < Batch; sequence++)
        {
            foreach (var token in tokens.Slice(sequence * count, count))
            {
                Scores((int)last[sequence], token, logits.Slice(sequence * vocabulary, vocabulary));
                last[sequence] = token;
            }
        }
    }

    public override TokenSession Fork()
    {
        var fork = new MarkovSession(vocabulary, seed, Batch);
        fork.CopyFrom(this);
        return fork;
    }

    /// <summary>The log-probability of each token behind two others (−1: none).</summary>
    public double[] LogProbabilities(int before, int last)
    {
        var scores = new float[vocabulary];
        Scores(before, last, scores);
        var sum = 0.0;
        foreach (var score in scores) sum += Math.Exp(score);
        return Array.ConvertAll(scores, score => score - Math.Log(sum));
    }

    void Scores(int before, int last, Span<float> scores)
    {
        var random = new Random(HashCode(before, last));
        for (var token = 0; token < vocabulary; token++) scores[token] = 4 * random.NextSingle() - 2;
    }

    int HashCode(int before, int last) => seed * 10_007 + (before + 1) * 101 + last;
}
