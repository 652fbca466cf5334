using System;

namespace Sinter.Runtime;

/// <summary>The model's memory of each beam.</summary>
internal abstract class BeamStates
{
    /// <summary>Reads the prompt; the scores behind it.</summary>
    public abstract void Read(ReadOnlySpan<int> prompt, Span<float> scores);

    /// <summary>Beam i goes on from beam parents[i] with tokens[i].</summary>
    /// <param name="parents">As many as there are beams at work, at most all.</param>
    /// <param name="tokens">One per parent.</param>
    /// <param name="scores">Receives [beams, vocabulary]; what stands behind those at work means nothing.</param>
    public abstract void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> scores);
}

/// <summary>All beams in one session, as its batch: the weights are read once per step.</summary>
internal sealed class BatchedBeams(TokenSession session) : BeamStates
{
    readonly int[] parents = new int[session.Batch], tokens = new int[session.Batch];

    public override void Read(ReadOnlySpan<int> prompt, Span<float> scores) => Generate.Read(session, prompt, scores);

    public override void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> scores)
    {
        // Those that are not at work repeat the first.
        this.parents.AsSpan().Fill(parents[0]);
        this.tokens.AsSpan().Fill(tokens[0]);
        parents.CopyTo(this.parents);
        tokens.CopyTo(this.tokens);
        session.Select(this.parents);
        session.Next(this.tokens, scores);
    }
}

/// <summary>A session per beam. A beam that has one successor hands its session on; only what has several is copied.</summary>
internal sealed class ForkedBeams : BeamStates
{
    readonly TokenSession[] sessions, assigned;
    readonly bool[] handedOn;
    readonly int[] token = new int[1];
    bool forked;

    public ForkedBeams(TokenSession session, int beams)
    {
        (sessions, assigned, handedOn) = (new TokenSession[beams], new TokenSession[beams], new bool[beams]);
        sessions[0] = session;
    }

    public override void Read(ReadOnlySpan<int> prompt, Span<float> scores) => Generate.Read(sessions[0], prompt, scores[..sessions[0].Vocabulary]);

    public override void Step(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> scores)
    {
        if (!forked)
        {
            for (var i = 1; i < sessions.Length; i++) sessions[i] = sessions[0].Fork();
            forked = true;
        }
        Array.Clear(handedOn);
        Array.Clear(assigned);
        for (var i = 0; i < parents.Length; i++)
        {
            if (handedOn[parents[i]]) continue;
            handedOn[parents[i]] = true;
            assigned[i] = sessions[parents[i]];
        }
        var free = 0;
        for (var i = 0; i < assigned.Length; i++)
        {
            if (assigned[i] is not null) continue;
            while (handedOn[free]) free++;
            assigned[i] = sessions[free++];
            if (i < parents.Length) assigned[i].CopyFrom(sessions[parents[i]]);
        }
        assigned.CopyTo(sessions, 0);
        for (var i = 0; i < parents.Length; i++)
        {
            token[0] = tokens[i];
            sessions[i].Next(token, scores.Slice(i * sessions[i].Vocabulary, sessions[i].Vocabulary));
        }
    }
}
