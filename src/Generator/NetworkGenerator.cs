using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission;

namespace Sinter.Generator;

/// <summary>The incremental pipeline: declarations in, source out. It reports nothing: diagnostics are the analyzer's.</summary>
[Generator(Microsoft.CodeAnalysis.LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declared = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkTracer.AttributeName, NetworkTracer.IsCandidate, NetworkTracer.Declare)   // symbols end here
            .WithTrackingName(Steps.Declare);

        var compiled = declared.Select(ModelCompiler.CompileOrStub).WithTrackingName(Steps.Compile);

        context.RegisterSourceOutput(compiled, static (output, model) => AddSources(output, model));
    }

    static void AddSources(SourceProductionContext output, CompiledModel model)
    {
        foreach (var file in model.Files) output.AddSource(file.HintName, SourceText.From(file.Text, System.Text.Encoding.UTF8));
    }
}
