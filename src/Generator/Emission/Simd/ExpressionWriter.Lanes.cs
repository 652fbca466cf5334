using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

// Terms over the lanes of a vector loop.
internal sealed partial class ExpressionWriter
{
    public string Vector(Term term, Scope at)
    {
        if (!Varies(term)) return Broadcast(term, at);
        if (Find("v" + term.Id, term, at) is { } known) return known;
        if (term.Expression is Local local) return bound[local.Name].SeenFrom(at);
        var home = Home(term, at);
        return term.Uses > 1 || at.IsInLoopOf(home)
            ? Declare("v" + term.Id, term, "TSimd", VectorText(term, home), home).SeenFrom(at)
            : VectorText(term, at);
    }

    string Broadcast(Term term, Scope at)
    {
        if (term.Expression is Literal { Value: 0, Type: not DType.Bool } zero && 1 / zero.Value > 0) return "TSimd.Zero";
        if (Find("b" + term.Id, term, at) is { } known) return known;
        var home = Home(term, at);
        var text = term.Type == DType.Bool ? $"({Scalar(term, home)} ? TSimd.FirstLanes(TSimd.Count) : TSimd.Zero)" : $"TSimd.Create({Scalar(term, home)})";
        return at.IsInLoopOf(home) ? Declare("b" + term.Id, term, "TSimd", text, home).SeenFrom(at) : text;
    }

    string VectorText(Term term, Scope at)
    {
        switch (term.Expression)
        {
            case Load load: return LoadLanes(load, at);
            case IndexValue index: return IndexLanes(index, at);
            case Call { Intrinsic: Intrinsic.Select }: return VectorSelect(term, at);
            case Call { Intrinsic: Intrinsic.ToFloat }: return AsFloats(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.ToInt }:
                return term.Operands[0].Type == DType.Float32 ? $"TSimd.Truncate({Vector(term.Operands[0], at)})" : AsFloats(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.RandomUniform }:
                var position = ((IndexValue)term.Operands[1].Expression).Index;
                return $"TSimd.RandomUniform({frame.Seed.SeenFrom(at)}, {frame.Step.SeenFrom(at)}, {Stream(term.Operands[0], at)}, {Index(position, at)})";
            case Call { Intrinsic: Intrinsic.Maximum or Intrinsic.Minimum } call when term.Operands.Any(IsNumber):
                var (bound, other) = IsNumber(term.Operands[0]) ? (0, 1) : (1, 0);
                return $"TSimd.{(call.Intrinsic == Intrinsic.Maximum ? "AtLeast" : "AtMost")}({Vector(term.Operands[bound], at)}, {Vector(term.Operands[other], at)})";
            case Call call: return IntrinsicText.Vector(call.Intrinsic, [.. term.Operands.Select(o => Vector(o, at))]);
            default: return Vector(term, at);
        }
    }

    static bool IsNumber(Term term) => term.Expression is Literal { Type: DType.Float32 } literal && !double.IsNaN(literal.Value);

    /// <summary>A mask as zeros and ones; anything else is floats already.</summary>
    public string AsFloats(Term term, Scope at) =>
        term.Type != DType.Bool ? Vector(term, at)
        : Varies(term) ? $"TSimd.Select({Vector(term, at)}, {Broadcast(terms.Of(Expr.Float(1)), at)}, TSimd.Zero)"
        : $"TSimd.Create({Scalar(term, at)} ? 1f : 0f)";

    string VectorSelect(Term term, Scope at) =>
        Varies(term.Operands[0])
            ? $"TSimd.Select({Vector(term.Operands[0], at)}, {Vector(term.Operands[1], at)}, {Vector(term.Operands[2], at)})"
            : Branch(term, "TSimd", at, Vector);

    string LoadLanes(Load load, Scope at)
    {
        var buffer = frame.Buffer(load.Buffer).SeenFrom(at);
        var index = Index(load.Index, at);
        if (load.Buffer.Type == DType.Bool) return $"TSimd.LoadMask(ref {buffer}, {index}, {Count})";
        if (load.Buffer.Type == DType.Int32) return $"TSimd.LoadInt(ref {buffer}, {index}, {Count})";
        return StrideOf(load.Index) is var stride && stride == Dim.One
            ? $"TSimd.Load(ref {buffer}, {index}, {Count})"
            : $"TSimd.LoadStrided(ref {buffer}, {index}, {Index(stride, at)}, {Count})";
    }

    string IndexLanes(IndexValue index, Scope at)
    {
        var first = $"TSimd.Create((float)({Index(index.Index, at)}))";
        var stride = StrideOf(index.Index);
        return stride == Dim.One ? $"({first} + TSimd.Lanes)" : $"({first} + TSimd.Create((float)({Index(stride, at)})) * TSimd.Lanes)";
    }

    public Dim StrideOf(Dim index) => index.CoefficientOf(LaneVariable!)!;
}
