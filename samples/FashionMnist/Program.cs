using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Samples;
using Sinter;

// Trains LeNet on Fashion-MNIST, 60,000 pictures of clothes in 10 classes, and tests it on 10,000 others.

const int BatchSize = 128;

var data = new Option<string>("--data") { Description = "The folder of the four files; or the environment variable SINTER_DATA", DefaultValueFactory = _ => FindData() };
var smoke = new Option<bool>("--smoke") { Description = "Made-up pictures and one epoch: only to see that it works" };
var (seed, threads) = (SampleOptions.Seed, SampleOptions.Threads);
var (epochs, file) = (SampleOptions.Epochs(8), SampleOptions.Output("fashion.safetensors"));

var command = new RootCommand("Trains LeNet on Fashion-MNIST and tests it.") { data, smoke, epochs, seed, threads, file };
command.SetAction(options =>
{
    Compute.Threads = options.GetValue(threads);
    if (options.GetValue(smoke)) return Run(Stripes(2560), Stripes(512), 1, options.GetValue(seed), options.GetRequiredValue(file));

    var folder = options.GetRequiredValue(data);
    if (!File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")))
    {
        Console.Error.WriteLine($"'{folder}' has no train-images-idx3-ubyte.gz. The four files are at https://github.com/zalandoresearch/fashion-mnist; say where they are with --data.");
        return 1;
    }
    return Run(Read(folder, "train"), Read(folder, "t10k"), options.GetValue(epochs), options.GetValue(seed), options.GetRequiredValue(file));
});
return command.Parse(args).Invoke();

static int Run(ImageDataset train, ImageDataset test, int epochs, int seed, string path)
{
    var (sample, _) = train.Split(2000);
    var model = new LeNet(seed);
    var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.01f });
    var steps = train.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: 3e-3f, total: (long)epochs * steps);
    TrainingProgress.Run(epochs, steps, stepDone =>
    {
        var loss = 0.0;
        foreach (var batch in train.Batches(BatchSize, shuffle: true, seed, dropLast: true))
        {
            loss += trainer.Step(batch.Images, batch.Labels);
            stepDone();
        }
        return (loss / steps, Accuracy(model, sample));
    });

    model.Save(path);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {Accuracy(LeNet.Load(path), test):F4}"));
    return 0;
}

static double Accuracy(LeNet model, ImageDataset data)
{
    var (scores, correct) = (new float[256 * 10], 0);
    foreach (var batch in data.Batches(256))
    {
        model.Forward(batch.Images, scores.AsSpan(0, batch.Count * 10));
        correct += Metrics.Correct(scores.AsSpan(0, batch.Count * 10), batch.Labels);
    }
    return (double)correct / data.Count;
}

static ImageDataset Read(string folder, string part) =>
    ImageDataset.ReadIdx(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));

static string FindData() => Environment.GetEnvironmentVariable("SINTER_DATA") ?? Path.Combine("..", "shared", "data", "fashion-mnist");

// Class c is a bright stripe at height 2c + 4.
static ImageDataset Stripes(int count)
{
    var (images, labels, random) = (new float[count * 784], new int[count], new Random(count));
    for (var i = 0; i < count; i++)
    {
        labels[i] = random.Next(10);
        for (var p = 0; p < 784; p++) images[i * 784 + p] = random.NextSingle() / 2 + (p / 28 / 2 == labels[i] + 2 ? 0.5f : 0);
    }
    return new(images, labels, 1, 28, 28);
}
