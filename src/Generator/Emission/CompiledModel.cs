using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Emission;

/// <summary>The files of one model: value-equal, so that equal output is not added twice.</summary>
internal sealed record CompiledModel(EquatableArray<EmittedFile> Files);

/// <param name="HintName">Unique in the compilation: "Samples.LeNet.Forward.g.cs".</param>
internal sealed record EmittedFile(string HintName, string Text);
