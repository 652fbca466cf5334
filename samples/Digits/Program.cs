using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Samples;
using Sinter;

// Learns to read handwritten digits: trains on 899 of them, each moved at random by up to a pixel, saves the weights, loads them again, and tests them on the other 898.

const int BatchSize = 64;
var (trainSet, testSet) = ReadDigits().Split(899);

var network = new Option<string>("--network") { Description = "cnn or mlp", DefaultValueFactory = _ => "cnn" };
var (seed, threads) = (SampleOptions.Seed, SampleOptions.Threads);
var (epochs, file) = (SampleOptions.Epochs(30), SampleOptions.Output("digits.safetensors"));
network.AcceptOnlyFromAmong("cnn", "mlp");

var command = new RootCommand("Trains a network on handwritten digits and tests it.") { network, seed, threads, epochs, file };
command.SetAction(options =>
{
    var (start, path) = (options.GetValue(seed), options.GetRequiredValue(file));
    Compute.Threads = options.GetValue(threads);
    if (options.GetValue(network) == "cnn")
    {
        var model = new DigitsCnn(start);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.01f });
        Train(trainer, trainer.Step, model.Forward, options.GetValue(epochs), start);
        model.Save(path);
        Test(DigitsCnn.Load(path).Forward);
    }
    else
    {
        var model = new DigitsMlp(start);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-2f) { WeightDecay = 0.01f });
        Train(trainer, trainer.Step, model.Forward, options.GetValue(epochs), start);
        model.Save(path);
        Test(DigitsMlp.Load(path).Forward);
    }
});
return command.Parse(args).Invoke();

void Train(Trainer trainer, Step step, Classify classify, int epochs, int seed)
{
    var steps = trainSet.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: trainer.Optimizer.LearningRate, total: (long)epochs * steps);
    TrainingProgress.Run(epochs, steps, stepDone =>
    {
        var loss = 0.0;
        foreach (var batch in trainSet.Batches(BatchSize, shuffle: true, seed, dropLast: true, augment: ImageAugmentation.Shift(1)))
        {
            loss += step(batch.Images, batch.Labels);
            stepDone();
        }
        return (loss / steps, Accuracy(classify, trainSet));
    });
}

void Test(Classify classify) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {Accuracy(classify, testSet):F4}"));

static double Accuracy(Classify classify, ImageDataset data)
{
    var scores = new float[data.Count * 10];
    classify(data.Images, scores);
    return Metrics.Accuracy(scores, data.Labels);
}

static ImageDataset ReadDigits()
{
    var table = CsvReader.Read(Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"));      // 64 pixels from 0 to 16, and the digit
    var rows = Enumerable.Range(0, table.RowCount);
    return new([.. rows.SelectMany(row => table.Row(row)[..64].ToArray()).Select(pixel => pixel / 16)], [.. rows.Select(row => (int)table.Row(row)[64])], 1, 8, 8);
}

delegate float Step(ReadOnlySpan<float> images, ReadOnlySpan<int> labels);

delegate void Classify(ReadOnlySpan<float> images, Span<float> scores);
