using System.CommandLine;
using System.IO;

namespace Samples;

/// <summary>What a sample was asked for.</summary>
internal sealed record SampleRun(ParseResult Options)
{
    /// <summary>Where the data is; nothing in a smoke test.</summary>
    public required string Folder { get; init; }

    /// <summary>The sample makes its data itself, to see that it works.</summary>
    public required bool Smoke { get; init; }

    /// <summary>How often all is seen.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many batches are trained with.</summary>
    public required int Steps { get; init; }

    /// <summary>What all chance follows from.</summary>
    public required int Seed { get; init; }

    /// <summary>The file of the weights.</summary>
    public required string Output { get; init; }

    /// <summary>A file of the data.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>The value of an option of the sample's own.</summary>
    public T Value<T>(Option<T> option) => Options.GetRequiredValue(option);
}
