using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Convolutions whose results are too large for the cache and are read by the next one alone, as one kernel: expansion, depthwise convolution and projection of an inverted residual.
/// </summary>
internal static class BandLowering
{
    // Elements of an image's result beyond which a pass over it comes from afar, and where no line is computed twice.
    const int FarElements = 1 << 18, NearElements = 1 << 16;

    /// <summary>The chains among these clusters, each by its last convolution.</summary>
    public static Dictionary<Cluster, IReadOnlyList<ContractionCluster>> Chains(IReadOnlyList<Cluster> clusters, ValueUses uses, IReadOnlyCollection<Value> outputs)
    {
        var chains = new Dictionary<Cluster, IReadOnlyList<ContractionCluster>>();
        foreach (var last in clusters.OfType<ContractionCluster>())
        {
            var before = clusters.OfType<ContractionCluster>().FirstOrDefault(c => Leads(c, last, uses, outputs));
            if (before is null) continue;
            chains[last] = [.. chains.TryGetValue(before, out var chain) ? chain : [before], last];
            chains.Remove(before);
        }
        return chains;
    }

    /// <summary>The chain's kernel, behind those that pack its weights.</summary>
    public static IReadOnlyList<LoweredCluster> Lower(
        IReadOnlyList<ContractionCluster> chain, Storage storage, ValueUses uses, PackedOperands packedOperands, string name, IEnumerable<string> comments)
    {
        var arguments = new KernelArguments();
        var links = chain.Select(cluster => new ContractionLowering(cluster, storage, arguments)).ToList();
        var kernels = links.SelectMany(link => link.Pack(uses, packedOperands)).ToList();
        arguments.AddNew(links[0].A.Buffer);
        foreach (var link in links) arguments.AddNew(link.B.Buffer);
        var last = chain[chain.Count - 1];
        var result = arguments.AddNew(last.Root);
        arguments.Close();
        var stages = links.Select((link, i) => Stage(link, chain[i], i == 0 ? null : chain[i - 1].Frame)).ToEquatableArray();
        KernelArgument[] bound =
        [
            new(links[0].A.Buffer, links[0].A.Origin, Writes: false),
            .. links.Select(link => link.ArgumentB),
            new(last.Root, last.Origin, Writes: true),
            .. arguments.Values.Skip(result.Slot + 1).Select(value => new KernelArgument(value, Dim.Zero, Writes: false)),
        ];
        if (last.Frame is not null && uses.Users(last.Root).Any(user => user.Op is ContractionOp)) kernels.Add(FrameKernel.Lower(last.Root, name, last.Prepared));
        kernels.Add(new LoweredCluster(new BandKernel(name, string.Join("; ", comments), arguments.Buffers, stages), bound, last.Prepared));
        return kernels;
    }

    static BandStage Stage(ContractionLowering link, ContractionCluster cluster, Framed? before)
    {
        var lines = LinesOf(cluster.Contraction);
        return new BandStage(link.ShapeByLines(), link.EpilogueExpression(), lines.Step, lines.Reach, before?.Before.Y ?? 0, (cluster.Frame?.Before.X ?? 0) * cluster.Contraction.Shape[3]);
    }

    // What the first computes for the second alone need not be in memory as a whole.
    static bool Leads(ContractionCluster first, ContractionCluster second, ValueUses uses, IReadOnlyCollection<Value> outputs)
    {
        if (first.Prepared || second.Prepared || second.Contraction.Operands[0] != first.Root || second.Contraction.Operands[1] == first.Root) return false;
        if (!IsConvolution(first.Contraction) || !IsConvolution(second.Contraction) || outputs.Contains(first.Root)) return false;
        if (uses.Users(first.Root) is not [var user] || user != second.Contraction || ReadsImages(first)) return false;
        var (step, reach) = LinesOf(second.Contraction);
        var isPointwise = second.Contraction.Op is Conv2dNhwc && reach == Dim.One && second.Contraction.Operands[1].Shape[3] == Dim.One;
        if (!isPointwise && second.Contraction.Op is not DepthwiseConv2d) return false;
        return first.Contraction.Shape is var shape && (shape[1] * shape[2] * shape[3]).Constant is { } elements && elements >= (reach == step ? NearElements : FarElements);
    }

    static bool IsConvolution(Value value) => value.Op is DepthwiseConv2d or Conv2dNhwc { Groups: 1 };

    // An epilogue that adds images to its own, or draws numbers by their place, must know where an element lies.
    static bool ReadsImages(ContractionCluster cluster)
    {
        var channels = cluster.Contraction.Shape[3];
        bool IsTold(Value operand) => cluster.Members.Contains(operand) || operand.Op is Constant || operand.Shape.Size == Dim.One
            || (operand.Op is Broadcast && operand.Operands[0].Shape.Size is var size && (size == Dim.One || size == channels));
        return cluster.Members.Any(member => member != cluster.Contraction && (member.Op is IVariesPerCall || !member.Operands.All(IsTold)));
    }

    static (Dim Step, Dim Reach) LinesOf(Value convolution)
    {
        if (convolution.Op is Conv2dNhwc conv) return (conv.Stride.Y, (convolution.Operands[1].Shape[2] - 1) * conv.Dilation.Y + 1);
        var geometry = ((DepthwiseConv2d)convolution.Op).Geometry;
        return (geometry.Stride.Y, (geometry.Kernel.Y - 1) * geometry.Dilation.Y + 1);
    }
}
