using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>h′ = tanh(W_ih·x + b_ih + W_hh·h + b_hh) (Elman 1990).</summary>
internal sealed class Rnn : RecurrentLayer
{
    protected override int Gates => 1;

    public override string Stem => "rnn";

    public override string Doc => "h' = tanh(W_ih x + b_ih + W_hh h + b_hh) over the steps of a sequence: [N, T, C] to [N, T, units] (torch.nn.RNN; Elman 1990).";

    public override EquatableArray<LayerParameter> Parameters =>
        [.. Settings, new LayerParameter("Relu", ParameterKind.Bool, "max(0, x) instead of tanh x.", IsProperty: true) { Default = "false" }];

    protected override IReadOnlyList<Value> Step(LayerContext layer, Value fromInput, Value fromState, IReadOnlyList<Value> states, int units)
    {
        var sum = fromInput + fromState;
        return [layer.Settings.Bool("Relu") ? sum.Relu() : sum.Tanh()];
    }
}
