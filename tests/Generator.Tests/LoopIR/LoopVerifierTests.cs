using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Xunit;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.Generator.Tests.LoopIR;

/// <summary>Broken kernels are refused by name and reason.</summary>
public sealed class LoopVerifierTests
{
    static readonly Buffer X = new("x", DType.Float32, 0);
    static readonly Buffer Y = new("y", DType.Float32, 1);
    static readonly Dim I = Dim.Symbol("i");

    static LoopKernel Kernel(LoopKind kind, params Stmt[] body) =>
        new("k", "", [X, Y], "i", Dim.Symbol("N"), 64, kind, default, body.ToEquatableArray());

    static void Refused(string reason, Kernel kernel)
    {
        var error = Assert.Throws<InvalidOperationException>(() => LoopVerifier.Verify(kernel, ["N"]));
        Assert.Equal($"k: {reason}.", error.Message);
    }

    [Fact]
    public void AMapIsAccepted() => LoopVerifier.Verify(Kernel(LoopKind.Vector, new Store(Y, I, new Load(X, I))), ["N"]);

    [Fact]
    public void AnUnboundNameIsRefused() => Refused("t is used before it is bound", Kernel(LoopKind.Vector, new Store(Y, I, new Local("t", DType.Float32))));

    [Fact]
    public void AnUnboundIndexIsRefused() => Refused("an index of x mentions j, which is bound nowhere around it", Kernel(LoopKind.Vector, new Store(Y, I, new Load(X, Dim.Symbol("j")))));

    [Fact]
    public void ALetEndsWithItsLoop() => Refused(
        "t is used before it is bound",
        Kernel(LoopKind.Serial, new Loop("j", 3, LoopKind.Serial, [new Let("t", new Load(X, I))]), new Store(Y, I, new Local("t", DType.Float32))));

    [Fact]
    public void AVectorLoopInAnotherIsRefused() => Refused(
        "the vector loop over j stands in another",
        Kernel(LoopKind.Vector, new Loop("j", 3, LoopKind.Vector, [new Store(Y, I, new Load(X, I))])));

    [Fact]
    public void AnUpdateWithoutAccumulatorIsRefused() => Refused("a is updated but is no accumulator here", Kernel(LoopKind.Serial, new Update("a", Combine.Sum, 1)));

    [Fact]
    public void AnUpdateOfAnotherKindIsRefused() => Refused(
        "a was declared for Maximum and is updated by Sum", Kernel(LoopKind.Serial, new Accumulator("a", Combine.Maximum), new Update("a", Combine.Sum, 1)));

    [Fact]
    public void AForeignBufferIsRefused() => Refused(
        "z (slot 2) is not among the buffers", Kernel(LoopKind.Vector, new Store(new Buffer("z", DType.Float32, 2), I, 1)));

    [Fact]
    public void AnotherTypeOfBufferIsRefused() => Refused(
        "x is declared Float32 and used as Int32", Kernel(LoopKind.Vector, new Store(Y, I, Expr.Call(Intrinsic.ToFloat, new Load(X with { Type = DType.Int32 }, I)))));
}
