using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.Integration.Tests.Sessions;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>What attention promises: memory linear in the length, source that does not grow with the length, no garbage, and the same weights on any number of threads.</summary>
[Collection(Alone.Name)]
public sealed partial class AttentionTests : IDisposable
{
    readonly int threads = Compute.Threads;

    /// <summary>Twice the length takes twice the memory, of a kind that has no square in it.</summary>
    [Theory, InlineData("Score"), InlineData("LossTrainer")]
    public void Memory_is_linear_in_the_length(string entry)
    {
        var memory = new[] { 256, 512, 1024, 2048 }.ToDictionary(length => length, length => long.Parse(WorkingMemory(entry, $"{length}"), CultureInfo.InvariantCulture));
        Assert.InRange(memory[256], 2 * 256 * 64, 2 * 256 * 64 * 64);
        var perPosition = (memory[2048] - memory[1024]) / 1024.0;
        foreach (var length in new[] { 256, 512 }) Assert.InRange((memory[2 * length] - memory[length]) / length / perPosition, 0.97, 1.03);
        Assert.DoesNotContain("T*T", WorkingMemory(entry, "\"T\""));
    }

    [Fact]
    public void Source_does_not_grow_with_the_length()
    {
        Assert.Equal(Lines(Text(layers: 2, "64")), Lines(Text(layers: 2, "1024")));
        Assert.InRange(Text(layers: 2, "1024").Length - Text(layers: 2, "64").Length, 0, 3000);
    }

    [Fact]
    public void Layers_with_caches_allocate_nothing()
    {
        var model = new LearnedCached(seed: 1);
        var (tokens, next, scores) = (Scenarios.Tokens(3 * 8, 29), Scenarios.Tokens(3 * 8 + 1, 29)[1..], new float[3 * 8 * 29]);
        var session = model.CreateSession(3);
        Assert.Equal(0, AllocationTests.BytesPerCall(() =>
        {
            session.Reset();
            session.Score(tokens, scores);
            session.Score(tokens.AsSpan(0, 3), scores.AsSpan(0, 3 * 29));
        }));
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        Assert.Equal(0, AllocationTests.BytesPerCall(() => trainer.Step(tokens, next, 8)));

        var generated = Generate.Tokens(new WindowCached(seed: 1).CreateSession(), [1, 2, 3], new Sampling { TopK = 5, Seed = 1, MaxTokens = 10_000 });
        Assert.Equal(0, AllocationTests.BytesPerCall(() => generated.MoveNext()));
    }

    [Fact]
    public void Threads_do_not_change_the_weights()
    {
        Assert.Equal(Trained(threads: 1), Trained(threads: 2));

        float[] Trained(int threads)
        {
            Compute.Threads = threads;
            var model = new TranslatorCached(seed: 1);
            var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
            for (var step = 0; step < 10; step++) trainer.Step(Scenarios.Tokens(16 * 11 + step, 17).AsSpan(step), Scenarios.Tokens(16 * 9 + step, 13).AsSpan(step), Scenarios.Tokens(16 * 9 + step + 1, 13).AsSpan(step + 1), 9);
            return model.Parameters.Entries.SelectMany(entry => model.Parameters[entry.Name].ToArray()).ToArray();
        }
    }

    public void Dispose() => Compute.Threads = threads;

    static int Lines(string text) => text.Count(c => c == '\n');

    // Elements: of a known length a number.
    static string WorkingMemory(string entry, string length) =>
        Memory().Match(Files(layers: 2, length).Single(file => file.Key.EndsWith($"Gpt.{entry}.g.cs", StringComparison.Ordinal)).Value).Groups[1].Value;

    static string Text(int layers, string length) => string.Concat(Files(layers, length).Values);

    static System.Collections.Generic.IReadOnlyDictionary<string, string> Files(int layers, string length) => TestCompilation.Generate($$"""
        using System.Linq;
        using Sinter;
        using static Sinter.Ops;

        [Network]
        public partial class Gpt
        {
            readonly Embedding tokens = new(50, 64);
            readonly Layer[] blocks = [{{string.Join(", ", Enumerable.Repeat("Block()", layers))}}];
            readonly Layer norm = new LayerNorm(), head = new Linear(50);

            [Forward]
            public Tensor Score([Shape(2, {{length}})] IntTensor token)
            {
                var x = tokens.Forward(token);
                foreach (var block in blocks) x = block(x);
                return head(norm(x));
            }

            [Loss]
            public Tensor Loss([Shape(2, {{length}})] IntTensor token, [Shape(2, {{length}})] IntTensor next) => CrossEntropy(Transpose(Score(token), [0, 2, 1]), next);

            static Layer Block() => new TransformerEncoderLayer(4, 128) { Causal = true, Rotary = true, NormFirst = true };
        }
        """).Files;

    [GeneratedRegex("// Working memory: (.*?) elements")]
    private static partial Regex Memory();
}
