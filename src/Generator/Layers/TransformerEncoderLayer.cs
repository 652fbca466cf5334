using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Self-attention and two linear maps.</summary>
internal sealed class TransformerEncoderLayer : TransformerLayer
{
    public override string Stem => "encoder";

    public override string Doc => "Self-attention, then two linear maps, each with a normalized residual connection: [N, T, E] to the same (torch.nn.TransformerEncoderLayer; Vaswani et al. 2017).";

    public override EquatableArray<OpParameter> Operands =>
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, E]."),
        new OpParameter("padding", ParameterKind.BoolTensor, "[N, T]: true for positions that none sees; left out: none.") { Default = "null" },
    ];

    protected override bool IsCausal => false;

    public override Value Forward(LayerContext layer, Value x) => Forward(layer, x, null);

    public override Value Forward(LayerContext layer, CallArguments operands) => Forward(layer, operands.Tensor("x"), operands.OptionalTensor("padding"));

    Value Forward(LayerContext layer, Value x, Value? padding)
    {
        x = Residual(layer, "norm1", x, y => SelfAttention(layer, y, padding));
        return Residual(layer, "norm2", x, y => FeedForward(layer, y));
    }
}
