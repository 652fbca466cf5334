using System;
using System.Linq;
using System.Reflection;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.LoopIR;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>The compiler's primitives and the runtime's functions are the same set.</summary>
public sealed class IntrinsicTests
{
    // Written where they are used, as they depend on types and lanes.
    static readonly Intrinsic[] NoFunction = [Intrinsic.Select, Intrinsic.ToFloat, Intrinsic.ToInt, Intrinsic.RandomUniform];

    [Fact]
    public void EveryIntrinsicIsAFunctionOfVectorsAndOfScalars()
    {
        foreach (var intrinsic in Enum.GetValues<Intrinsic>().Except(NoFunction))
        {
            var operands = Enumerable.Range(0, intrinsic.Arity()).Select(i => $"x{i}").ToArray();
            Resolves(IntrinsicText.Vector(intrinsic, operands), typeof(VectorMath));
            Resolves(IntrinsicText.Scalar(intrinsic, operands, isInteger: false), typeof(ScalarMath));
        }
    }

    [Fact]
    public void EveryFunctionOfTheRuntimeIsAnIntrinsic() =>
        Assert.All(typeof(VectorMath).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly), m => Assert.Contains(m.Name, Enum.GetNames<Intrinsic>()));

    static void Resolves(string text, Type functions)
    {
        var prefix = $"global::{functions.FullName}.";
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return;
        var name = text[prefix.Length..text.IndexOf('(')];
        Assert.NotEmpty(functions.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static));
    }
}
