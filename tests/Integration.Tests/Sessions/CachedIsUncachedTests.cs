using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sinter.Generator.Emission;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>What is generated through a cache, or by a recurrence step by step, is what is computed without one, to the bit, at every position and every vector width.</summary>
public sealed class CachedIsUncachedTests
{
    [Theory, InlineData(512), InlineData(256), InlineData(128)]
    public void To_the_bit(int width)
    {
        var scenarios = Compiled.Value(width).GetType(typeof(Scenarios).FullName!)!;
        Assert.Equal(0, Run(nameof(Scenarios.LearnedPositions), 13));
        Assert.Equal(0, Run(nameof(Scenarios.Batches)));
        Assert.Equal(0, Run(nameof(Scenarios.FusedAttention), 300));
        Assert.Equal(0, Run(nameof(Scenarios.Streaming), 17));
        int Run(string scenario, params object[] arguments) => (int)scenarios.GetMethod(scenario)!.Invoke(null, arguments)!;
    }

    [Theory, InlineData(512), InlineData(256), InlineData(128)]
    public void Layers_to_the_bit(int width)
    {
        var scenarios = Compiled.Value(width).GetType(typeof(LayerScenarios).FullName!)!;
        foreach (var batch in new[] { 1, 3 })
        {
            Assert.Equal(0, Run(nameof(LayerScenarios.Learned), batch));
            Assert.Equal(0, Run(nameof(LayerScenarios.Rotary), batch));
            Assert.Equal(0, Run(nameof(LayerScenarios.Translator), batch));
            Assert.InRange((float)scenarios.GetMethod(nameof(LayerScenarios.Window))!.Invoke(null, [batch])!, 0, 2e-6f);
        }
        Assert.Equal(0, Run(nameof(LayerScenarios.Sinusoidal)));
        int Run(string scenario, params object[] arguments) => (int)scenarios.GetMethod(scenario)!.Invoke(null, arguments)!;
    }

    [Theory, InlineData(512), InlineData(256), InlineData(128)]
    public void A_sliding_window_is_attention_through_a_window(int width)
    {
        var scenarios = Compiled.Value(width).GetType(typeof(Scenarios).FullName!)!;
        Assert.InRange((float)scenarios.GetMethod(nameof(Scenarios.SlidingWindow))!.Invoke(null, [40])!, 0, 2e-6f);
        Assert.InRange((float)scenarios.GetMethod(nameof(Scenarios.FusedWindow))!.Invoke(null, [40])!, 0, 2e-6f);
    }

    [Fact]
    public void Caches_are_read_where_they_lie()
    {
        var decode = TestCompilation.Generate(File.ReadAllText(Source("Networks.cs"))).Files.Single(f => f.Key.EndsWith("FusedGpt.Decode.g.cs", StringComparison.Ordinal)).Value;
        var memory = decode.Split('\n').Single(line => line.StartsWith("// Working memory: ", StringComparison.Ordinal));
        Assert.Contains("N*T", memory);
        Assert.DoesNotContain("P", memory["// Working memory: ".Length..]);
    }

    // The networks of this folder and their scenarios, generated and compiled with all kernels at one width.
    static readonly Func<int, Assembly> Compile = width =>
    {
        string[] sources = [.. new[] { "Networks.cs", "Scenarios.cs", "LayerNetworks.cs", "LayerScenarios.cs" }.Select(name => File.ReadAllText(Source(name)))];
        var generated = TestCompilation.Generate(sources);
        var files = EmittedCode.AtWidth(generated.Files.Select(f => new EmittedFile(f.Key, f.Value)), width);
        return EmittedCode.Load(EmittedCode.Compile([.. files, .. sources.Select((text, i) => ($"Source{i}.cs", text))]));
    };

    static class Compiled
    {
        static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Lazy<Assembly>> Assemblies = [];

        public static Assembly Value(int width) => Assemblies.GetOrAdd(width, w => new Lazy<Assembly>(() => Compile(w))).Value;
    }

    static string Source(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
