using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.TestKit;

namespace Sinter.Integration.Tests.Documentation;

/// <summary>The training entry point of a network, printed after every stage of <see cref="ModelCompiler"/>.</summary>
internal static class Stages
{
    const int Indent = 8;

    public static IEnumerable<(string Name, string Text)> Print(string source)
    {
        var traced = TestCompilation.Trace(source);
        var entry = traced.Entry(EntryKind.Training);
        var graph = GraphImporter.Import(entry);
        yield return ("trace", GraphPrinter.Print(graph));

        graph = ReverseMode.Differentiate(graph, entry.Trains);
        yield return ("differentiate", GraphPrinter.Print(graph));

        graph = PassList.Run(graph, default);
        yield return ("passes", GraphPrinter.Print(graph));

        var program = Lower.ToKernels(graph, new ModelLayout(traced.Model), entry.Kind, [.. entry.Inputs.Select(input => input.Name)]);
        var kernels = program.Main.Launches().Select(launch => launch.Kernel).Distinct().Select(LoopPrinter.Print);
        yield return ("lower", string.Join("\n", kernels.Append(LoopPrinter.Print(program))));

        yield return ("emit", EmittedKernel(ModelCompiler.Compile(traced.Model, default), "DLinear2"));
    }

    /// <summary>From a kernel's comment to the next one's.</summary>
    static string EmittedKernel(CompiledModel model, string name)
    {
        string[] lines = [.. model.Files.Single(file => file.HintName.EndsWith("Kernels.g.cs", StringComparison.Ordinal)).Text.Split('\n').Select(line => line.Length > Indent ? line[Indent..] : line)];
        var start = Array.FindIndex(lines, line => line.Contains($"Kernel {name} =", StringComparison.Ordinal)) - 1;
        var end = Array.FindIndex(lines, start + 1, line => line.StartsWith("/// <summary>", StringComparison.Ordinal));
        return string.Join("\n", lines[start..end]);
    }
}
