using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>What a caller keeps from call to call: states are replaced after they were read, sessions are apart, copies go on from where they were made.</summary>
public sealed class SessionTests
{
    [Fact]
    public void The_old_content_is_read_before_it_is_replaced()
    {
        var session = new Accumulator().CreateSession();
        float[] expected = [2, 2, 2, 2, 2];
        for (var call = 0; call < 3; call++)
        {
            float[] x = [1, 2, 3, 4, 5 + call];
            var (total, turned, difference) = (new float[5], new float[5], new float[5]);
            session.Add(x, total, turned, difference);
            Assert.Equal(expected.Reverse(), turned);
            expected = [.. expected.Zip(x, (a, b) => a + b)];
            Assert.Equal(expected, total);
            Assert.Equal(x, difference);
        }
    }

    [Fact]
    public void A_loss_has_no_session()
    {
        var model = new Accumulator();
        Assert.Equal(2 * 5 + 15, model.Loss([1, 2, 3, 4, 5]));
        Assert.Equal(2 * 5 + 15, model.Loss([1, 2, 3, 4, 5]));
        Assert.Empty(model.Parameters.Entries);
    }

    [Fact]
    public void Reset_copy_and_fork()
    {
        var model = new LstmStep(seed: 3);
        var session = model.CreateSession(2);
        var first = Run(session, 4, seed: 1);
        var fork = session.Fork();
        var late = model.CreateSession(2);
        late.CopyFrom(session);
        var second = Run(session, 4, seed: 2);
        Assert.Equal(second, Run(fork, 4, seed: 2));
        Assert.Equal(second, Run(late, 4, seed: 2));
        session.Reset();
        Assert.Equal(first, Run(session, 4, seed: 1));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_session_of_another_batch_or_model_is_refused()
    {
        var model = new LstmStep();
        Assert.Contains("batch of 2", Assert.Throws<ArgumentException>(() => model.CreateSession(3).CopyFrom(model.CreateSession(2))).Message);
        Assert.Throws<ArgumentException>(() => model.CreateSession(1).CopyFrom(new Translator().CreateSession(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateSession(0));
    }

    [Fact]
    public void Sequences_of_a_batch_are_apart_and_can_be_selected()
    {
        var model = new LstmStep(seed: 3);
        var together = model.CreateSession(3);
        var apart = Enumerable.Range(0, 3).Select(_ => model.CreateSession(1)).ToArray();
        Step(together, apart, step: 0);
        Step(together, apart, step: 1);
        together.Select([2, 0, 2]);
        apart = [(LstmStep.Session)apart[2].Fork(), apart[0], apart[2]];
        Step(together, apart, step: 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => together.Select([0, 3, 1]));
        Assert.Throws<ArgumentException>(() => together.Select([0, 1]));

        static void Step(LstmStep.Session together, LstmStep.Session[] apart, int step)
        {
            var x = Numbers(21, step);
            var expected = apart.SelectMany((session, i) =>
            {
                var y = new float[5];
                session.Step(x.AsSpan(7 * i, 7), y);
                return y;
            }).ToArray();
            var actual = new float[15];
            together.Step(x, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Many_sessions_at_once()
    {
        var model = new LearnedGpt(seed: 5);
        var expected = Enumerable.Range(0, 8).Select(i => Decoded(model.CreateSession(), i)).ToArray();
        var mismatches = 0;
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            for (var round = 0; round < 5; round++)
                if (!Decoded(model.CreateSession(), i).AsSpan().SequenceEqual(expected[i])) Interlocked.Increment(ref mismatches);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, mismatches);

        static float[] Decoded(LearnedGpt.Session session, int seed) =>
            [.. Enumerable.Range(0, 12).SelectMany(i =>
            {
                var logits = new float[29];
                session.Decode([(7 * i + seed) % 29], logits);
                return logits;
            })];
    }

    [Fact]
    public void A_cache_without_room_is_an_error_that_changes_nothing()
    {
        var model = new LearnedGpt(seed: 5);
        var (session, other) = (model.CreateSession(), model.CreateSession());
        var prompt = Enumerable.Range(0, 38).Select(i => i % 29).ToArray();
        session.Decode(prompt, new float[38 * 29]);
        other.Decode(prompt, new float[38 * 29]);
        var message = Assert.Throws<InvalidOperationException>(() => session.Decode([1, 2, 3], new float[3 * 29])).Message;
        Assert.Contains("room for 40 rows: 38 are there, and 3 more do not fit", message);
        Assert.Equal((38, 2), (session.Position, session.Room));
        var (a, b) = (new float[2 * 29], new float[2 * 29]);
        session.Decode([4, 5], a);
        other.Decode([4, 5], b);
        Assert.Equal(b, a);
        Assert.Equal(0, session.Room);
    }

    [Fact]
    public void An_encoder_leaves_its_memory_to_the_decoder()
    {
        var model = new Translator(seed: 2);
        var session = model.CreateSession(2);
        session.Encode([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], new float[2 * 5 * 16]);
        var (prompt, next) = (new float[26], new float[26]);
        session.Decode([1, 2, 3, 4], prompt);
        session.Decode([5, 6], next);

        var whole = model.CreateSession(2);
        whole.Encode([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], new float[2 * 5 * 16]);
        var all = new float[26];
        whole.Decode([1, 2, 5, 3, 4, 6], all);
        Assert.Equal(all, next);
        Assert.Equal(3, session.Position);

        var wrong = model.CreateSession(2);
        wrong.Encode([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], new float[2 * 5 * 16]);
        wrong.Decode([1, 2, 3, 4], all);
        Assert.NotEqual(prompt, all);
    }

    [Fact]
    public void A_model_with_sessions_learns_with_the_same_method()
    {
        var model = new LearnedGpt(seed: 5);
        int[] tokens = [.. Enumerable.Range(0, 33).Select(i => 3 * i % 29)];
        var before = model.Loss(tokens.AsSpan(0, 32), tokens.AsSpan(1));
        var trainer = model.CreateTrainer(new AdamW(3e-3f));
        for (var i = 0; i < 40; i++) trainer.Step(tokens.AsSpan(0, 32), tokens.AsSpan(1));
        var after = model.Loss(tokens.AsSpan(0, 32), tokens.AsSpan(1));
        Assert.True(after < 0.5f * before, $"{before} → {after}");

        // What was learned without a cache is what the cache gives.
        var logits = new float[29];
        var session = model.CreateSession();
        for (var i = 0; i < 31; i++)
        {
            session.Next([tokens[i]], logits);
            if (i > 2) Assert.Equal(tokens[i + 1], logits.AsSpan().IndexOf(logits.Max()));
        }
    }

    static float[] Run(LstmStep.Session session, int steps, int seed) =>
        [.. Enumerable.Range(0, steps).SelectMany(step =>
        {
            var y = new float[session.Batch * 5];
            session.Step(Numbers(session.Batch * 7, 100 * seed + step), y);
            return y;
        })];

    static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
