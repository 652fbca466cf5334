using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter;
using Sinter.Generator;

// What the generator costs: for each network in a folder of sources, the median time of a driver that has not seen it, in a process that is warm; and the
// bytes of source that it emits. One line of JSON per network.
//
// GeneratorTime FOLDER [NETWORK …]

const int Runs = 5;

var language = new CSharpParseOptions(LanguageVersion.CSharp13);
ImmutableArray<MetadataReference> references =
[
    .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
        .Append(typeof(NetworkAttribute).Assembly.Location)
        .Append(typeof(ParameterStore).Assembly.Location)
        .Select(path => MetadataReference.CreateFromFile(path)),
];
var files = Directory.GetFiles(args[0], "*.cs").Order(StringComparer.Ordinal).Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), language, path)).ToList();
var networks = files.SelectMany(Networks).Select(network => network.Identifier.Text).ToList();

// Everything once, so that what is measured is compiling and not the JIT.
foreach (var network in networks) Generate(network);
foreach (var network in args.Length > 1 ? args[1..] : [.. networks])
{
    var runs = Enumerable.Range(0, Runs).Select(_ => Generate(network)).OrderBy(run => run.Milliseconds).ToList();
    Console.WriteLine(JsonSerializer.Serialize(new { network, median_ms = Math.Round(runs[Runs / 2].Milliseconds, 1), bytes = runs[0].Bytes }));
}

// The time and the size of one network's source, in a compilation in which it is the only one.
(double Milliseconds, long Bytes) Generate(string network)
{
    var sources = files.Select(file => file.WithRootAndOptions(file.GetRoot().RemoveNodes(Networks(file).Where(other => other.Identifier.Text != network), SyntaxRemoveOptions.KeepNoTrivia)!, language));
    var compilation = CSharpCompilation.Create("Networks", sources, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    compilation.GetDiagnostics();                      // the compiler's own binding is not the generator's
    GC.Collect();
    var watch = Stopwatch.StartNew();
    var result = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: language).RunGenerators(compilation).GetRunResult();
    watch.Stop();
    if (result.GeneratedTrees.Length == 0) throw new InvalidOperationException($"{network}: nothing was generated. {string.Join(' ', result.Diagnostics)}");
    return (watch.Elapsed.TotalMilliseconds, result.Results.Sum(r => r.GeneratedSources.Sum(s => (long)Encoding.UTF8.GetByteCount(s.SourceText.ToString()))));
}

static IEnumerable<ClassDeclarationSyntax> Networks(SyntaxTree file) =>
    file.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Where(type => type.AttributeLists.SelectMany(list => list.Attributes).Any(a => a.Name.ToString() == "Network"));
