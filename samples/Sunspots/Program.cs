using System;
using System.Linq;
using Samples;
using Sinter;
using static Sinter.Ops;

// Foretells how many spots the sun will have next month from the five years before: trained on the first four fifths of the months, 1749 to 1956, tested on the rest, 1957 to 2008.

const int BatchSize = 64;
const float LearningRate = 5e-3f;

var command = new SampleCommand("Foretells sunspots, a month ahead.", output: "sunspots.safetensors")
{
    Data = new("timeseries", "sunspots-monthly.csv", "https://github.com/statsmodels/statsmodels (statsmodels/datasets/sunspots/src/sunspots_monthly.dat, as columns year, month and sunspots)"),
    Epochs = 20,
};
return command.Run(args, run =>
{
    var spots = run.Smoke ? Cycles(months: 900) : CsvReader.Read(run.File("sunspots-monthly.csv"), header: true).Column("sunspots");
    var series = new TimeSeries([.. spots.Select(MathF.Sqrt)]);                       // roots of counts vary alike, whether there are few or many
    var (train, test) = series.Windows(Forecaster.History).Split(0.8);

    var model = new Forecaster(run.Seed);
    var trainer = model.CreateTrainer(new AdamW(LearningRate) { WeightDecay = 0.01f });
    var steps = train.Count / BatchSize;
    trainer.Schedule = LearningRateSchedule.OneCycle(max: LearningRate, total: (long)run.Epochs * steps);
    TrainingProgress.Run(run.Epochs, steps, progress =>
    {
        foreach (var batch in train.Batches(BatchSize, shuffle: true, run.Seed, dropLast: true)) progress.Step(trainer.Step(batch.History, batch.Horizon));
        return [];
    });
    model.Save(run.Output);

    var tested = spots.Length - test.Count;
    Console.WriteLine(new Figure("mean absolute error of last month again", Error(spots, tested, month => spots[month - 1])));
    Console.WriteLine(new Figure("mean absolute error of AR(12)", Error(spots, tested, Autoregression(spots, tested, order: 12))));
    Console.WriteLine(new Figure("test mean absolute error", NetworkError(Forecaster.Load(run.Output), test)));
});

static double NetworkError(Forecaster model, SeriesWindows windows)
{
    var (error, next) = (new PredictionError(), new float[256]);
    foreach (var batch in windows.Batches(next.Length))
    {
        var foretold = next.AsSpan(0, batch.Count);
        model.Next(batch.History, foretold);
        error.Add(Spots(foretold), Spots(batch.Horizon));
    }
    return error.MeanAbsolute;

    // From scaled roots back to counts.
    float[] Spots(ReadOnlySpan<float> scaled)
    {
        var roots = scaled.ToArray();
        windows.Scale.Restore(roots);
        return [.. roots.Select(root => root * root)];
    }
}

static double Error(float[] spots, int first, Func<int, double> foretell) => Enumerable.Range(first, spots.Length - first).Average(month => Math.Abs(foretell(month) - spots[month]));

// The best sum of a constant and of multiples of the last months, by least squares over the months before the first that is tested.
static Func<int, double> Autoregression(float[] spots, int first, int order)
{
    var equations = new double[order + 1, order + 2];                                  // the normal equations
    for (var month = order; month < first; month++)
    {
        for (var i = 0; i <= order; i++)
        {
            for (var j = 0; j <= order; j++) equations[i, j] += Term(month, i) * Term(month, j);
            equations[i, order + 1] += Term(month, i) * spots[month];
        }
    }
    for (var pivot = 0; pivot <= order; pivot++)                                       // Gauss and Jordan
    {
        for (var row = 0; row <= order; row++)
        {
            if (row == pivot) continue;
            var factor = equations[row, pivot] / equations[pivot, pivot];
            for (var column = pivot; column <= order + 1; column++) equations[row, column] -= factor * equations[pivot, column];
        }
    }
    return month => Enumerable.Range(0, order + 1).Sum(i => equations[i, order + 1] / equations[i, i] * Term(month, i));

    double Term(int month, int i) => i == 0 ? 1 : spots[month - i];
}

// Cycles of eleven years, and chance.
static float[] Cycles(int months)
{
    var random = new Random(months);
    return [.. Enumerable.Range(0, months).Select(month => 50 * (1 + MathF.Sin(month * MathF.Tau / 132)) + 10 * random.NextSingle())];
}

/// <summary>Reads the months one by one, and says how much the next differs from the last.</summary>
[Network]
public partial class Forecaster
{
    /// <summary>The months that are known.</summary>
    public const int History = 60;

    readonly Gru memory = new(32);
    readonly Layer change = new Linear(1);

    [Forward]
    public Tensor Next([Shape("N", History, 1)] Tensor known)
    {
        var (_, state) = memory.Forward(known);
        return known[.., ^1] + change(state[0]);
    }

    [Loss]
    public Tensor Loss([Shape("N", History, 1)] Tensor known, [Shape("N", 1, 1)] Tensor next) => L1(Next(known), next[.., 0]);
}
