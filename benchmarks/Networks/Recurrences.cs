using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

/// <summary>64 steps of 64 numbers, 128 units; all steps and the last states, as the peers' modules give them.</summary>
[Network]
public partial class LstmSequence
{
    readonly Lstm lstm = new(128) { TimeFirst = true };

    [Forward]
    public (Tensor output, Tensor hidden, Tensor cell) Run([Shape(64, "N", 64)] Tensor x)
    {
        var (output, hidden, cell) = lstm.Forward(x);
        return (output, hidden, cell);
    }
}

/// <summary>The same of gated recurrent units.</summary>
[Network]
public partial class GruSequence
{
    readonly Gru gru = new(128) { TimeFirst = true };

    [Forward]
    public (Tensor output, Tensor hidden) Run([Shape(64, "N", 64)] Tensor x)
    {
        var (output, hidden) = gru.Forward(x);
        return (output, hidden);
    }
}

/// <summary>Ten classes by the last output of an LSTM.</summary>
[Network]
public partial class LstmClassifier
{
    readonly Layer lstm = new Lstm(128) { TimeFirst = true };
    readonly Layer head = new Linear(10);

    [Loss]
    public Tensor Loss([Shape(64, "N", 64)] Tensor x, [Shape("N")] IntTensor label) => CrossEntropy(head(lstm(x)[^1]), label);
}
