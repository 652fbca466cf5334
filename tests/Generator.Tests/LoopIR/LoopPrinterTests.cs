using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Xunit;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.Generator.Tests.LoopIR;

/// <summary>The text of a kernel, and what two kernels must agree on to share a method.</summary>
public sealed class LoopPrinterTests
{
    static LoopKernel RowSum(string name, string buffer)
    {
        var (x, y) = (new Buffer(buffer, DType.Float32, 0), new Buffer("y", DType.Float32, 1));
        var (i, j) = (Dim.Symbol("i"), Dim.Symbol("j"));
        return new LoopKernel(name, "The sum of a row.", [x, y], "i", Dim.Symbol("N"), 8, LoopKind.Serial, default,
        [
            new Accumulator("total", Combine.Sum),
            new Loop("j", 10, LoopKind.Vector, [new Update("total", Combine.Sum, new Load(x, i * 10 + j))]),
            new Store(y, i, new Local("total", DType.Float32) * 0.1),
        ]);
    }

    [Fact]
    public void AKernelPrintsAsItsLoops() => Assert.Equal(
        """
        // The sum of a row.
        loop rowSum(x: f32, y: f32) for i < N by 8
        {
            total := Sum
            vector j < 10
            {
                total <- Sum x[10*i + j]
            }
            y[i] = Multiply(total, 0.1)
        }

        """,
        LoopPrinter.Print(RowSum("rowSum", "x")), ignoreLineEndingDifferences: true);

    [Fact]
    public void NamesDoNotTellKernelsApart() => Assert.Equal(LoopPrinter.Identity(RowSum("first", "x")), LoopPrinter.Identity(RowSum("second", "hidden")));
}
