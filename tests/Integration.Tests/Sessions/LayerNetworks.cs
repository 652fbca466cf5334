using Sinter;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>A GPT of the library's layers: learned positions, post-norm; caches of so many positions, or none.</summary>
public sealed class LearnedLayers(int cache) : Module
{
    readonly Embedding tokens = new(29, 20);
    readonly PositionEmbedding positions = new(40) { PerSession = cache > 0 };
    readonly Layer[] blocks = [Block(cache), Block(cache)];
    readonly Layer head = new Linear(29);

    /// <summary>[N, T] to [N, T, 29].</summary>
    public Tensor Forward(IntTensor token)
    {
        var x = positions.Forward(tokens.Forward(token));
        foreach (var block in blocks) x = block(x);
        return head(x);
    }

    static Layer Block(int cache) => new TransformerEncoderLayer(4, 33) { Causal = true, Dropout = 0, Cache = cache };
}

/// <summary>Rotary positions, fewer heads of keys and values, pre-norm; with a window where it is given.</summary>
public sealed class RotaryLayers(int cache, int window) : Module
{
    readonly Embedding tokens = new(31, 24);
    readonly Layer[] blocks = [Block(cache, window), Block(cache, window)];
    readonly Layer norm = new LayerNorm(), head = new Linear(31);

    /// <summary>[N, T] to [N, T, 31].</summary>
    public Tensor Forward(IntTensor token)
    {
        var x = tokens.Forward(token);
        foreach (var block in blocks) x = block(x);
        return head(norm(x));
    }

    static Layer Block(int cache, int window) => new TransformerEncoderLayer(4, 50)
    {
        Causal = true, Rotary = true, KeyValueHeads = 2, NormFirst = true, Activation = Activation.SwiGlu, Dropout = 0, Cache = cache, Window = window,
    };
}

/// <summary>One sequence, sinusoidal positions, and attention alone with padding.</summary>
public sealed class SinusoidalLayers(int cache) : Module
{
    readonly Embedding tokens = new(23, 18);
    readonly Layer positions = new SinusoidalPositions { PerSession = cache > 0 };
    readonly MultiHeadAttention attention = new(3) { Causal = true, Cache = cache };
    readonly Layer head = new Linear(23);

    /// <summary>[1, T] to [1, T, 23]; no one sees token 0.</summary>
    public Tensor Forward(IntTensor token)
    {
        var x = positions(tokens.Forward(token));
        return head(x + attention.Forward(x, padding: token == 0));
    }
}

/// <summary>An encoder whose memory the decoder's layers remember, or are given.</summary>
public sealed class TranslatorLayers(int cache, int memory) : Module
{
    readonly Embedding source = new(17, 16), target = new(13, 16);
    readonly Layer sourcePositions = new PositionEmbedding(20), targetPositions = new PositionEmbedding(24) { PerSession = cache > 0 };
    readonly TransformerEncoderLayer encoder = new(2, 32) { Dropout = 0, NormFirst = true };
    readonly TransformerDecoderLayer[] decoder = [Block(cache, memory), Block(cache, memory)];
    readonly Layer head = new Linear(13);

    /// <summary>[N, S] to [N, S, 16]; source token 0 is padding.</summary>
    public Tensor Encode(IntTensor token)
    {
        var y = encoder.Forward(sourcePositions(source.Forward(token)), token == 0);
        if (memory > 0)
            foreach (var layer in decoder) layer.Remember(y, token == 0);
        return y;
    }

    /// <summary>[N, T] to [N, T, 13].</summary>
    public Tensor Decode(IntTensor token, Tensor? encoded = null, BoolTensor? padding = null)
    {
        var x = targetPositions(target.Forward(token));
        foreach (var layer in decoder) x = layer.Forward(x, encoded, memoryPadding: padding);
        return head(x);
    }

    static TransformerDecoderLayer Block(int cache, int memory) => new(2, 32) { Dropout = 0, NormFirst = true, Cache = cache, Memory = memory, MemoryPadding = memory > 0 };
}

#pragma warning disable CS1591 // The pairs below say what they are by their names.
[Network]
public partial class LearnedCached
{
    readonly LearnedLayers net = new(cache: 40);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor token, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Score(token), [0, 2, 1]), next);
}

[Network]
public partial class LearnedUncached
{
    readonly LearnedLayers net = new(cache: 0);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class RotaryCached
{
    readonly RotaryLayers net = new(cache: 300, window: 0);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class RotaryUncached
{
    readonly RotaryLayers net = new(cache: 0, window: 0);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class WindowCached
{
    readonly RotaryLayers net = new(cache: 12, window: 9);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class WindowUncached
{
    readonly RotaryLayers net = new(cache: 0, window: 9);

    [Forward]
    public Tensor Score([Shape("N", "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class SinusoidalCached
{
    readonly SinusoidalLayers net = new(cache: 40);

    [Forward]
    public Tensor Score([Shape(1, "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class SinusoidalUncached
{
    readonly SinusoidalLayers net = new(cache: 0);

    [Forward]
    public Tensor Score([Shape(1, "T")] IntTensor token) => net.Forward(token);
}

[Network]
public partial class TranslatorCached
{
    readonly TranslatorLayers net = new(cache: 24, memory: 20);

    [Forward]
    public Tensor Encode([Shape("N", "S")] IntTensor source) => net.Encode(source);

    [Forward]
    public Tensor Decode([Shape("N", "T")] IntTensor target) => net.Decode(target);

    [Loss]
    public Tensor Loss([Shape("N", "S")] IntTensor source, [Shape("N", "T")] IntTensor target, [Shape("N", "T")] IntTensor next)
    {
        Encode(source);
        return CrossEntropy(Transpose(Decode(target), [0, 2, 1]), next);
    }
}

[Network]
public partial class TranslatorUncached
{
    readonly TranslatorLayers net = new(cache: 0, memory: 0);

    [Forward]
    public Tensor Translate([Shape("N", "S")] IntTensor source, [Shape("N", "T")] IntTensor target) => net.Decode(target, net.Encode(source), source == 0);

    [Loss]
    public Tensor Loss([Shape("N", "S")] IntTensor source, [Shape("N", "T")] IntTensor target, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Translate(source, target), [0, 2, 1]), next);
}
