using System;
using Samples;
using Sinter;

// Trains LeNet on Fashion-MNIST, 60,000 pictures of clothes in 10 classes, and tests it on 10,000 others.

const int BatchSize = 128;

var command = new SampleCommand("Trains LeNet on Fashion-MNIST and tests it.", output: "fashion.safetensors")
{
    Data = new("fashion-mnist", "train-images-idx3-ubyte.gz", "https://github.com/zalandoresearch/fashion-mnist (four files)"),
    Epochs = 8,
};
return command.Run(args, run =>
{
    var (train, test) = run.Smoke ? (Stripes(2560), Stripes(512)) : (Read(run, "train"), Read(run, "t10k"));
    var (sample, _) = train.Split(2000);
    var model = new LeNet(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.01f });
    var steps = train.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: 3e-3f, total: (long)run.Epochs * steps);
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in train.Batches(BatchSize, shuffle: true, run.Seed, dropLast: true)) progress.Step(trainer.Step(batch.Images, batch.Labels));
        return [("accuracy", Accuracy(model, sample))];
    });

    model.Save(run.Output);
    Console.WriteLine(new Figure("test accuracy", Accuracy(LeNet.Load(run.Output), test)));
});

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

static ImageDataset Read(SampleRun run, string part) => ImageDataset.ReadIdx(run.File($"{part}-images-idx3-ubyte.gz"), run.File($"{part}-labels-idx1-ubyte.gz"));

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
