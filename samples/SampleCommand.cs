using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Sinter;

namespace Samples;

/// <summary>The command line that training samples share: <c>--data</c>, <c>--smoke</c>, <c>--epochs</c> or <c>--steps</c>, <c>--seed</c>, <c>--threads</c>, <c>--out</c>, and what a sample adds.</summary>
/// <param name="description">What the sample does, in a sentence.</param>
/// <param name="output">The file of the weights.</param>
internal sealed class SampleCommand(string description, string output)
{
    readonly RootCommand command = new(description);

    /// <summary>What is read; null: nothing, or what the sample brings along.</summary>
    public SampleData? Data { get; init; }

    /// <summary>How often all is seen; 0: the sample counts steps.</summary>
    public int Epochs { get; init; }

    /// <summary>How many batches are trained with; 0: the sample counts epochs.</summary>
    public int Steps { get; init; }

    /// <summary>An option of the sample's own that has one of some values, the first unless said.</summary>
    public Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = $"{description}: {string.Join(" or ", values)}", DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        command.Add(option);
        return option;
    }

    /// <summary>An option of the sample's own that is there or not.</summary>
    public Option<bool> Flag(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Add(option);
        return option;
    }

    /// <summary>Reads the options, finds the data, and runs the sample; what it cannot read becomes a message.</summary>
    /// <returns>0, or 1 when something was wrong.</returns>
    public int Run(string[] args, Action<SampleRun> sample)
    {
        var data = new Option<string?>("--data") { Description = $"The folder of {Data?.File}; or the environment variable {SampleData.Variable}" };
        var smoke = new Option<bool>("--smoke") { Description = "Made-up data and a few steps: only to see that it works" };
        var epochs = Positive("--epochs", "How often all is seen", Epochs);
        var steps = Positive("--steps", "How many batches are trained with", Steps);
        var seed = new Option<int>("--seed") { Description = "All chance follows from it", DefaultValueFactory = _ => 1 };
        var threads = Positive("--threads", "Threads to use; they do not change the result", Compute.Threads);
        var file = Output();
        foreach (var option in Data is null ? [] : new Option[] { data, smoke }) command.Add(option);
        foreach (var option in new Option?[] { Epochs > 0 ? epochs : null, Steps > 0 ? steps : null, seed, threads, file }.OfType<Option>()) command.Add(option);

        command.SetAction(options =>
        {
            Compute.Threads = options.GetValue(threads);
            var isSmoke = Data is not null && options.GetValue(smoke);
            var run = new SampleRun(options)
            {
                Folder = isSmoke || Data is null ? "" : Data.Find(options.GetValue(data)),
                Smoke = isSmoke,
                Epochs = Count(epochs, Epochs, 1),
                Steps = Count(steps, Steps, 20),
                Seed = options.GetValue(seed),
                Output = options.GetRequiredValue(file),
            };
            sample(run);
            return 0;

            // A smoke test is short unless it is told otherwise.
            int Count(Option<int> option, int number, int ofSmoke) =>
                number == 0 ? 0 : isSmoke && options.GetResult(option) is not { Implicit: false } ? ofSmoke : options.GetValue(option);
        });
        try
        {
            return command.Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or DataFormatException or SafetensorsException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    Option<string> Output()
    {
        var option = new Option<string>("--out") { Description = "Where the weights go", DefaultValueFactory = _ => output };
        option.Validators.Add(result =>
        {
            var path = result.GetValueOrDefault<string>()!;
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) result.AddError($"The folder of '{path}' does not exist.");
        });
        return option;
    }

    static Option<int> Positive(string name, string description, int number)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => number };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1) result.AddError($"{name} must be at least 1.");
        });
        return option;
    }
}
