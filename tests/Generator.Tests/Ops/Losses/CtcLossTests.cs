using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Ops.Losses;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Ops.Losses;

/// <summary>The loss is what its definition says: minus ln of the sum over all alignments that collapse to the targets.</summary>
public sealed class CtcLossTests
{
    const int Blank = 1, Classes = 3;

    public static TheoryData<int, int[]> Cases => new()
    {
        { 1, [0] }, { 1, [] }, { 4, [] }, { 3, [0, 2] }, { 5, [0, 0] }, { 6, [2, 2, 2] }, { 7, [0, 2, 2, 0] }, { 3, [0, 0] }, { 6, [0, 2, 0, 2, 0] },
    };

    [Theory, MemberData(nameof(Cases))]
    public void EqualsTheSumOverAllAlignments(int frames, int[] labels)
    {
        var x = Random(frames * Classes);
        Assert.Equal(-Math.Log(Alignments(x, frames, labels)), Loss(x, frames, frames, labels), 1e-6);
    }

    /// <summary>Frames and labels behind the lengths change nothing.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void LooksAtNothingBehindTheLengths(int frames, int[] labels)
    {
        var x = Random(frames * Classes);
        Assert.Equal(Loss(x, frames, frames, labels), Loss([.. x, .. Random(2 * Classes)], frames + 2, frames, [.. labels, 2], labels.Length), 1e-6);
    }

    [Theory]
    [InlineData(1, new[] { 0, 0 })]
    [InlineData(2, new[] { 0, 0 })]
    [InlineData(1, new[] { 0, 2 })]
    [InlineData(0, new[] { 0 })]
    public void TooFewFramesAreInfinite(int frames, int[] labels)
    {
        var x = Random(2 * Classes);
        Assert.Equal(double.PositiveInfinity, Loss(x, 2, frames, labels));
        Assert.Equal(0, Loss(x, 2, frames, labels, zeroInfinity: true));
    }

    [Fact]
    public void NoFramesAndNoLabelsAreCertain() => Assert.Equal(0, Loss(Random(2 * Classes), 2, 0, [2], 0));

    /// <summary>A thousand frames of single precision: far below the smallest float, were it not for logarithms.</summary>
    [Fact]
    public void LongSequencesDoNotUnderflow()
    {
        double[] x = [.. Enumerable.Repeat(Math.Log(1.0 / Classes), 1000 * Classes)];
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => 2 * (i % 2))];
        Assert.InRange(Loss(x, 1000, 1000, labels), 1, 1000 * Math.Log(Classes));
    }

    [Fact]
    public void InputsAreCheckedBeforeAnythingIsComputed()
    {
        var graph = new Graph();
        var operands = CtcLoss.Operands(2, 5, 3, Classes).Select((type, i) => graph.Add(new Input($"x{i}", type))).ToArray();
        graph.Add(new CtcLoss(), operands);
        Assert.Equal([new IndexBound("x1", Classes), new IndexBound("x2", 6), new IndexBound("x3", 4)], IndexBounds.Of(graph));
    }

    [Fact]
    public void SaysWhichShapeIsWrong()
    {
        Assert.Contains("x must be [N, T, C], but is [2, 3]", Refused(new CtcLoss(), Shape.Of(2, 3), Shape.Of(2, 3), Shape.Of(2)));
        Assert.Contains("targets must be [2, S], but are [3, 4]", Refused(new CtcLoss(), Shape.Of(2, 5, 3), Shape.Of(3, 4), Shape.Of(2)));
        Assert.Contains("must be [2], but are [3] and [3]", Refused(new CtcLoss(), Shape.Of(2, 5, 3), Shape.Of(2, 4), Shape.Of(3)));
        Assert.Contains("blank must be a class from 0 to 2, but is 3", Refused(new CtcLoss { Blank = 3 }, Shape.Of(2, 5, 3), Shape.Of(2, 4), Shape.Of(2)));

        static string Refused(CtcLoss op, Shape x, Shape targets, Shape lengths) => Assert.Throws<ShapeException>(() => op.InferType(
            [new(DType.Float32, x), new(DType.Int32, targets), new(DType.Int32, lengths), new(DType.Int32, lengths)])).Message;
    }

    static double Loss(double[] x, int steps, int frames, int[] labels, int? count = null, bool zeroInfinity = false)
    {
        int[] padded = labels.Length == 0 ? [Blank] : labels;
        var contents = new Dictionary<string, double[]>
        {
            ["x0"] = x,
            ["x1"] = [.. padded.Select(label => (double)label)],
            ["x2"] = [frames],
            ["x3"] = [count ?? labels.Length],
        };
        var sample = new OpSample(new CtcLoss { Blank = Blank, Reduction = LossReduction.Sum, ZeroInfinity = zeroInfinity }, CtcLoss.Operands(1, steps, padded.Length, Classes));
        return new GraphInterpreter(TensorSource.Machine(Precision.Single), leaf => contents[((Sinter.Generator.GraphIR.Input)leaf).Identifier]).Evaluate(OpSamples.Forward(sample))[0][0];
    }

    /// <summary>The probability of all class sequences that give the labels when repetitions, then blanks, are taken out.</summary>
    static double Alignments(double[] x, int frames, int[] labels)
    {
        var total = 0.0;
        for (var number = 0; number < (int)Math.Pow(Classes, frames); number++)
        {
            int[] path = [.. Enumerable.Range(0, frames).Select(t => number / (int)Math.Pow(Classes, t) % Classes)];
            var collapsed = path.Where((label, t) => label != Blank && (t == 0 || path[t - 1] != label));
            if (collapsed.SequenceEqual(labels)) total += Math.Exp(path.Select((label, t) => x[t * Classes + label]).Sum());
        }
        return total;
    }

    static double[] Random(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)(-3 * random.NextDouble()))];
    }
}
