using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// Which random numbers a kernel draws. Each random op of a model has a stream of its own; kernels that differ in nothing else share a method, so that a launch says at which stream it begins.
/// </summary>
internal static class RandomStreams
{
    /// <summary>The first stream that the kernel mentions, from which the others are counted; 0 when there is none.</summary>
    public static int FirstStream(this Kernel kernel) => kernel switch
    {
        LoopKernel loop => loop.Body.SelectMany(statement => statement.Expressions()).SelectMany(Streams).FirstOrDefault(),
        EpilogueKernel sums => sums.Epilogue.Parts().SelectMany(Streams).FirstOrDefault(),
        AttentionKernel attention => attention.Shape.Settings.Stream,
        _ => 0,
    };

    static IEnumerable<int> Streams(Expr expression) =>
        expression is Call { Intrinsic: Intrinsic.RandomUniform } call && call.Arguments[0] is Literal stream ? [(int)stream.Value] : [];
}
