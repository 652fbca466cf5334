using System.CommandLine;
using System.IO;
using Sinter;

namespace Samples;

/// <summary>The options that every training sample has.</summary>
internal static class SampleOptions
{
    public static Option<int> Seed { get; } = new("--seed") { Description = "All chance follows from it", DefaultValueFactory = _ => 1 };

    public static Option<int> Threads { get; } = Positive("--threads", "Threads to use; they do not change the result", Compute.Threads);

    public static Option<int> Epochs(int number) => Positive("--epochs", "How often each image is seen", number);

    public static Option<string> Output(string file)
    {
        var option = new Option<string>("--out") { Description = "Where the weights go", DefaultValueFactory = _ => file };
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
