using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

// Terms of one element.
internal sealed partial class ExpressionWriter
{
    public string Scalar(Term term, Scope at)
    {
        if (Find("s" + term.Id, term, at) is { } known) return known;
        switch (term.Expression)
        {
            case Literal literal: return Literal(literal);
            case Local local: return Local(local, at);
        }
        var home = Home(term, at);
        return term.Uses > 1 || at.IsInLoopOf(home)
            ? Declare("s" + term.Id, term, CSharp.TypeName(term.Type), ScalarText(term, home), home).SeenFrom(at)
            : ScalarText(term, at);
    }

    /// <summary>The value for a name that the program gives it: computed here unless it is known or belongs further out.</summary>
    public string ScalarToBind(Term term, Scope at) =>
        Find("s" + term.Id, term, at) ?? (at.IsInLoopOf(Home(term, at)) || term.Operands.Length == 0 && term.Expression is not Load ? Scalar(term, at) : ScalarText(term, at));

    public string VectorToBind(Term term, Scope at) =>
        Find("v" + term.Id, term, at) ?? (at.IsInLoopOf(Home(term, at)) || !Varies(term) ? Vector(term, at) : VectorText(term, at));

    public void Know(string flavor, Term term, Binding binding) => binding.Scope.Known[flavor + term.Id] = new Known(binding, term);

    static string Literal(Literal literal) => literal.Type switch
    {
        DType.Float32 => CSharp.Float(literal.Value),
        DType.Int32 => CSharp.Int(literal.Value),
        _ => literal.Value != 0 ? "true" : "false",
    };

    string Local(Local local, Scope at)
    {
        var text = bound[local.Name].SeenFrom(at);
        return local.Type == DType.Int32 ? $"(int){text}" : text;
    }

    string ScalarText(Term term, Scope at)
    {
        switch (term.Expression)
        {
            case Load load: return Element(load.Buffer, load.Index, at);
            case IndexValue index: return $"(int)({Index(index.Index, at)})";
            case Call { Intrinsic: Intrinsic.Select }: return ScalarSelect(term, at);
            case Call { Intrinsic: Intrinsic.ToFloat }: return ToFloat(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.ToInt }: return ToInt(term.Operands[0], at);
            case Call { Intrinsic: Intrinsic.RandomUniform }:
                return $"{Philox}.Uniform({frame.Seed.SeenFrom(at)}, {frame.Step.SeenFrom(at)}, {Stream(term.Operands[0], at)}, {Scalar(term.Operands[1], at)})";
            case Call call:
                return IntrinsicText.Scalar(call.Intrinsic, [.. term.Operands.Select(o => Scalar(o, at))], call.Type == DType.Int32);
            default: return Scalar(term, at);
        }
    }

    // Counted from the launch's, so that kernels with other streams are equal.
    string Stream(Term operand, Scope at)
    {
        var behind = (int)((Literal)operand.Expression).Value - frame.FirstStream;
        return behind == 0 ? frame.Stream.SeenFrom(at) : $"{frame.Stream.SeenFrom(at)} + {behind}";
    }

    string ToFloat(Term operand, Scope at) => operand.Type switch
    {
        DType.Bool => $"({Scalar(operand, at)} ? 1f : 0f)",
        DType.Int32 => $"(float){Scalar(operand, at)}",
        _ => Scalar(operand, at),
    };

    string ToInt(Term operand, Scope at) => operand.Type switch
    {
        DType.Bool => $"({Scalar(operand, at)} ? 1 : 0)",
        DType.Float32 => $"(int){Scalar(operand, at)}",
        _ => Scalar(operand, at),
    };

    string ScalarSelect(Term term, Scope at) => Branch(term, CSharp.TypeName(term.Type), at, Scalar);

    // The side that is not taken is not evaluated: its loads may lie outside their buffers.
    string Branch(Term term, string type, Scope at, Func<Term, Scope, string> write)
    {
        var condition = Scalar(term.Operands[0], at);
        var (whenTrue, whenFalse) = (at.Inner(ScopeKind.Guard), at.Inner(ScopeKind.Guard));
        var (a, b) = (write(term.Operands[1], whenTrue), write(term.Operands[2], whenFalse));
        if (whenTrue.Lines.Count == 0 && whenFalse.Lines.Count == 0) return $"({condition} ? {a} : {b})";
        var name = names.Fresh("chosen");
        at.Line($"{type} {name};");
        whenTrue.Line($"{name} = {a};");
        whenFalse.Line($"{name} = {b};");
        at.Block($"if ({condition})", whenTrue.Lines);
        at.Block("else", whenFalse.Lines);
        return name;
    }
}
