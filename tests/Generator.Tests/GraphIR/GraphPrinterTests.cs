using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Xunit;

namespace Sinter.Generator.Tests.GraphIR;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

public sealed class GraphPrinterTests
{
    [Fact]
    public void PrintsNamesTypesAttributesAndOutputs()
    {
        var graph = new Graph();
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(Dim.Symbol("N"), 3))));
        var w = graph.Add(new Parameter("scale", Shape.Of(3)));
        var y = x * w;
        y.Name = "scaled";
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", y.Sum([1])));
        Assert.Equal(
            """
            %0 : f32[N, 3] = input{x}()
            %1 : f32[3] = parameter{scale}()
            %2 : f32[N, 3] = broadcast{[N, 3]}(%1)
            %3 scaled : f32[N, 3] = mul(%0, %2)
            %4 : f32[N] = sum{axes=[1]}(%3)
            result y = %4

            """.ReplaceLineEndings("\n"),
            GraphPrinter.Print(graph));
    }
}
