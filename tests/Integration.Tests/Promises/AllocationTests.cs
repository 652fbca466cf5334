using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>No garbage: after the first call of a size nothing is allocated, on the calling thread or on any other.</summary>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    readonly Samples samples = new(32, seed: 1);
    readonly SmallNet model = new(seed: 1);

    [Fact]
    public void Forward_allocates_nothing()
    {
        var logits = new float[32 * Samples.Classes];
        Assert.Equal(0, BytesPerCall(() => model.Forward(samples.Images, logits)));
    }

    [Fact]
    public void Forward_allocates_nothing_when_smaller_calls_follow_a_larger_one()
    {
        var logits = new float[32 * Samples.Classes];
        var count = 32;
        Assert.Equal(0, BytesPerCall(() =>
        {
            count = count == 32 ? 7 : 32;
            model.Forward(samples.Images.AsSpan(0, count * Samples.ImageLength), logits.AsSpan(0, count * Samples.Classes));
        }));
    }

    [Fact]
    public void Step_allocates_nothing()
    {
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f));
        Assert.Equal(0, BytesPerCall(() => trainer.Step(samples.Images, samples.Labels)));
    }

    [Fact]
    public void Recurrences_allocate_nothing()
    {
        var (texts, text) = (new Texts(32, seed: 1), new SmallText(seed: 1));
        var scores = new float[texts.Tokens.Length * Texts.Vocabulary];
        Assert.Equal(0, BytesPerCall(() => text.Read(texts.Tokens, scores, t: Texts.Length)));
        var trainer = text.CreateTrainer(new AdamW(learningRate: 1e-3f));
        Assert.Equal(0, BytesPerCall(() => trainer.Step(texts.Tokens, texts.Next, t: Texts.Length)));
    }

    [Fact]
    public void Loss_allocates_nothing() => Assert.Equal(0, BytesPerCall(() => model.Loss(samples.Images, samples.Labels)));

    /// <summary>The bytes of a call, of the calling thread and of the whole process; the smallest of several measurements, as the test host allocates now and then.</summary>
    internal static long BytesPerCall(Action call)
    {
        for (var i = 0; i < 50; i++) call();
        return Enumerable.Range(0, 20).Min(_ =>
        {
            var (thread, process) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 0; i < 5; i++) call();
            return GC.GetAllocatedBytesForCurrentThread() - thread + GC.GetTotalAllocatedBytes(precise: true) - process;
        });
    }
}
