using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>Data as the arguments and settings that <see cref="CallArguments"/> holds.</summary>
internal static class Arguments
{
    /// <summary>Null when the datum is nothing of that kind, or not known while compiling.</summary>
    public static object? Convert(ParameterKind kind, Datum datum) => (kind, datum) switch
    {
        (ParameterKind.Int, IntDatum number) => number.Value,
        (ParameterKind.Float, FloatDatum number) => number.Value,
        (ParameterKind.Float, IntDatum { Value.Constant: { } number }) => (double)number,
        (ParameterKind.Bool, BoolDatum flag) => flag.Value,
        (ParameterKind.String, TextDatum text) => text.Value,
        (ParameterKind.Enum, EnumDatum member) => member.Member,
        (ParameterKind.Ints, IntDatum number) => new[] { number.Value },
        (ParameterKind.Ints, ArrayDatum array) when array.Items.All(i => i is IntDatum) => array.Items.Select(i => ((IntDatum)i).Value).ToArray(),
        (ParameterKind.Floats, ArrayDatum array) when array.Items.All(i => Convert(ParameterKind.Float, i) is not null) =>
            array.Items.Select(i => (double)Convert(ParameterKind.Float, i)!).ToArray(),
        _ => null,
    };
}
