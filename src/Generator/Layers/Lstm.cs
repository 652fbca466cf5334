using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>
/// i, f, g, o = σ, σ, tanh, σ of the four parts of W_ih·x + b_ih + W_hh·h + b_hh; c′ = f·c + i·g; h′ = o·tanh(c′) (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
/// </summary>
internal sealed class Lstm : RecurrentLayer
{
    protected override IReadOnlyList<string> States => ["hidden", "cell"];

    protected override int Gates => 4;

    public override string Stem => "lstm";

    public override string Doc =>
        "i, f, g, o = sigmoid, sigmoid, tanh, sigmoid of the parts of W_ih x + b_ih + W_hh h + b_hh, c' = f c + i g, h' = o tanh(c') over the steps of a sequence: [N, T, C] to " +
        "[N, T, units] (torch.nn.LSTM; Hochreiter and Schmidhuber 1997).";

    protected override IReadOnlyList<Value> Step(LayerContext layer, Value fromInput, Value fromState, IReadOnlyList<Value> states, int units)
    {
        var sum = fromInput + fromState;
        var (input, forget, candidate, output) = (Gate(sum, 0, units).Sigmoid(), Gate(sum, 1, units).Sigmoid(), Gate(sum, 2, units).Tanh(), Gate(sum, 3, units).Sigmoid());
        var cell = forget * states[1] + input * candidate;
        return [output * cell.Tanh(), cell];
    }
}
