using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>A number for the rows and one for the columns of images: a stride, a padding. Users give the second only where it differs.</summary>
internal readonly record struct Pair(int Y, int X)
{
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>Reads <paramref name="name"/>, and the columns' number from "{name}Width" where that is given and not −1.</summary>
    public static Pair Of(CallArguments call, string name, int? whenAbsent = null)
    {
        var y = call.Int(name, whenAbsent);
        var x = call.Int(name + Width, Same);
        return new Pair(y, x == Same ? y : x);
    }

    /// <summary>The optional parameter that <see cref="Of"/> reads beside the one of this name.</summary>
    public static OpParameter WidthParameter(string name) =>
        new(name + Width, ParameterKind.Int, $"{name} along the columns; −1: the same as along the rows.") { Default = "-1" };

    public override string ToString() => Y == X ? $"{Y}" : $"{Y}x{X}";

    /// <summary>What follows the name of a setting in the name of its second number.</summary>
    public const string Width = "Width";

    const int Same = -1;
}
