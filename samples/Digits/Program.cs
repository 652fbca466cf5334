using System;
using System.IO;
using System.Linq;
using Samples;
using Sinter;

// Learns to read handwritten digits: trains on 899 of them, each moved at random by up to a pixel, saves the weights, loads them again, and tests them on the other 898.

const int BatchSize = 64;
var (trainSet, testSet) = ReadDigits().Split(899);

var command = new SampleCommand("Trains a network on handwritten digits and tests it.", output: "digits.safetensors") { Epochs = 30 };
var network = command.Choice("--network", "What is trained", "cnn", "mlp");
return command.Run(args, run =>
{
    if (run.Value(network) == "cnn")
    {
        var model = new DigitsCnn(run.Seed);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.01f });
        Train(run, trainer, trainer.Step, model.Forward);
        model.Save(run.Output);
        Test(DigitsCnn.Load(run.Output).Forward);
    }
    else
    {
        var model = new DigitsMlp(run.Seed);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-2f) { WeightDecay = 0.01f });
        Train(run, trainer, trainer.Step, model.Forward);
        model.Save(run.Output);
        Test(DigitsMlp.Load(run.Output).Forward);
    }
});

void Train(SampleRun run, Trainer trainer, Step step, Classify classify)
{
    var steps = trainSet.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: trainer.Optimizer.LearningRate, total: (long)run.Epochs * steps);
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in trainSet.Batches(BatchSize, shuffle: true, run.Seed, dropLast: true, augment: ImageAugmentation.Shift(1))) progress.Step(step(batch.Images, batch.Labels));
        return [("accuracy", Accuracy(classify, trainSet))];
    });
}

void Test(Classify classify) => Console.WriteLine(new Figure("test accuracy", Accuracy(classify, testSet)));

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
