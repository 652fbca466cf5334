using System;
using System.Linq;
using System.Reflection;
using Sinter.Generator.Emission;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>What emitted code names exists: the generator knows the runtime by name only.</summary>
public sealed class RuntimeNamesTests
{
    public static TheoryData<string> Names =>
        [.. typeof(RuntimeNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTypeExists(string name)
    {
        Assert.StartsWith("global::", name);
        var type = name["global::".Length..];
        Assert.Contains(Candidates(type), candidate => Type.GetType(candidate) is not null);
    }

    // In the runtime or in the base library, generic or not, an attribute by its short name.
    static string[] Candidates(string type) =>
    [
        .. from suffix in new[] { "", "`1", "Attribute" }
           from assembly in new[] { "Sinter.Runtime", "System.Private.CoreLib", "System.Runtime", "System.Private.Uri", "System.Diagnostics.Tools" }
           select $"{type}{suffix}, {assembly}",
    ];
}
