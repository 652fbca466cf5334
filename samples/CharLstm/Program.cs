using System;
using System.IO;
using System.Linq;
using Samples;
using Sinter;
using static Sinter.Ops;

// Learns to write like Shakespeare, one character after another: two LSTMs, trained on windows of 128 characters, that then write 500.

const int BatchSize = 32;

var command = new SampleCommand("Trains two LSTMs on the characters of a text, and lets it write.", output: "charlstm.safetensors")
{
    Data = new("tinyshakespeare", "input.txt", "https://github.com/karpathy/char-rnn (data/tinyshakespeare)"),
    Steps = 2500,
};
return command.Run(args, run =>
{
    var text = run.Smoke ? Alphabets() : File.ReadAllText(run.File("input.txt"));
    var tokenizer = CharTokenizer.Train(text);
    if (tokenizer.Count > CharLstm.Characters) throw new DataFormatException(run.File("input.txt"), $"has {tokenizer.Count} characters; the network knows {CharLstm.Characters}");
    var (train, validation) = new TokenStream(tokenizer.Encode(text)).Split(0.9);

    var model = new CharLstm(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { Beta2 = 0.99f, WeightDecay = 0.1f, Groups = [ParameterGroup.WithoutDecay] });
    trainer.Schedule = LearningRateSchedule.OneCycle(max: 3e-3f, total: run.Steps);
    trainer.Clip = GradientClip.ByNorm(1);
    var windows = train.RandomWindows(CharLstm.Context, BatchSize, run.Steps, run.Seed);
    TrainingProgress.RunSteps(run.Steps, every: 250, progress =>
    {
        for (var i = 0; i < progress.Steps && windows.MoveNext(); i++) progress.Step(trainer.Step(windows.Current.Inputs, windows.Current.Targets, CharLstm.Context));
        return [];
    });

    model.Save(run.Output);
    Console.WriteLine($"validation loss {Evaluate(model, validation).MeanLoss:F4}");

    // One step's work per character: what came before is in the states that the session keeps.
    foreach (var token in Generate.Tokens(model.CreateSession(1), tokenizer.Encode("\n"), new Sampling { Temperature = 0.8f, TopP = 0.95f, Seed = run.Seed, MaxTokens = 500 }))
        Console.Write(tokenizer[token]);
    Console.WriteLine();
});

// Over windows side by side.
static Perplexity Evaluate(CharLstm model, TokenStream text)
{
    var perplexity = new Perplexity();
    foreach (var batch in text.Windows(CharLstm.Context, BatchSize))
        perplexity.Add(model.Loss(batch.Inputs, batch.Targets, CharLstm.Context), batch.Targets.Length);
    return perplexity;
}

// Made-up text that has something to learn: lines of letters, each the one behind the last.
static string Alphabets()
{
    const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
    var random = new Random(1);
    return string.Concat(Enumerable.Range(0, 1000).Select(_ => $"{alphabet[random.Next(32)..][..random.Next(8, 32)]}\n"));
}

/// <summary>Two LSTMs on top of each other. A session keeps their states, so that a text is read and written one character at a time.</summary>
[Network]
public partial class CharLstm
{
    public const int Characters = 65, Context = 128, Units = 256;

    readonly Embedding characters = new(Characters, 64) { Init = Init.Normal(0.1f) };
    readonly Layer lstm = new Lstm(Units) { Layers = 2, Dropout = 0.2f, PerSession = true };
    readonly Layer dropout = new Dropout(0.2f), head = new Linear(Characters);

    /// <summary>Scores of what follows each character.</summary>
    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor text) => head(dropout(lstm(characters.Forward(text))));

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor text, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Score(text), [0, 2, 1]), next);
}
