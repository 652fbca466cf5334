using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>The JIT stops optimizing methods that are too large, silently: no emitted method comes near.</summary>
public sealed class MethodSizeTests
{
    const int MaxBytes = 15 * 1024;

    const int MaxLocals = 500;

    public static TheoryData<string> Networks => [.. Models.All.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryMethodIsSmall(string model)
    {
        using var image = new MemoryStream();
        var generated = TestCompilation.Generate(Models.All[model]);
        var project = generated.Compilation.WithOptions(generated.Compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        Assert.True(project.Emit(image).Success);
        image.Position = 0;
        var methods = Methods(image).ToList();
        Assert.Contains(methods, method => method.Bytes > 100);
        Assert.All(methods, method => Assert.True(method.Bytes <= MaxBytes && method.Locals <= MaxLocals, $"{method}"));
    }

    static IEnumerable<(string Name, int Bytes, int Locals)> Methods(Stream image)
    {
        using var file = new PEReader(image, PEStreamOptions.LeaveOpen);
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            yield return (metadata.GetString(method.Name), body.GetILBytes()!.Length, Locals(metadata, body));
        }
    }

    // A signature of locals begins with its kind and their number.
    static int Locals(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil) return 0;
        var signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }
}
