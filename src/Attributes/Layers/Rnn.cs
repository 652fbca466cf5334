namespace Sinter;

/// <summary>
/// A recurrence over the steps of sequences, h′ = tanh(W_ih·x + b_ih + W_hh·h + b_hh) (Elman 1990), as <c>torch.nn.RNN</c>: [N, T, C] to [N, T, directions · units].
/// Per layer and direction (<c>l0</c>, <c>l0_reverse</c>, <c>l1</c>, …): <c>weight_ih_l0</c> [units, C], <c>weight_hh_l0</c> [units, units], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [units], all from
/// U(−1/√units, 1/√units). From T steps nothing is unrolled: the product with the inputs is computed for all steps together, then the steps run in a loop.
/// </summary>
/// <param name="units">Extent of the state.</param>
public sealed class Rnn(int units) : WeightedLayer
{
    /// <summary>Extent of the state.</summary>
    public int Units { get; } = units;

    /// <summary>How many recurrences stand on top of each other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Also runs from the last step to the first; the outputs of both directions lie side by side.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The probability that an output of a layer but the last is dropped while training, in [0, 1).</summary>
    public float Dropout { get; init; }

    /// <summary>Adds learned numbers after both maps.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Sequences are [T, N, C] instead of [N, T, C].</summary>
    public bool TimeFirst { get; init; }

    /// <summary>
    /// [Forward] methods go on where the session's last call stopped: the states are kept per session, one per sequence of the batch (an extent of the inputs), and none are given to Forward. Steps one by one, as in
    /// generation, are then what all at once are, to the bit. In a [Loss] method, which has no session, sequences begin with zeros.
    /// </summary>
    public bool PerSession { get; init; }

    /// <summary>max(0, x) instead of tanh x.</summary>
    public bool Relu { get; init; }

    /// <summary>Runs over the sequences and gives the final states as well; a field of type <c>Rnn</c> is called through this.</summary>
    /// <param name="x">[N, T, C]; T may be symbolic.</param>
    /// <param name="hidden">[Layers · directions, N, units]: the states before the first step; left out: zeros.</param>
    /// <param name="lengths">[N]: how many steps each sequence has, 1 to T; what is behind its end is not read, and outputs are zero there. Left out: T.</param>
    /// <returns>The outputs of all steps [N, T, directions · units], and after the last step of each sequence the states [Layers · directions, N, units].</returns>
    public (Tensor Output, Tensor Hidden) Forward(Tensor x, Tensor? hidden = null, IntTensor? lengths = null) => throw CompiledLanguage.NotExecuted();
}
