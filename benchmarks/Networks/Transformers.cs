using System.Linq;
using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

/// <summary>Self-attention over heads; causal: no position sees a later one.</summary>
public sealed class SelfAttention(int width, int heads, bool causal = false) : Module
{
    readonly Layer qkv = new Linear(3 * width), output = new Linear(width);

    public Tensor Forward(Tensor x)
    {
        var parts = Split(qkv(x), [width, width, width], axis: 2);
        return output(Attention(parts[0], parts[1], parts[2], heads: heads, causal: causal));
    }
}

/// <summary>BERT-like layer: post-norm, exact GELU.</summary>
public sealed class EncoderLayer(int width, int heads, int hidden) : Module
{
    readonly Layer attention = new SelfAttention(width, heads), up = new Linear(hidden), down = new Linear(width);
    readonly Layer norm1 = new LayerNorm(), norm2 = new LayerNorm();

    public Tensor Forward(Tensor x)
    {
        x = norm1(x + attention(x));
        return norm2(x + down(Gelu(up(x))));
    }
}

/// <summary>Four layers of width 256 over 128 positions.</summary>
[Network]
public partial class Encoder
{
    readonly Layer[] layers = Enumerable.Range(0, 4).Select(i => (Layer)new EncoderLayer(256, 8, 1024)).ToArray();

    [Forward]
    public Tensor Encode([Shape("N", 128, 256)] Tensor x)
    {
        foreach (var layer in layers) x = layer(x);
        return x;
    }
}

/// <summary>Pre-norm causal decoder block, exact GELU.</summary>
public sealed class GptBlock(int width, int heads) : Module
{
    readonly Layer attention = new SelfAttention(width, heads, causal: true), up = new Linear(4 * width), down = new Linear(width);
    readonly Layer norm1 = new LayerNorm(), norm2 = new LayerNorm();

    public Tensor Forward(Tensor x)
    {
        x += attention(norm1(x));
        return x + down(Gelu(up(norm2(x))));
    }
}

/// <summary>GPT-2 small: 12 blocks of width 768, the output tied to the embedding.</summary>
public sealed class Gpt2Model : Module
{
    readonly Parameter tokens = new(50257, 768), positions = new(1024, 768);
    readonly Layer[] blocks = Enumerable.Range(0, 12).Select(i => (Layer)new GptBlock(768, 12)).ToArray();
    readonly Layer norm = new LayerNorm();

    /// <summary>What the last block says at every position.</summary>
    public Tensor Hidden(IntTensor ids)
    {
        var x = Gather(tokens, ids) + positions[..ids.Shape[1]];
        foreach (var block in blocks) x = block(x);
        return x;
    }

    public Tensor Logits(Tensor hidden) => MatMul(norm(hidden), Transpose(tokens));
}

/// <summary>The logits after every position of a prompt.</summary>
[Network]
public partial class Gpt2
{
    readonly Gpt2Model gpt = new();

    [Forward]
    public Tensor Prefill([Shape("N", 64)] IntTensor ids) => gpt.Logits(gpt.Hidden(ids));
}

/// <summary>The logits after the last position of a prompt.</summary>
[Network]
public partial class Gpt2LastLogits
{
    readonly Gpt2Model gpt = new();

    [Forward]
    public Tensor Prefill([Shape("N", 64)] IntTensor ids) => gpt.Logits(gpt.Hidden(ids)[.., ^1..]);
}

/// <summary><see cref="GptBlock"/> over a cache of the last 129 positions.</summary>
public sealed class CachedGptBlock(int width, int heads) : Module
{
    const int Window = 129;

    readonly Layer qkv = new Linear(3 * width), output = new Linear(width), up = new Linear(4 * width), down = new Linear(width);
    readonly Layer norm1 = new LayerNorm(), norm2 = new LayerNorm();
    readonly KeyValueCache keys = new(Window, width) { Overflow = Overflow.SlidingWindow }, values = new(Window, width) { Overflow = Overflow.SlidingWindow };

    public Tensor Forward(Tensor x)
    {
        var parts = Split(qkv(norm1(x)), [width, width, width], axis: 1);
        var seen = Attention(Unsqueeze(parts[0], 0), Unsqueeze(keys.Append(parts[1]), 0), Unsqueeze(values.Append(parts[2]), 0), heads: heads, causal: true);
        x += output(Squeeze(seen, 0));
        return x + down(Gelu(up(norm2(x))));
    }
}

/// <summary>GPT-2 small, one token at a time behind a prompt of 128.</summary>
[Network]
public partial class Gpt2Decoder
{
    readonly Parameter tokens = new(50257, 768), positions = new(1024, 768);
    readonly Layer[] blocks = Enumerable.Range(0, 12).Select(i => (Layer)new CachedGptBlock(768, 12)).ToArray();
    readonly Layer norm = new LayerNorm();

    /// <summary>Fills the caches.</summary>
    [Forward]
    public Tensor Prompt([Shape(128)] IntTensor ids) => Hidden(ids, first: 0);

    /// <summary>The logits after a token at position 128. Called again, it drops the oldest position: as much work each time.</summary>
    [Forward]
    public Tensor Next([Shape(1)] IntTensor id) => MatMul(norm(Hidden(id, first: 128)), Transpose(tokens));

    Tensor Hidden(IntTensor ids, int first)
    {
        var x = Gather(tokens, ids) + positions[first..(first + ids.Shape[0])];
        foreach (var block in blocks) x = block(x);
        return x;
    }
}

/// <summary>One block of <see cref="Gpt2"/>: what its generated source is measured against.</summary>
[Network]
public partial class Gpt2Block
{
    readonly Layer block = new GptBlock(768, 12);

    [Forward]
    public Tensor Run([Shape("N", 64, 768)] Tensor x) => block(x);
}

/// <summary>A character model: four blocks of width 128 over 128 positions of a vocabulary of 65.</summary>
[Network]
public partial class TinyGpt
{
    readonly Parameter tokens = new(65, 128), positions = new(128, 128);
    readonly Layer[] blocks = Enumerable.Range(0, 4).Select(i => (Layer)new GptBlock(128, 4)).ToArray();
    readonly Layer norm = new LayerNorm(), head = new Linear(65) { Bias = false };

    [Loss]
    public Tensor Loss([Shape("N", 128)] IntTensor ids, [Shape("N", 128)] IntTensor next)
    {
        var x = Gather(tokens, ids) + positions;
        foreach (var block in blocks) x = block(x);
        return CrossEntropy(Reshape(head(norm(x)), [-1, 65]), Reshape(next, [-1]));
    }
}
