using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>How a kernel moves over images. Padding is on both sides.</summary>
internal sealed record ConvolutionSettings(Pair Stride, Pair Padding, Pair Dilation, int Groups)
{
    /// <summary>From the arguments of a call: stride, padding, dilation, groups.</summary>
    public static ConvolutionSettings Of(CallArguments call) =>
        new(Pair.Of(call, "stride", 1), Pair.Of(call, "padding", 0), Pair.Of(call, "dilation", 1), call.Int("groups", 1));

    public override string ToString() => $"stride={Stride}, padding={Padding}, dilation={Dilation}, groups={Groups}";
}
