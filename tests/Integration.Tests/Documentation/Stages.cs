using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.TestKit;

namespace Sinter.Integration.Tests.Documentation;

/// <summary>The training entry point of a network, printed after every stage of <see cref="ModelCompiler"/>.</summary>
internal static class Stages
{
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
        var kernels = program.Main.Select(launch => launch.Kernel).Distinct().Select(LoopPrinter.Print);
        yield return ("lower", string.Join("\n", kernels.Append(LoopPrinter.Print(program))));

        yield return ("emit", FirstKernel(ModelCompiler.Compile(traced.Model, default)));
    }

    /// <summary>From the first kernel's comment to the end of its method.</summary>
    static string FirstKernel(Generator.Emission.CompiledModel model)
    {
        var lines = model.Files.Single(file => file.HintName.EndsWith("Kernels.g.cs", StringComparison.Ordinal)).Text.Split('\n');
        var start = Array.FindIndex(lines, line => line.TrimStart().StartsWith("/// <summary>", StringComparison.Ordinal));
        var indent = lines[start].Length - lines[start].TrimStart().Length;
        var end = Array.FindIndex(lines, start, line => line == new string(' ', indent) + "}");
        return string.Join("\n", lines[start..(end + 1)].Select(line => line.Length > indent ? line[indent..] : ""));
    }
}
