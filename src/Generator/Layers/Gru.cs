using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>
/// r, z = σ of the first two parts of W_ih·x + b_ih + W_hh·h + b_hh; n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn)); h′ = (1 − z)·n + z·h (Cho et al. 2014, with PyTorch's place of the reset gate).
/// </summary>
internal sealed class Gru : RecurrentLayer
{
    protected override int Gates => 3;

    // The reset gate stands between the biases of the candidate.
    protected override bool AddsBiases => false;

    public override string Stem => "gru";

    public override string Doc =>
        "r, z = sigmoid of the first parts of W_ih x + b_ih + W_hh h + b_hh, n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = (1 - z) n + z h over the steps of a sequence: [N, T, C] to " +
        "[N, T, units] (torch.nn.GRU; Cho et al. 2014).";

    protected override IReadOnlyList<Value> Step(LayerContext layer, Value fromInput, Value fromState, IReadOnlyList<Value> states, int units)
    {
        Value Sum(int gate) => Gate(fromInput, gate, units) + Gate(fromState, gate, units);
        var (reset, update) = (Sum(0).Sigmoid(), Sum(1).Sigmoid());
        var candidate = (Gate(fromInput, 2, units) + reset * Gate(fromState, 2, units)).Tanh();
        return [(1 - update) * candidate + update * states[0]];
    }
}
