using System;
using Sinter;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>A state that is read before and after it is replaced, and by an op that looks at other elements than its own.</summary>
[Network]
public partial class Accumulator
{
    readonly State total = new(5) { PerSession = true, Init = Init.Constant(2) };

    /// <summary>The new total, the old one turned around, and their difference.</summary>
    [Forward]
    public (Tensor total, Tensor turned, Tensor difference) Add([Shape(5)] Tensor x)
    {
        var old = total * 1f;
        var turned = Flip(total, 0);
        total.Next = total + x;
        return (total * 1f, turned, total - old);
    }

    /// <summary>Without a session: the total after its first content.</summary>
    [Loss]
    public Tensor Loss([Shape(5)] Tensor x)
    {
        total.Next = total + x;
        return Sum(total);
    }
}

/// <summary>A recurrence, one step per call, for several sequences at once (an LSTM cell with PyTorch's gate order).</summary>
[Network]
public partial class LstmStep
{
    readonly State hidden = new(20) { PerSession = true, Batch = "N" }, cell = new(20) { PerSession = true, Batch = "N" };
    readonly Layer input = new Linear(80), recurrent = new Linear(80), output = new Linear(5);

    /// <summary>One step.</summary>
    [Forward]
    public Tensor Step([Shape("N", 7)] Tensor x)
    {
        var gates = Split(input(x) + recurrent(hidden), [20, 20, 20, 20], axis: 1);
        cell.Next = Sigmoid(gates[1]) * cell + Sigmoid(gates[0]) * Tanh(gates[2]);
        hidden.Next = Sigmoid(gates[3]) * Tanh(cell);
        return output(hidden);
    }
}

/// <summary>What a block's positions do to attention.</summary>
public enum Positions
{
    /// <summary>A learned row per position is added to the embeddings.</summary>
    Learned,

    /// <summary>Queries and keys are turned by an angle that grows with the position (Su et al. 2021).</summary>
    Rotary,
}

/// <summary>Causal self-attention over a cache of keys and values, from simple parts.</summary>
public sealed class CachedAttention(int width, int heads, int capacity, Positions positions, Overflow overflow) : Module
{
    readonly Layer query = new Linear(width), key = new Linear(width), value = new Linear(width), output = new Linear(width);
    readonly KeyValueCache keys = new(capacity, width) { Overflow = overflow }, values = new(capacity, width) { Overflow = overflow };

    /// <summary>[T, width].</summary>
    public Tensor Forward(Tensor x)
    {
        var (count, size) = (x.Shape[0], width / heads);
        var position = Arange(keys.Position, keys.Position + count);
        var q = Heads(query(x));
        var k = Heads(key(x));
        if (positions == Positions.Rotary) (q, k) = (Turned(q, position), Turned(k, position));
        var allKeys = Heads(keys.Append(Reshape(Transpose(k, [1, 0, 2]), [count, width])));
        var allValues = Heads(values.Append(value(x)));
        var all = allKeys.Shape[1];
        var row = Unsqueeze(Arange(all - count, all), 1);
        var column = Unsqueeze(Arange(0, all), 0);
        var seen = row >= column;
        if (overflow == Overflow.SlidingWindow) seen = seen & (row < column + capacity);
        var scores = MatMul(q, Transpose(allKeys, [0, 2, 1])) * (1 / MathF.Sqrt(size));
        var weights = Softmax(Where(seen, scores, float.NegativeInfinity), axis: -1);
        return output(Reshape(Transpose(MatMul(weights, allValues), [1, 0, 2]), [count, width]));
    }

    Tensor Heads(Tensor y) => Transpose(Reshape(y, [y.Shape[0], heads, width / heads]), [1, 0, 2]);

    Tensor Turned(Tensor y, IntTensor position)
    {
        var half = y.Shape[2] / 2;
        var frequency = Exp(ToFloat(Arange(0, half)) * (-MathF.Log(10000) / half));
        var angle = Unsqueeze(ToFloat(position), 1) * Unsqueeze(frequency, 0);
        var (a, b) = (y[.., .., ..half], y[.., .., half..]);
        return Concat([a * Cos(angle) - b * Sin(angle), b * Cos(angle) + a * Sin(angle)], axis: 2);
    }
}

/// <summary>A Transformer block over a cache (pre-norm).</summary>
public sealed class CachedBlock(int width, int heads, int capacity, Positions positions, Overflow overflow) : Module
{
    readonly Layer norm1 = new LayerNorm(), norm2 = new LayerNorm();
    readonly Layer attention = new CachedAttention(width, heads, capacity, positions, overflow);
    readonly Layer expand = new Linear(3 * width), contract = new Linear(width);

    /// <summary>[T, width].</summary>
    public Tensor Forward(Tensor x)
    {
        x += attention(norm1(x));
        return x + contract(Gelu(expand(norm2(x))));
    }
}

/// <summary>A decoder with learned positions; one method for training and for generation.</summary>
[Network]
public partial class LearnedGpt
{
    const int Vocabulary = 29, Width = 18, Capacity = 40;

    readonly Embedding tokens = new(Vocabulary, Width), positions = new(Capacity, Width);
    readonly Layer[] blocks = [new CachedBlock(Width, 3, Capacity, Positions.Learned, Overflow.Error), new CachedBlock(Width, 3, Capacity, Positions.Learned, Overflow.Error)];
    readonly KeyValueCache trace = new(Capacity);     // only counts positions
    readonly Layer norm = new LayerNorm(), head = new Linear(Vocabulary);

    /// <summary>Scores after each token.</summary>
    [Forward]
    public Tensor Decode([Shape("T")] IntTensor token)
    {
        trace.Append(ToFloat(token));
        var x = tokens.Forward(token) + positions.Forward(Arange(trace.Position, trace.Position + token.Shape[0]));
        foreach (var block in blocks) x = block(x);
        return head(norm(x));
    }

    /// <summary>What the next tokens cost.</summary>
    [Loss]
    public Tensor Loss([Shape("T")] IntTensor token, [Shape("T")] IntTensor next) => CrossEntropy(Decode(token), next);
}

/// <summary>A decoder with rotary positions and a sliding window.</summary>
[Network]
public partial class SlidingGpt
{
    readonly Embedding tokens = new(23, 24);
    readonly Layer[] blocks = [new CachedBlock(24, 2, 6, Positions.Rotary, Overflow.SlidingWindow), new CachedBlock(24, 2, 6, Positions.Rotary, Overflow.SlidingWindow)];
    readonly Layer head = new Linear(23);

    /// <summary>Scores after the last token.</summary>
    [Forward]
    public Tensor Decode([Shape("T")] IntTensor token)
    {
        var x = tokens.Forward(token);
        foreach (var block in blocks) x = block(x);
        return head(x)[^1];
    }

    /// <summary>Scores after each token, without a cache: attention through a window, all at once.</summary>
    [Loss]
    public (Tensor loss, Tensor last) Loss([Shape("T")] IntTensor token, [Shape("T")] IntTensor next)
    {
        var x = tokens.Forward(token);
        foreach (var block in blocks) x = block(x);
        var y = head(x);
        return (CrossEntropy(y, next), y[^1, 3]);
    }
}

/// <summary>An encoder–decoder: the encoder leaves its memory in the session, and the decoder attends to it; several sequences at once.</summary>
[Network]
public partial class Translator
{
    readonly Embedding source = new(17, 16), target = new(13, 16);
    readonly KeyValueCache memory = new(20, 16) { Length = "Source", Batch = "N" };
    readonly KeyValueCache states = new(12, 16) { Batch = "N" };
    readonly Layer encode = new Linear(16), query = new Linear(16), head = new Linear(13);

    /// <summary>Reads the source.</summary>
    [Forward]
    public Tensor Encode([Shape("N", "S")] IntTensor token) => memory.Append(Tanh(encode(source.Forward(token))));

    /// <summary>Scores after the last token.</summary>
    [Forward]
    public Tensor Decode([Shape("N", "T")] IntTensor token)
    {
        var x = target.Forward(token);
        x = x + Attend(query(x), memory.Rows, causal: false);
        x = x + Attend(x, states.Append(x), causal: true);
        return head(x)[.., ^1];
    }

    static Tensor Attend(Tensor q, Tensor keys, bool causal)
    {
        var scores = MatMul(q, Transpose(keys, [0, 2, 1])) * 0.25f;
        var (count, all) = (q.Shape[1], keys.Shape[1]);
        if (causal) scores = Where(Unsqueeze(Arange(all - count, all), 1) >= Unsqueeze(Arange(0, all), 0), scores, float.NegativeInfinity);
        return MatMul(Softmax(scores, axis: -1), keys);
    }
}

/// <summary>Causal self-attention over a cache by the fused op; fewer heads of keys and values than of queries, rotary positions.</summary>
public sealed class FusedAttention(int width, int heads, int keyHeads, int capacity, bool window) : Module
{
    readonly Layer query = new Linear(width), key = new Linear(width / heads * keyHeads), value = new Linear(width / heads * keyHeads), output = new Linear(width);
    readonly KeyValueCache keys = new(capacity, width / heads * keyHeads) { Batch = "N", Overflow = window ? Overflow.SlidingWindow : Overflow.Error };
    readonly KeyValueCache values = new(capacity, width / heads * keyHeads) { Batch = "N", Overflow = window ? Overflow.SlidingWindow : Overflow.Error };

    /// <summary>[N, T, width].</summary>
    public Tensor Forward(Tensor x)
    {
        var position = Arange(keys.Position, keys.Position + x.Shape[1]);
        var k = keys.Append(Turned(key(x), keyHeads, position));
        var v = values.Append(value(x));
        return output(Attention(Turned(query(x), heads, position), k, v, heads: heads, causal: true, window: window ? capacity : 0));
    }

    static Tensor Turned(Tensor y, int heads, IntTensor position)
    {
        var (count, half) = (y.Shape[1], y.Shape[2] / heads / 2);
        var apart = Reshape(y, [y.Shape[0], count, heads, 2 * half]);
        var frequency = Exp(ToFloat(Arange(0, half)) * (-MathF.Log(10000) / half));
        var angle = Reshape(Unsqueeze(ToFloat(position), 1) * Unsqueeze(frequency, 0), [count, 1, half]);
        var (a, b) = (apart[.., .., .., ..half], apart[.., .., .., half..]);
        return Reshape(Concat([a * Cos(angle) - b * Sin(angle), b * Cos(angle) + a * Sin(angle)], axis: 3), [y.Shape[0], count, y.Shape[2]]);
    }
}

/// <summary>A decoder of several sequences at once with the fused op.</summary>
[Network]
public partial class FusedGpt
{
    readonly Embedding tokens = new(31, 24);
    readonly FusedAttention[] attention = [new FusedAttention(24, 4, 2, 600, window: false), new FusedAttention(24, 4, 2, 600, window: false)];
    readonly Layer[] norms = [new LayerNorm(), new LayerNorm()];
    readonly Layer head = new Linear(31);

    /// <summary>Scores after each token.</summary>
    [Forward]
    public Tensor Decode([Shape("N", "T")] IntTensor token)
    {
        var x = tokens.Forward(token);
        for (var i = 0; i < 2; i++) x = x + attention[i].Forward(norms[i](x));
        return head(x);
    }
}

/// <summary>The same with a window, and without a cache for comparison.</summary>
[Network]
public partial class FusedWindow
{
    readonly Embedding tokens = new(31, 24);
    readonly FusedAttention[] attention = [new FusedAttention(24, 2, 2, 9, window: true), new FusedAttention(24, 2, 2, 9, window: true)];
    readonly Layer head = new Linear(31);

    /// <summary>Scores after each token.</summary>
    [Forward]
    public Tensor Decode([Shape("N", "T")] IntTensor token)
    {
        var x = tokens.Forward(token);
        foreach (var layer in attention) x = x + layer.Forward(x);
        return head(x);
    }

    /// <summary>All at once, without a cache: one score after the last token.</summary>
    [Loss]
    public (Tensor loss, Tensor last) Loss([Shape("N", "T")] IntTensor token)
    {
        var y = Decode(token);
        return (Mean(y), y[0, ^1, 3]);
    }
}

/// <summary>Recurrences whose states the session keeps: text is read in pieces of any length.</summary>
[Network]
public partial class StreamedText
{
    readonly Embedding tokens = new(19, 10);
    readonly Layer lstm = new Lstm(20) { Layers = 2, PerSession = true }, gru = new Gru(13) { PerSession = true }, rnn = new Rnn(9) { PerSession = true };
    readonly Layer head = new Linear(19);

    /// <summary>Scores after each token.</summary>
    [Forward]
    public Tensor Read([Shape("N", "T")] IntTensor token) => head(rnn(gru(lstm(tokens.Forward(token)))));

    /// <summary>What the next tokens cost, from states of zeros.</summary>
    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor token, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Read(token), [0, 2, 1]), next);
}
