namespace Sinter;

/// <summary>
/// A learned row for each number: integers [...] from 0 to vocabulary − 1 to [..., width], as <c>torch.nn.Embedding</c>.
/// Parameter: <c>weight</c> [vocabulary, width], from N(0, 1).
/// </summary>
/// <param name="vocabulary">How many numbers there are.</param>
/// <param name="width">Extent of a row.</param>
public sealed class Embedding(int vocabulary, int width) : WeightedLayer
{
    /// <summary>How many numbers there are.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>Extent of a row.</summary>
    public int Width { get; } = width;

    /// <summary>The rows of the numbers: [...] to [..., width]. A field of type <c>Embedding</c> is called through this.</summary>
    public Tensor Forward(IntTensor x) => throw CompiledLanguage.NotExecuted();
}
