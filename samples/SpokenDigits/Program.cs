using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Samples;
using Sinter;
using Sinter.Runtime;
using static Sinter.Ops;

// Hears spoken digits. The classifier hears one at a time. The speller hears several in a row and writes them down letter by letter; it was told what was said, but never when (connectionist temporal
// classification, CTC). Takes from 5 on are for training, the others for the test, as the data set's own rule says.

const int BatchSize = 8;
const float LearningRate = 4e-3f;

var command = new SampleCommand("Hears spoken digits.", output: "spoken-digits.safetensors")
{
    Data = new("fsdd", "recordings", "https://github.com/Jakobovski/free-spoken-digit-dataset"),
    Epochs = 100,
};
var network = command.Choice("--network", "What hears the digits", "classifier", "ctc");
return command.Run(args, run =>
{
    var recordings = run.Smoke ? Tones() : Directory.GetFiles(run.File("recordings"), "*.wav").Order(StringComparer.Ordinal).Select(Recording.Read);
    var parts = recordings.ToLookup(recording => recording.Take > 4);
    Recording[] training = [.. parts[true]], test = [.. parts[false]];
    if (run.Value(network) == "classifier") Classify(run, training, test);
    else Spell(run, training, test);
});

static void Classify(SampleRun run, Recording[] training, Recording[] test)
{
    var (ear, random) = (new Ear(), new PhiloxRandom((ulong)run.Seed));
    var model = new DigitClassifier(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(LearningRate));
    Train(run, trainer, training.Length, epoch: () => Labeled(training, random), batch => trainer.Step(batch.Inputs.Values, batch.Inputs.Lengths, batch.Labels));
    model.Save(run.Output);

    var (loaded, scores) = (DigitClassifier.Load(run.Output), new float[test.Length * 10]);
    foreach (var batch in Labeled(test).Batches(test.Length))
    {
        loaded.Classify(batch.Inputs.Values, batch.Inputs.Lengths, scores);
        Console.WriteLine(new Figure("test accuracy", Metrics.Accuracy(scores, batch.Labels)));
    }

    SequenceDataset<float> Labeled(Recording[] some, PhiloxRandom? random = null) => new(ear.Hear(some.Select(recording => recording.Samples), random), [.. some.Select(recording => recording.Digit)]);
}

static void Spell(SampleRun run, Recording[] training, Recording[] test)
{
    var (ear, random) = (new Ear(), new PhiloxRandom((ulong)run.Seed));
    var letters = CharTokenizer.Train(string.Join(' ', Recording.Names), new() { Pad = "<blank>" });         // number 0: no letter
    var model = new DigitSpeller(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(LearningRate));
    trainer.Clip = GradientClip.ByNorm(5);
    Train(run, trainer, training.Length, Rows, batch => trainer.Step(batch.Inputs.Values, batch.Inputs.Lengths, batch.Targets.Values, batch.Targets.Lengths));
    model.Save(run.Output);

    var (loaded, decoder, errors) = (DigitSpeller.Load(run.Output), new CtcDecoder(), new EditErrorRate());
    foreach (var row in test.GroupBy(recording => recording.Speaker).SelectMany(speaker => speaker.OrderBy(_ => random.NextUniform()).Chunk(3)))
    {
        var (said, written) = (Recording.Text(row), Written(Recording.Join(row, random)));
        errors.AddWords(written, said);
        Console.WriteLine($"{said,-18}  {written}");
    }
    Console.WriteLine(new Figure("word error rate of three in a row", errors.Rate));
    Console.WriteLine(new Figure("spelled without a mistake", test.Average(recording => Written(recording.Samples) == Recording.Names[recording.Digit] ? 1.0 : 0)));
    Console.WriteLine(new Figure("test accuracy", test.Average(recording => Recording.Nearest(Written(recording.Samples)) == recording.Digit ? 1.0 : 0)));

    // Every recording begins a row of one to three of the same speaker.
    SequenceDataset<float> Rows()
    {
        var speakers = training.ToLookup(recording => recording.Speaker);
        Recording[][] rows = [.. training.Select(first => (Recording[])[first, .. speakers[first.Speaker].OrderBy(_ => random.NextUniform()).Take(random.NextInt(3))])];
        return new(ear.Hear(rows.Select(row => Recording.Join(row, random)), random), letters.EncodeAll(rows.Select(Recording.Text)));
    }

    string Written(float[] samples)
    {
        var sound = ear.Hear(samples);
        var frames = sound.Length / Ear.Bands;
        var (probabilities, written) = (new float[frames * DigitSpeller.Classes], new int[frames]);
        loaded.Spell(sound, [frames], probabilities);
        return letters.Decode(written.AsSpan(0, decoder.Decode(probabilities, DigitSpeller.Classes, written)));
    }
}

static void Train(SampleRun run, Trainer trainer, int count, Func<SequenceDataset<float>> epoch, Step step)
{
    var steps = count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: LearningRate, total: (long)run.Epochs * steps);
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in epoch().Batches(BatchSize, shuffle: true, run.Seed, epoch: (int)(trainer.StepCount / steps), dropLast: true)) progress.Step(step(batch));
        return [];
    });
}

// Every digit is a tone of its own.
static IEnumerable<Recording> Tones() =>
    from take in Enumerable.Range(4, 5)
    from digit in Enumerable.Range(0, 10)
    select new Recording([.. Enumerable.Range(0, 1600 + 100 * take).Select(i => MathF.Sin(i * (300 + 200 * digit) * MathF.Tau / Ear.SampleRate))], digit, "nobody", take);

internal delegate float Step(SequenceBatch<float> batch);

/// <summary>A spoken digit.</summary>
internal sealed record Recording(float[] Samples, int Digit, string Speaker, int Take)
{
    public static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>From a file named <c>digit_speaker_take.wav</c>.</summary>
    public static Recording Read(string path)
    {
        var clip = WavFile.Read(path);
        if (clip.SampleRate != Ear.SampleRate) throw new DataFormatException(path, $"{clip.SampleRate} samples per second, expected {Ear.SampleRate}");
        return Path.GetFileNameWithoutExtension(path).Split('_') is [[var digit and >= '0' and <= '9'], var speaker, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var take)
            ? new(clip.ToMono().Samples.ToArray(), digit - '0', speaker, take)
            : throw new DataFormatException(path, "expected a name of digit, speaker and take, such as 7_theo_0.wav");
    }

    /// <summary>What is said in a row.</summary>
    public static string Text(Recording[] row) => string.Join(' ', row.Select(recording => Names[recording.Digit]));

    /// <summary>A row as one sound, with up to a tenth of a second of silence after each digit.</summary>
    public static float[] Join(Recording[] row, PhiloxRandom random) => [.. row.SelectMany(recording => recording.Samples.Concat(new float[random.NextInt(Ear.SampleRate / 10)]))];

    /// <summary>The digit to whose name the fewest letters are missing, too many, or wrong.</summary>
    public static int Nearest(string written) => Enumerable.Range(0, 10).MinBy(digit => new EditErrorRate().AddCharacters(written, Names[digit]));
}

/// <summary>Sound as the networks get it: how loud each of 40 bands is, every hundredth of a second.</summary>
internal sealed class Ear
{
    public const int SampleRate = 8000, Bands = 40;

    readonly MelSpectrogram mel = new(SampleRate, size: 256, hop: SampleRate / 100, Bands);
    readonly SpectrogramMask mask = new(maxFrames: 5, maxBands: 8);

    /// <summary>Sounds as they are or, when there is chance, each a little different every time.</summary>
    public Sequences<float> Hear(IEnumerable<float[]> sounds, PhiloxRandom? random)
    {
        var heard = new Sequences<float>(Bands);
        foreach (var sound in sounds) heard.Add(random is null ? Hear(sound) : Hear(sound, random));
        return heard;
    }

    /// <summary>[frames, bands], with mean 0 and deviation 1; a tenth of a second of silence around the sound leaves time to begin and to finish.</summary>
    public float[] Hear(float[] sound)
    {
        var silence = new float[SampleRate / 10];
        var loudness = mel.Compute([.. silence, .. sound, .. silence]);
        Decibels.FromPower(loudness);
        SeriesScale.Of(loudness).Apply(loudness);
        return loudness;
    }

    // Sooner or later, with noise, and not all of it.
    float[] Hear(float[] sound, PhiloxRandom random)
    {
        float[] longer = [.. new float[random.NextInt(SampleRate / 20)], .. sound, .. new float[random.NextInt(SampleRate / 20)]];
        var noise = 0.01f * random.NextUniform() * sound.Max();
        foreach (ref var sample in longer.AsSpan()) sample += noise * random.NextNormal();
        var loudness = Hear(longer);
        mask.Apply(loudness, Bands, random);
        return loudness;
    }
}

/// <summary>Two convolutions over time and bands: what is heard becomes 320 numbers for every hundredth of a second.</summary>
public sealed class Cochlea : Module
{
    readonly Layer edges = new Conv2d(16, 3) { Padding = 1 };
    readonly Layer shapes = new Conv2d(32, 3) { Padding = 1 };
    readonly Layer halve = new MaxPool2d(1) { KernelWidth = 2 };
    readonly Layer norm = new LayerNorm();

    public Tensor Forward(Tensor sound, IntTensor lengths)
    {
        var x = halve(Relu(edges(Unsqueeze(sound, 1))));                                                     // [N, channels, T, bands]
        var isSound = Arange(0, sound.Shape[1]) < Unsqueeze(lengths, 1);
        x = Where(Unsqueeze(Unsqueeze(isSound, 1), 3), x, 0f);                                               // what a longer neighbor in the batch brings changes nothing
        x = halve(Relu(shapes(x)));
        return Dropout(norm(Flatten(Transpose(x, [0, 2, 1, 3]), 2)), 0.1f);
    }
}

/// <summary>Hears one digit: what is remembered, on average, says which.</summary>
[Network]
public partial class DigitClassifier
{
    readonly Cochlea cochlea = new();
    readonly Gru memory = new(64);
    readonly Layer head = new Linear(10);

    [Forward]
    public Tensor Classify([Shape("N", "T", Ear.Bands)] Tensor sound, [Shape("N")] IntTensor lengths)
    {
        var (states, _) = memory.Forward(cochlea.Forward(sound, lengths), lengths: lengths);               // 0 behind the end
        return head(Dropout(Sum(states, axes: [1]) / Unsqueeze(ToFloat(lengths), 1), 0.2f));
    }

    [Loss]
    public Tensor Loss([Shape("N", "T", Ear.Bands)] Tensor sound, [Shape("N")] IntTensor lengths, [Shape("N")] IntTensor digit) => CrossEntropy(Classify(sound, lengths), digit);
}

/// <summary>Hears a row of digits, forwards and backwards: how likely each letter is written, every hundredth of a second.</summary>
[Network]
public partial class DigitSpeller
{
    /// <summary>None, the space, and the fifteen letters that digits are spelled with.</summary>
    public const int Classes = 17;

    readonly Cochlea cochlea = new();
    readonly Gru memory = new(64) { Bidirectional = true };
    readonly Layer head = new Linear(Classes);

    [Forward]
    public Tensor Spell([Shape("N", "T", Ear.Bands)] Tensor sound, [Shape("N")] IntTensor lengths)
    {
        var (states, _) = memory.Forward(cochlea.Forward(sound, lengths), lengths: lengths);
        return LogSoftmax(head(Dropout(states, 0.2f)));
    }

    [Loss]
    public Tensor Loss([Shape("N", "T", Ear.Bands)] Tensor sound, [Shape("N")] IntTensor lengths, [Shape("N", "S")] IntTensor letters, [Shape("N")] IntTensor counts) =>
        CtcLoss(Spell(sound, lengths), letters, lengths, counts);
}
