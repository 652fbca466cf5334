using System;
using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

/// <summary>Scaled dot-product attention over heads.</summary>
public sealed class Attention(int width, int heads) : Module
{
    readonly Layer qkv = new Linear(3 * width), o = new Linear(width);

    public Tensor Forward(Tensor x)
    {
        var (n, t) = (x.Shape[0], x.Shape[1]);
        var parts = Split(qkv(x), [width, width, width], axis: 2);
        Tensor Heads(Tensor y) => Transpose(Reshape(y, [n, t, heads, width / heads]), [0, 2, 1, 3]);
        var scores = MatMul(Heads(parts[0]), Transpose(Heads(parts[1]))) * (1 / MathF.Sqrt(width / heads));
        return o(Reshape(Transpose(MatMul(Softmax(scores), Heads(parts[2])), [0, 2, 1, 3]), [n, t, width]));
    }
}

/// <summary>BERT-like layer: post-norm, exact GELU.</summary>
public sealed class EncoderLayer(int width, int heads, int hidden) : Module
{
    readonly Layer attention = new Attention(width, heads), up = new Linear(hidden), down = new Linear(width);
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
    readonly Layer[] layers = [new EncoderLayer(256, 8, 1024), new EncoderLayer(256, 8, 1024), new EncoderLayer(256, 8, 1024), new EncoderLayer(256, 8, 1024)];

    [Forward]
    public Tensor Encode([Shape("N", 128, 256)] Tensor x)
    {
        foreach (var layer in layers) x = layer(x);
        return x;
    }
}
