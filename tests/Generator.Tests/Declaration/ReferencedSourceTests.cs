using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>In an editor a referenced project is a compilation with source, in a build it is a file without: networks are traced alike.</summary>
public sealed class ReferencedSourceTests
{
    const string Network = TestCompilation.Usings + """
        public sealed class Block(int width) : Module
        {
            readonly Layer inner = new Linear(width) { Bias = false };

            public Tensor Forward(Tensor x) => Relu(inner(x)) * 2f;
        }

        [Network]
        public partial class Net
        {
            readonly Layer block = new Block(8);

            [Loss]
            public Tensor Loss([Shape("N", 4)] Tensor x, [Shape("N")] IntTensor label) => CrossEntropy(block(x), label);
        }
        """;

    [Fact]
    public void A_library_with_source_is_like_one_without()
    {
        var project = TestCompilation.Of(Network);
        var library = project.References.Single(reference => Path.GetFileName(reference.Display) == "Sinter.Attributes.dll");
        var source = Directory.EnumerateFiles(Path.Combine(WrittenFile.Root, "src", "Attributes"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.Latest)));
        var compiled = CSharpCompilation.Create("Sinter.Attributes", source, project.References.Where(reference => reference != library), project.Options);
        Assert.Empty(compiled.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        var edited = project.ReplaceReference(library, compiled.ToMetadataReference());
        Assert.Empty(TestCompilation.Analyze(edited));
        Assert.Equal(TestCompilation.Generate(project).Files, TestCompilation.Generate(edited).Files);
    }
}
