using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Causal self-attention, attention to a memory, and two linear maps.</summary>
internal sealed class TransformerDecoderLayer : TransformerLayer
{
    public override string Stem => "decoder";

    public override string Doc =>
        "Causal self-attention, attention to a memory [N, S, K], then two linear maps, each with a normalized residual connection: [N, T, E] to the same (torch.nn.TransformerDecoderLayer; Vaswani et al. 2017).";

    public override EquatableArray<OpParameter> Operands =>
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, E]."),
        new OpParameter("memory", ParameterKind.Tensor, "[N, S, K], what the encoder gives."),
        new OpParameter("padding", ParameterKind.BoolTensor, "[N, T]: true for positions that none sees; left out: none.") { Default = "null" },
        new OpParameter("memoryPadding", ParameterKind.BoolTensor, "[N, S]: true for positions of the memory that none sees; left out: none.") { Default = "null" },
    ];

    protected override bool IsCausal => true;

    public override Value Forward(LayerContext layer, Value x) => throw new ShapeException("a decoder layer wants a memory: keep it in a field of its own type and call its Forward(x, memory).");

    public override Value Forward(LayerContext layer, CallArguments operands)
    {
        if (operands.OptionalTensor("memory") is not { } memory) return Forward(layer, operands.Tensor("x"));
        var x = Residual(layer, "norm1", operands.Tensor("x"), y => SelfAttention(layer, y, operands.OptionalTensor("padding")));
        x = Residual(layer, "norm2", x, y => CrossAttention(layer, y, memory, operands.OptionalTensor("memoryPadding")));
        return Residual(layer, "norm3", x, y => FeedForward(layer, y));
    }
}
