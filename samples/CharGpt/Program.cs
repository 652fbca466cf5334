using System;
using System.IO;
using System.Linq;
using Samples;
using Sinter;
using static Sinter.Ops;

// Learns to write like Shakespeare, one character after another: a small GPT, trained on windows of 128 characters, that then writes 500 through its cache.

const int BatchSize = 32;

var command = new SampleCommand("Trains a small GPT on the characters of a text, and lets it write.", output: "chargpt.safetensors")
{
    Data = new("tinyshakespeare", "input.txt", "https://github.com/karpathy/char-rnn (data/tinyshakespeare)"),
    Steps = 2500,
};
return command.Run(args, run =>
{
    var text = run.Smoke ? Alphabets() : File.ReadAllText(run.File("input.txt"));
    var tokenizer = CharTokenizer.Train(text);
    if (tokenizer.Count > CharGpt.Characters) throw new DataFormatException(run.File("input.txt"), $"has {tokenizer.Count} characters; the network knows {CharGpt.Characters}");
    var (train, validation) = new TokenStream(tokenizer.Encode(text)).Split(0.9);

    var model = new CharGpt(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { Beta2 = 0.99f, WeightDecay = 0.1f, Groups = [ParameterGroup.WithoutDecay] });
    trainer.Schedule = LearningRateSchedule.OneCycle(max: 3e-3f, total: run.Steps);
    trainer.Clip = GradientClip.ByNorm(1);
    var windows = train.RandomWindows(CharGpt.Context, BatchSize, run.Steps, run.Seed);
    TrainingProgress.RunSteps(run.Steps, every: 250, progress =>
    {
        for (var i = 0; i < progress.Steps && windows.MoveNext(); i++) progress.Step(trainer.Step(windows.Current.Inputs, windows.Current.Targets, CharGpt.Context));
        return [];
    });

    model.Save(run.Output);
    Console.WriteLine($"validation loss {Evaluate(model, validation).MeanLoss:F4}");

    // One position's work per character: what came before is in the session's cache, which forgets what is further back than the context.
    foreach (var token in Generate.Tokens(model.CreateSession(1), tokenizer.Encode("\n"), new Sampling { Temperature = 0.8f, TopP = 0.95f, Seed = run.Seed, MaxTokens = 500 }))
        Console.Write(tokenizer[token]);
    Console.WriteLine();
});

// Over windows side by side.
static Perplexity Evaluate(CharGpt model, TokenStream text)
{
    var perplexity = new Perplexity();
    foreach (var batch in text.Windows(CharGpt.Context, BatchSize))
        perplexity.Add(model.Loss(batch.Inputs, batch.Targets, CharGpt.Context), batch.Targets.Length);
    return perplexity;
}

// Made-up text that has something to learn: lines of letters, each the one behind the last.
static string Alphabets()
{
    const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
    var random = new Random(1);
    return string.Concat(Enumerable.Range(0, 1000).Select(_ => $"{alphabet[random.Next(32)..][..random.Next(8, 32)]}\n"));
}

/// <summary>Four Transformer blocks over characters. A position sees the 128 before it; rotary positions let the text be longer than that.</summary>
[Network]
public partial class CharGpt
{
    public const int Characters = 65, Context = 128, Width = 128;

    readonly Embedding characters = new(Characters, Width) { Init = Init.Normal(0.02f) };
    readonly Layer[] blocks = [Block(), Block(), Block(), Block()];
    readonly Layer norm = new LayerNorm(), head = new Linear(Characters) { Bias = false };

    /// <summary>Scores of what follows each character.</summary>
    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor text)
    {
        var x = characters.Forward(text);
        foreach (var block in blocks) x = block(x);
        return head(norm(x));
    }

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor text, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Score(text), [0, 2, 1]), next);

    static Layer Block() => new TransformerEncoderLayer(heads: 4, feedForward: 4 * Width)
    {
        Causal = true, Rotary = true, Window = Context, Cache = Context, NormFirst = true, Activation = Activation.Gelu, Dropout = 0,
    };
}
