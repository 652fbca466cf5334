using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>What every op of the catalog must satisfy; there is no code per op.</summary>
public sealed class OpConformanceTests
{
    public static TheoryData<string> Samples => new(OpSamples.All.Keys);

    public static TheoryData<string> DifferentiableSamples => new(OpSamples.All.Where(s => s.Value.Differentiable && Result(s.Value).DType == DType.Float32).Select(s => s.Key));

    public static TheoryData<string> Ops => new(OpCatalog.All.Select(op => op.Name));

    static TensorType Result(OpSample sample) => sample.Op.InferType([.. sample.Operands]);

    /// <summary>The op's own loops write every element of the inferred shape once, and read only inside of the operands.</summary>
    [Theory, MemberData(nameof(Samples))]
    public void ShapeRuleAgreesWithTheInterpreter(string key)
    {
        var sample = OpSamples.All[key];
        var graph = OpSamples.Forward(sample);
        GraphVerifier.Verify(graph, key);
        var y = new GraphInterpreter(TensorSource.Machine(Precision.Single), OpSamples.Tensors(sample).Content).Evaluate(graph).Single();
        Assert.Equal(Result(sample).Shape.Size.Evaluate(name => TensorSource.Dims[name]), y.Length);
    }

    [Theory, MemberData(nameof(DifferentiableSamples))]
    public void GradientEqualsFiniteDifferences(string key)
    {
        var sample = OpSamples.All[key];
        Assert.InRange(FiniteDifferences.LargestError(OpSamples.Loss(sample), OpSamples.Tensors(sample)), 0, 1e-6);
    }

    [Theory, MemberData(nameof(Ops))]
    public void SaysWhatItIs(string name)
    {
        var op = OpCatalog.All.Single(o => o.Name == name);
        Assert.EndsWith(".", op.Doc);
        Assert.All(op.Schema.Parameters, parameter => Assert.NotEmpty(parameter.Doc));
        if (op.Schema.Function is not null) Assert.NotNull(op.Schema.Build);
        // A bundle is tried by the composite that it is a part of.
        if (op is not (LeafOp or Part or BundleOp or IBodyOp)) Assert.NotEmpty(op.Schema.Samples);
    }

    [Fact]
    public void NamesAreUnique()
    {
        Assert.Distinct(OpCatalog.All.Select(op => op.Name));
        Assert.Distinct(OpCatalog.All.Select(op => op.Schema.Function).OfType<string>());
    }

    /// <summary>Ops that differ print differently: a printed graph says everything.</summary>
    [Fact]
    public void PrintedTextIdentifiesAnOp()
    {
        var ops = OpSamples.All.Values.Select(sample => sample.Op).Distinct();
        Assert.Distinct(ops.Select(op => op.Name + op.AttributeText));
    }

    /// <summary>Equal attributes make equal ops: caching and merging rest on it.</summary>
    [Fact]
    public void EqualityIsByAttributes() =>
        Assert.All(OpCatalog.All.Where(op => op.Schema.Samples.Count > 0), op =>
            Assert.Equal(op.Schema.Samples.Select(s => s.Op), op.Schema.Samples.Select(s => s.Op)));
}
