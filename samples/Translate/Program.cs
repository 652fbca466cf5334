using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Samples;
using Sinter;
using static Sinter.Ops;

// Translates short English sentences into Swedish: a Transformer reads the whole sentence, another one writes, and of what it might write beam search finds the likeliest.

const int BatchSize = 64, Beams = 4;

var command = new SampleCommand("Translates English into Swedish.", output: "translate.safetensors")
{
    Data = new("tatoeba-eng-swe", "eng-swe.tsv", "https://www.manythings.org/anki (swe-eng.zip), as lines of English, a tab, Swedish"),
    Epochs = 30,
};
return command.Run(args, run =>
{
    // What says the same in English belongs together: every tenth such sentence is kept for the test, with all its translations.
    var sentences = (run.Smoke ? Numbers() : Read(run.File("eng-swe.tsv"))).GroupBy(pair => pair.English, pair => pair.Swedish).ToArray();
    var test = sentences.Where((_, i) => i % 10 == 0).ToArray();
    var train = sentences.Where((_, i) => i % 10 != 0).SelectMany(sentence => sentence, (sentence, swedish) => (English: sentence.Key, Swedish: swedish)).ToArray();

    var english = WordTokenizer.Train(train.Select(pair => pair.English), Translator.EnglishWords, special: SpecialTokens.All);
    var swedish = WordTokenizer.Train(train.Select(pair => pair.Swedish), Translator.SwedishWords, special: SpecialTokens.All);
    var data = new SequenceDataset<int>(english.EncodeAll(train.Select(pair => pair.English)), swedish.EncodeAll(train.Select(pair => pair.Swedish), begin: true, end: true));

    var model = new Translator(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-3f) { WeightDecay = 0.01f, Groups = [ParameterGroup.WithoutDecay] });
    var steps = data.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: 1e-3f, total: (long)run.Epochs * steps);
    trainer.Clip = GradientClip.ByNorm(1);
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in data.Batches(BatchSize, shuffle: true, run.Seed, dropLast: true)) progress.Step(trainer.Step(batch.Inputs.Values, batch.Targets.Values, batch.Targets.Steps));
        return [];
    });
    model.Save(run.Output);

    var nearest = NearestNeighbour(train);
    var translate = Translation(Translator.Load(run.Output), english, swedish);
    foreach (var sentence in test.Where((_, i) => i % (test.Length / 10) == 0)) Console.WriteLine($"{sentence.Key} → {translate(sentence.Key)}   ({string.Join(" / ", sentence)})");
    Console.WriteLine(new Figure("BLEU of the nearest neighbour", Bleu(test, nearest)));
    Console.WriteLine(new Figure("test BLEU", Bleu(test, translate)));
});

// The likeliest translation: all beams are computed together, as sequences of one session. What the encoder says of the sentence is kept there; of each word only itself is new.
static Func<string, string> Translation(Translator model, Tokenizer english, Tokenizer swedish)
{
    var session = model.CreateSession(Beams);
    var search = new BeamSearch { Beams = Beams, MaxTokens = Translator.MaxWords - 1, StopTokens = [swedish.End] };
    return sentence =>
    {
        var words = english.Encode(sentence);
        session.Reset();
        session.Encode([.. Enumerable.Repeat(words, Beams).SelectMany(w => w)], new float[Beams * words.Length * Translator.Width]);
        var best = Generate.Beams(session, [swedish.Begin], search)[0];
        return swedish.Decode([.. best.Tokens.Where(word => word < swedish.Count)]);       // there may be fewer words than the network has numbers for
    };
}

// The translation of the sentence that shares most of its words with this one (Jaccard).
static Func<string, string> NearestNeighbour((string English, string Swedish)[] train)
{
    var known = train.Select(pair => (Words: Words(pair.English), pair.Swedish)).ToArray();
    return sentence =>
    {
        var words = Words(sentence);
        return known.MaxBy(other => (double)words.Count(other.Words.Contains) / words.Union(other.Words).Count()).Swedish;
    };

    static HashSet<string> Words(string sentence) => [.. sentence.Split(' ')];
}

// Against all translations of each sentence, in per cent. Words count as written, also those that the network has no number for.
static double Bleu(IGrouping<string, string>[] test, Func<string, string> translate)
{
    var words = WordTokenizer.Train(test.SelectMany(sentence => sentence), special: new SpecialTokens { Unknown = "<unk>" });
    var bleu = new BleuScore();
    foreach (var sentence in test) bleu.Add(words.Encode(translate(sentence.Key)), words.EncodeAll(sentence), [.. Enumerable.Range(0, sentence.Count())]);
    return 100 * bleu.Value();
}

// Words and punctuation in lower case, with a space between them.
static IEnumerable<(string English, string Swedish)> Read(string path)
{
    foreach (var line in File.ReadLines(path))
    {
        if (line.Split('\t') is not [var english, var swedish, ..]) throw new DataFormatException(path, $"'{line}' has no tab");
        yield return (Apart(english), Apart(swedish));
    }

    static string Apart(string text) => string.Join(' ', Regex.Matches(text.ToLowerInvariant(), @"[\w']+|[^\w\s]").Select(word => word.Value));
}

// A made-up language: numbers, in another order.
static IEnumerable<(string English, string Swedish)> Numbers() =>
    from a in Enumerable.Range(1, 20)
    from b in Enumerable.Range(1, 50)
    select ($"{a} and {b} .", $"{b} och {a} .");

/// <summary>Reads English, writes Swedish: two layers each, normalized first.</summary>
[Network]
public partial class Translator
{
    /// <summary>Words that have a number, and words of a sentence.</summary>
    public const int EnglishWords = 2400, SwedishWords = 3200, MaxWords = 24;

    /// <summary>Numbers that stand for a word.</summary>
    public const int Width = 128;

    const int Heads = 4;
    const float DropoutRate = 0.2f;

    readonly Embedding english = new(EnglishWords, Width), swedish = new(SwedishWords, Width);
    readonly Layer positions = new SinusoidalPositions(), nextPositions = new SinusoidalPositions { PerSession = true };
    readonly Layer dropout = new Dropout(DropoutRate), encoderNorm = new LayerNorm(), decoderNorm = new LayerNorm(), head = new Linear(SwedishWords);

    readonly TransformerEncoderLayer[] encoder = [EncoderLayer(), EncoderLayer()];
    readonly TransformerDecoderLayer[] decoder = [DecoderLayer(), DecoderLayer()];

    /// <summary>Reads sentences that are filled up with zeros; the decoder's layers remember what it says.</summary>
    [Forward]
    public Tensor Encode([Shape("N", "S")] IntTensor sentence)
    {
        var padding = sentence == 0;
        var x = dropout(positions(english.Forward(sentence)));
        foreach (var layer in encoder) x = layer.Forward(x, padding);
        x = encoderNorm(x);
        foreach (var layer in decoder) layer.Remember(x, padding);
        return x;
    }

    /// <summary>Scores of the word behind these, which stand behind those of the calls before.</summary>
    [Forward]
    public Tensor Decode([Shape("N", "T")] IntTensor words) => Scores(words)[.., ^1];

    /// <summary>A translation begins and ends with a word of its own; each word is to be foretold from those before it.</summary>
    [Loss]
    public Tensor Loss([Shape("N", "S")] IntTensor sentence, [Shape("N", "T")] IntTensor translation)
    {
        Encode(sentence);
        return CrossEntropy(Transpose(Scores(translation[.., ..^1]), [0, 2, 1]), translation[.., 1..], labelSmoothing: 0.1f, ignoreIndex: 0);
    }

    Tensor Scores(IntTensor words)
    {
        var x = dropout(nextPositions(swedish.Forward(words)));
        foreach (var layer in decoder) x = layer.Forward(x);
        return head(decoderNorm(x));
    }

    static TransformerEncoderLayer EncoderLayer() => new(Heads, 4 * Width) { NormFirst = true, Dropout = DropoutRate };

    static TransformerDecoderLayer DecoderLayer() => new(Heads, 4 * Width) { NormFirst = true, Dropout = DropoutRate, Cache = MaxWords, Memory = MaxWords, MemoryPadding = true };
}
