using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Samples;
using Sinter;
using static Sinter.Ops;

// Tells praise from blame in sentences of film reviews. Of every twenty of the 10,662 sentences seventeen are trained with, one says when to stop, and two are for the test.

const int BatchSize = 64;

var command = new SampleCommand("Tells praise from blame in film reviews.", output: "sentiment.safetensors")
{
    Data = new("sentence-polarity", "rt-polarity.pos", "https://www.cs.cornell.edu/people/pabo/movie-review-data (sentence polarity dataset 1.0; as UTF-8 with LF in nltk_data)"),
    Epochs = 10,
};
var network = command.Choice("--network", "What reads the sentences", "bert", "gru");
return command.Run(args, run =>
{
    var reviews = run.Smoke ? Made(count: 1000) : [.. Read(run.File("rt-polarity.neg"), label: 0), .. Read(run.File("rt-polarity.pos"), label: 1)];
    Review[] test = [.. reviews.Where(review => review.Line % 10 == 0)], validation = [.. reviews.Where(review => review.Line % 20 == 11)], training = [.. reviews.Except(test).Except(validation)];

    var tokenizer = WordTokenizer.Train(training.Select(review => review.Text), Reading.Vocabulary, minCount: 2, new() { Unknown = "<unk>" });
    tokenizer.Save(Path.ChangeExtension(run.Output, ".json"));
    SequenceDataset<int> Encoded(Review[] some) => new(tokenizer.EncodeAll(some.Select(review => review.Text), maxTokens: Reading.Longest), [.. some.Select(review => review.Label)]);

    if (run.Value(network) == "bert")
    {
        var model = new Bert(run.Seed);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 2e-3f) { WeightDecay = 0.05f });
        Train(run, trainer, trainer.Step, model.Classify, Encoded(training), Encoded(validation));
        model.Save(run.Output);
        Test(Bert.Load(run.Output).Classify, Encoded(test));
    }
    else
    {
        var model = new BidirectionalGru(run.Seed);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.05f });
        Train(run, trainer, trainer.Step, model.Classify, Encoded(training), Encoded(validation));
        model.Save(run.Output);
        Test(BidirectionalGru.Load(run.Output).Classify, Encoded(test));
    }
});

static void Train(SampleRun run, Trainer trainer, Step step, Classify classify, SequenceDataset<int> training, SequenceDataset<int> validation)
{
    var steps = training.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: trainer.Optimizer.LearningRate, total: (long)run.Epochs * steps);
    trainer.Average = new ExponentialMovingAverage(0.99f);                       // of the last hundred steps or so: steadier than the weights themselves
    var stopping = trainer.EarlyStopping = new EarlyStopping(patience: 3) { Goal = Goal.Maximize };
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in training.Batches(BatchSize, shuffle: true, run.Seed, dropLast: true)) progress.Step(step(batch.Inputs.Values, batch.Inputs.Lengths, batch.Labels));
        using var averaged = trainer.UseAverage();
        var accuracy = Accuracy(classify, validation);
        progress.Stop = stopping.Report(accuracy);
        return [("validation accuracy", accuracy)];
    });
    stopping.RestoreBest();
}

static void Test(Classify classify, SequenceDataset<int> test) => Console.WriteLine(new Figure("test accuracy", Accuracy(classify, test)));

static double Accuracy(Classify classify, SequenceDataset<int> reviews)
{
    var (scores, correct) = (new float[256 * 2], 0);
    foreach (var batch in reviews.Batches(256, byLength: true))
    {
        classify(batch.Inputs.Values, batch.Inputs.Lengths, scores.AsSpan(0, batch.Count * 2));
        correct += Metrics.Correct(scores.AsSpan(0, batch.Count * 2), batch.Labels);
    }
    return (double)correct / reviews.Count;
}

static IEnumerable<Review> Read(string path, int label) => File.ReadLines(path).Select((text, i) => new Review(text, label, Line: i + 1));

// Sentences of ten words with three of twenty that say how it was.
static Review[] Made(int count)
{
    var random = new Random(count);
    return [.. Enumerable.Range(1, count).Select(line => Sentence(line, label: random.Next(2)))];

    Review Sentence(int line, int label)
    {
        string[] words = [.. Enumerable.Range(0, 10).Select(i => i < 3 ? $"{(label == 1 ? "good" : "bad")}{random.Next(20)}" : $"word{random.Next(100)}")];
        random.Shuffle(words);
        return new(string.Join(' ', words), label, line);
    }
}

internal sealed record Review(string Text, int Label, int Line);

internal delegate float Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, ReadOnlySpan<int> labels);

internal delegate void Classify(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, Span<float> scores);

/// <summary>An encoder of one layer, as BERT has twelve of: every word looks at every other; what they have become is averaged.</summary>
[Network]
public partial class Bert
{
    readonly Embedding words = new(Reading.Vocabulary, Reading.Width) { Init = Init.Normal(0.1f) };
    readonly Layer positions = new PositionEmbedding(Reading.Longest) { Init = Init.Normal(0.02f) };
    readonly TransformerEncoderLayer encoder = new(heads: 4, feedForward: 2 * Reading.Width) { NormFirst = true, Activation = Activation.Gelu, Dropout = 0.3f };
    readonly Layer norm = new LayerNorm();
    readonly Layer head = new Linear(2);

    [Forward]
    public Tensor Classify([Shape("N", "T")] IntTensor tokens, [Shape("N")] IntTensor lengths)
    {
        var isWord = Reading.IsWord(tokens, lengths);
        var x = norm(encoder.Forward(Dropout(positions(words.Forward(Reading.Unlearn(tokens))), 0.5f), padding: !isWord));
        return head(Dropout(Sum(Where(Unsqueeze(isWord, 2), x, 0f), axes: [1]) / Unsqueeze(ToFloat(lengths), 1), 0.5f));
    }

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor tokens, [Shape("N")] IntTensor lengths, [Shape("N")] IntTensor label) => CrossEntropy(Classify(tokens, lengths), label);
}

/// <summary>Reads forwards and backwards, one word after the other; of each number it remembers, the largest that it has been counts.</summary>
[Network]
public partial class BidirectionalGru
{
    readonly Embedding words = new(Reading.Vocabulary, Reading.Width) { Init = Init.Normal(0.1f) };
    readonly Gru memory = new(Reading.Width) { Bidirectional = true };
    readonly Layer head = new Linear(2);

    [Forward]
    public Tensor Classify([Shape("N", "T")] IntTensor tokens, [Shape("N")] IntTensor lengths)
    {
        var (states, _) = memory.Forward(Dropout(words.Forward(Reading.Unlearn(tokens)), 0.5f), lengths: lengths);
        return head(Dropout(Max(Where(Unsqueeze(Reading.IsWord(tokens, lengths), 2), states, float.NegativeInfinity), axes: [1]), 0.5f));
    }

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor tokens, [Shape("N")] IntTensor lengths, [Shape("N")] IntTensor label) => CrossEntropy(Classify(tokens, lengths), label);
}

/// <summary>What both networks share.</summary>
internal static class Reading
{
    public const int Vocabulary = 10_000, Longest = 64, Width = 64;

    /// <summary>Where the sentences are, and not only what fills them up to the longest.</summary>
    public static BoolTensor IsWord(IntTensor tokens, IntTensor lengths) => Arange(0, tokens.Shape[1]) < Unsqueeze(lengths, 1);

    /// <summary>While training, every fifth word is an unknown one, whose number is 0: no single word decides.</summary>
    public static IntTensor Unlearn(IntTensor tokens) => Where(Dropout((Tensor)tokens, 0.2f) > 0f, tokens, 0);
}
