using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission;

/// <summary>The floating-point operations of a program, exactly: two per product of a contraction or of attention (hidden keys included), one per call of an intrinsic elsewhere.</summary>
internal static class ProgramCost
{
    public static Dim Operations(EntryProgram program) => Operations(program.Main);

    static Dim Operations(IEnumerable<ProgramStep> steps) => steps.Aggregate(Dim.Zero, (sum, step) => sum + (step switch
    {
        Launch launch => Operations(launch.Kernel),
        ProgramLoop loop => loop.Length * Operations(loop.Body),
        ProgramSlices slices => Operations(slices.Body),        // all of them together
        _ => throw ProgramSteps.Unknown(step),
    }));

    static Dim Operations(Kernel kernel) => kernel switch
    {
        ContractionKernel { Shape: var shape } contraction => Product(shape.Outer.Select(o => o.Extent)) * shape.M * shape.N
            * (2 * (Dim)1 * shape.K * Product(shape.Reduce.Select(r => r.Extent)) + Operations(contraction.Epilogue)),
        // What the convolution means: how fast it is compares with those that are computed as written.
        WinogradKernel { Shape: var shape } winograd => shape.Images * shape.Rows * shape.Columns * shape.Filters * (18 * (Dim)1 * shape.Channels + Operations(winograd.Epilogue)),
        AttentionKernel { Shape: var shape } attention => 2 * (Dim)1 * shape.Batch * shape.Heads * shape.Queries * shape.Keys
            * (attention.IsGradient ? 3 * (Dim)1 * shape.HeadSize + 2 * (Dim)1 * shape.ValueSize : shape.HeadSize + shape.ValueSize),
        BandKernel band => band.Contractions.Aggregate(Dim.Zero, (sum, contraction) => sum + Operations(contraction)),
        LoopKernel loop => loop.Extent * Operations(loop.Body),
        _ => Dim.Zero,
    };

    static Dim Operations(IEnumerable<Stmt> body) => body.Aggregate(Dim.Zero, (sum, statement) => sum + (statement switch
    {
        Loop loop => loop.Extent * Operations(loop.Body),
        Let let => Operations(let.Value),
        Update update => Operations(update.Value) + 1,
        Store store => Operations(store.Value) + (store.Accumulate ? 1 : 0),
        _ => 0,
    }));

    static long Operations(Expr expression) => expression is Call call
        ? (call.Type == DType.Float32 && call.Intrinsic is not (Intrinsic.Select or Intrinsic.ToFloat) ? 1 : 0) + call.Arguments.Sum(Operations)
        : 0;

    static Dim Product(IEnumerable<Dim> extents) => extents.Aggregate(Dim.One, (product, extent) => product * extent);
}
