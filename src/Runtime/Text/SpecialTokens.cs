using System.Collections.Generic;
using System.Linq;

namespace Sinter;

/// <summary>Names of the tokens that stand for no text; null: there is none. A tokenizer trained with them numbers them first, in the order pad, unknown, begin, end.</summary>
public sealed record SpecialTokens
{
    /// <summary>What fills sequences up to a common length.</summary>
    public string? Pad { get; init; }

    /// <summary>What stands for text that the vocabulary has no token for.</summary>
    public string? Unknown { get; init; }

    /// <summary>What a sequence begins with.</summary>
    public string? Begin { get; init; }

    /// <summary>What a sequence ends with.</summary>
    public string? End { get; init; }

    /// <summary>No special tokens.</summary>
    public static SpecialTokens None { get; } = new();

    /// <summary>&lt;pad&gt;, &lt;unk&gt;, &lt;bos&gt; and &lt;eos&gt;.</summary>
    public static SpecialTokens All { get; } = new() { Pad = "<pad>", Unknown = "<unk>", Begin = "<bos>", End = "<eos>" };

    /// <summary>GPT-2's: &lt;|endoftext|&gt; begins and ends.</summary>
    public static SpecialTokens Gpt2 { get; } = new() { Begin = "<|endoftext|>", End = "<|endoftext|>" };

    /// <summary>The names that are given, each once.</summary>
    internal IEnumerable<string> Names => new[] { Pad, Unknown, Begin, End }.OfType<string>().Distinct();

    /// <summary>Those of these that a vocabulary has.</summary>
    internal SpecialTokens In(IReadOnlyDictionary<string, int> vocabulary)
    {
        return new() { Pad = Found(Pad), Unknown = Found(Unknown), Begin = Found(Begin), End = Found(End) };

        string? Found(string? name) => name is not null && vocabulary.ContainsKey(name) ? name : null;
    }
}
