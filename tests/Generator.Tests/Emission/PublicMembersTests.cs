using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>What a network's class gets: the members that the user calls, whatever the network is.</summary>
public sealed class PublicMembersTests
{
    [Fact]
    public void ASequenceHasForwardLossAndTrainer() => Assert.Equal(
        [
            "LossTrainer CreateTrainer(Optimizer optimizer)",
            "LossTrainer: float Step(ReadOnlySpan<float> input, ReadOnlySpan<int> label)",
            "Net(int seed = 0)",
            "ParameterStore Parameters",
            "const string Summary",
            "float Loss(ReadOnlySpan<float> input, ReadOnlySpan<int> label)",
            "static Net Load(string path)",
            "void Forward(ReadOnlySpan<float> input, Span<float> result)",
            "void Save(string path)",
        ],
        Members("[Network, Input(\"N\", 6), Linear(4), CrossEntropyLoss] public partial class Net;"));

    [Fact]
    public void SeveralLossesHaveATrainerEachThatTrainsItsFields()
    {
        const string gan = """
            [Network]
            public partial class Net
            {
                readonly Layer generator = new Linear(3);
                readonly Layer critic = new Linear(1);

                [Forward]
                public Tensor Draw([Shape("N", 2)] Tensor noise) => generator(noise);

                [Loss(Trains = nameof(generator))]
                public Tensor Fool([Shape("N", 2)] Tensor noise) => Mean(critic(generator(noise)));

                [Loss(Trains = nameof(critic))]
                public (Tensor loss, Tensor distance) Judge([Shape("N", 2)] Tensor noise, [Shape("N", 3)] Tensor real)
                {
                    var distance = Mean(critic(real)) - Mean(critic(generator(noise)));
                    return (-distance, distance);
                }
            }
            """;
        var members = Members(gan);
        Assert.Contains("FoolTrainer CreateFoolTrainer(Optimizer optimizer)", members);
        Assert.Contains("JudgeTrainer CreateJudgeTrainer(Optimizer optimizer)", members);
        Assert.Contains("JudgeTrainer: (float Loss, float Distance) Step(ReadOnlySpan<float> noise, ReadOnlySpan<float> real)", members);
        Assert.Contains("(float Loss, float Distance) Judge(ReadOnlySpan<float> noise, ReadOnlySpan<float> real)", members);
        Assert.Contains("void Draw(ReadOnlySpan<float> noise, Span<float> result)", members);

        var files = TestCompilation.Generate(TestCompilation.Usings + gan).Files;
        Assert.Contains("Trains generator.weight, generator.bias.", files["Net.FoolTrainer.g.cs"]);
        Assert.Contains("Trains critic.weight, critic.bias.", files["Net.JudgeTrainer.g.cs"]);
    }

    [Fact]
    public void SeveralResultsAreSpansAndOpenExtentsAreParameters() => Assert.Contains(
        "void Split(ReadOnlySpan<int> tokens, ReadOnlySpan<bool> mask, Span<float> first, Span<bool> second, int t)",
        Members("""
            [Network]
            public partial class Net
            {
                readonly Parameter table = new(7, 4);

                [Forward]
                public (Tensor first, BoolTensor second) Split([Shape("N", "T")] IntTensor tokens, [Shape("N", "T")] BoolTensor mask) =>
                    (Gather(table, tokens), !mask);
            }
            """));

    [Fact]
    public void AMemberOfTheUserMayHaveAnyName()
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + """
            [Network]
            public partial class Net
            {
                readonly Layer Kernels = new Linear(3);
                readonly Layer _store = new Linear(4);
                readonly Layer Execution = new Linear(5) { Bias = false };

                static int _seed = 4, _executions = 5;

                int ForwardKernels => _seed + _executions;

                [Forward]
                public Tensor Kernels2([Shape("N", 2)] Tensor run) => Kernels(run);

                [Loss]
                public Tensor Prepare([Shape("N", 2)] Tensor Seed, [Shape("N", 2)] Tensor Store, [Shape("N")] Tensor StepCount, [Shape("N")] Tensor execution, [Shape("N")] Tensor scalars) =>
                    Mean(_store(Seed + Store)) + Mean(Execution(Seed)) + Mean(StepCount * execution * scalars);
            }
            """);
        Assert.Empty(generated.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void ANetworkWithErrorsHasTheSameMembers()
    {
        const string right = "[Network] public partial class Net { readonly Layer a = new Linear(3); [Loss] public (Tensor loss, Tensor size) Cost([Shape(\"N\", 2)] Tensor x) => (Mean(a(x)), Sum(x)); }";
        var generated = TestCompilation.Generate(TestCompilation.Usings + right.Replace("Mean(a(x))", "Mean(MatMul(a(x), x))"));
        Assert.Empty(generated.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal(["Net.g.cs"], generated.Files.Keys);
        Assert.Contains("Net has errors; see the build's messages.", generated.Files["Net.g.cs"]);
    }

    [Fact]
    public void AllArgumentsAreCheckedBeforeAnythingRuns()
    {
        var body = TestCompilation.Generate(TestCompilation.Usings + """
            [Network]
            public partial class Net
            {
                readonly Parameter table = new(7, 4);
                readonly Layer head = new Linear(5);

                [Forward]
                public Tensor Next([Shape("N", "T")] IntTensor tokens, [Shape("N", 4)] Tensor start) => head(Mean(Gather(table, tokens), axes: [1]) + start);
            }
            """).Files["Net.Next.g.cs"];
        string[] checks =
        [
            "nint N = global::Sinter.Runtime.Arguments.Extent(start.Length, 4, 0, nameof(start), \"[N, 4]\");",
            "nint T = global::Sinter.Runtime.Arguments.Extent(tokens.Length, N, 0, nameof(tokens), \"[N, T]\");",
            "global::Sinter.Runtime.Arguments.Length(result.Length, N * 5, nameof(result), \"[N, 5]\");",
            "nameof(result), nameof(tokens));",
            "nameof(result), nameof(start));",
            "global::Sinter.Runtime.Arguments.Indices(tokens, 7, nameof(tokens));",
            ".Rent(",
        ];
        var positions = checks.Select(check => body.IndexOf(check, StringComparison.Ordinal)).ToArray();
        Assert.All(checks.Zip(positions), check => Assert.True(check.Second >= 0, $"{check.First} is not in\n{body}"));
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public void AsManyTensorsAreAllowedAsTheRuntimeHolds() => Assert.Equal(Sinter.Runtime.Execution.MaxCallerSpans, Sinter.Generator.Declaration.EntryResults.MaxTensors);

    // Public members of the generated part, in order; those of the trainers behind their names.
    static IEnumerable<string> Members(string source)
    {
        var generated = TestCompilation.Generate(TestCompilation.Usings + source);
        Assert.Empty(generated.Diagnostics);
        var net = generated.Compilation.GetTypeByMetadataName("Net")!;
        return Described(net, "").Concat(net.GetTypeMembers().Where(t => t.DeclaredAccessibility == Accessibility.Public).SelectMany(t => Described(t, t.Name + ": "))).Order(StringComparer.Ordinal);
    }

    static IEnumerable<string> Described(INamedTypeSymbol type, string prefix) =>
        from member in type.GetMembers()
        where member.DeclaredAccessibility == Accessibility.Public && member.Kind != SymbolKind.NamedType && !member.IsImplicitlyDeclared
        where member.DeclaringSyntaxReferences.Any(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
        where member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet }
        select prefix + member.ToDisplayString(Format).Replace(type.Name + "." + type.Name, type.Name);

    static readonly SymbolDisplayFormat Format = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);
}
