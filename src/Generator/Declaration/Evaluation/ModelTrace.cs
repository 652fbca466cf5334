using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>What is gathered over all entry points of one network: parameters, states, uses of layers, and mistakes.</summary>
internal sealed class ModelTrace(Compilation compilation, CancellationToken cancellation)
{
    /// <summary>Loop iterations and calls that one network may take to evaluate: enough for any real one, little enough to answer while typing.</summary>
    const int StepBudget = 100_000;

    readonly Dictionary<string, RegisteredTensor> tensors = [];
    readonly List<RegisteredTensor> order = [];
    readonly Dictionary<string, SessionStateDeclaration> sessionStates = [];
    readonly List<(Location Location, string Entry, EntryTrace Trace)> sessionEntries = [];
    readonly List<Finding> findings = [];
    readonly HashSet<(string Id, Location Location)> reported = [];
    readonly Dictionary<SyntaxTree, SemanticModel> semantics = [];
    readonly Dictionary<SyntaxNode, IOperation?> operations = [];   // a module that is used often is bound once
    int steps;

    public Compilation Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Code that C# itself rejects was met: the compiler reports it, the model is not compiled.</summary>
    public bool Invalid { get; set; }

    public List<LayerSummary> Layers { get; } = [];

    /// <summary>What counts the rows of the caches that fields of the network hold, whether or not an entry point has used them yet.</summary>
    public IReadOnlyList<CacheLength> DeclaredLengths { get; private set; } = [];

    public IEnumerable<ParameterDeclaration> Parameters =>
        order.Where(t => t.Learned).Select(t => new ParameterDeclaration(t.Path, t.Shape, t.Initializer, t.Owner.Frozen, t.Role));

    public IEnumerable<StateDeclaration> States => order.Where(t => !t.Learned).Select(t => new StateDeclaration(t.Path, t.Shape, t.Initializer));

    /// <summary>True for what this project declares. An editor shows the source of referenced projects too, a build does not: both trace the same.</summary>
    public bool HasSource(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);

    /// <summary>The operation of a piece of the user's syntax.</summary>
    public IOperation? Operation(SyntaxNode syntax)
    {
        if (operations.TryGetValue(syntax, out var known)) return known;
        if (!semantics.TryGetValue(syntax.SyntaxTree, out var model)) semantics.Add(syntax.SyntaxTree, model = Compilation.GetSemanticModel(syntax.SyntaxTree));
        return operations[syntax] = model.GetOperation(syntax, Cancellation);
    }

    public long CountParameters(IEnumerable<string> paths) => paths.Sum(path => tensors[path].Shape.Size.Constant ?? 0);

    public InstanceDatum OwnerOf(string path) => tensors[path].Owner;

    /// <summary>One mistake, one error: what is met again in another entry point or another use is not repeated.</summary>
    public void Report(DiagnosticDescriptor descriptor, Location location, IReadOnlyList<Location> related, params string[] arguments)
    {
        if (reported.Add((descriptor.Id, location))) findings.Add(new Finding(descriptor, location, related, arguments));
    }

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) => Report(descriptor, location, [], arguments);

    public void Step(Location location)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (++steps <= StepBudget) return;
        Report(Descriptors.Limit, location, $"More than {StepBudget} loop iterations and calls");
        throw new TraceAborted();
    }

    /// <summary>Adds a parameter or state at its first use; later uses must agree.</summary>
    public void Register(InstanceDatum owner, string path, bool learned, Shape shape, Initializer initializer, ParameterRole role = ParameterRole.Raw)
    {
        if (shape.Dims.FirstOrDefault(extent => !extent.IsConstant) is { } symbolic)
            throw new ShapeException($"'{path}' would have the shape {shape}, which depends on the symbolic extents {string.Join(", ", symbolic.Symbols)}.");
        if (!tensors.TryGetValue(path, out var known))
        {
            tensors.Add(path, known = new RegisteredTensor(owner, path, learned, shape, initializer, role));
            order.Add(known);
        }
        if (known.Shape != shape)
            throw new ShapeException($"'{path}' has the shape {known.Shape} where it was used first, but would need {shape} here.");
    }

    /// <summary>Adds what a session keeps at its first use; later uses must agree, and caches of one length must be alike.</summary>
    public void RegisterSession(InstanceDatum owner, SessionStateDeclaration state)
    {
        if (sessionStates.TryGetValue(state.Path, out var known) && known != state)
            throw new ShapeException($"'{state.Path}' has the shape {known.Shape} where it was used first, but would need {state.Shape} here.");
        if (state.Cache is { } cache && sessionStates.Values.FirstOrDefault(s => s.Cache is { } other && other.Length == cache.Length && other.Group != cache.Group) is { } different)
            throw new ShapeException($"'{state.Path}' and '{different.Path}' share the length '{cache.Length}', but not capacity and overflow.");
        if (state.Shape.Dims.SelectMany(d => d.Symbols).Concat(sessionStates.Values.SelectMany(s => s.Shape.Dims).SelectMany(d => d.Symbols)).Distinct().ToArray() is [var a, var b, ..])
            throw new ShapeException($"a session has one batch, but both '{a}' and '{b}' are declared.");
        sessionStates[state.Path] = state;
    }

    /// <summary>What a session keeps; null when nothing is.</summary>
    public SessionDeclaration? Session => sessionStates.Count == 0 ? null : new SessionDeclaration(
        [.. sessionStates.Values],
        [.. sessionStates.Values.Select(s => s.Cache?.Group).OfType<CacheLength>().Distinct()],
        sessionStates.Values.SelectMany(s => s.Shape.Dims).SelectMany(d => d.Symbols).FirstOrDefault());

    /// <summary>Takes over what the network's fields declare.</summary>
    public void Declare(IEnumerable<InstanceDatum> instances) => DeclaredLengths = [.. instances.SelectMany(instance => instance switch
    {
        CacheDatum cache => [cache.Settings.Group],
        LayerDatum layer => layer.Definition.Caches(new CallArguments(new Graph(), training: false, layer.Settings)),
        _ => Enumerable.Empty<CacheLength>(),
    }).Distinct()];

    /// <summary>Remembers an entry point that may append to caches.</summary>
    public void AddSessionEntry(Location location, string name, EntryTrace entry) => sessionEntries.Add((location, name, entry));

    /// <summary>Caches of one length must be appended to together and alike, or they no longer have one.</summary>
    public void CheckAppends()
    {
        foreach (var (location, name, entry) in sessionEntries)
        {
            foreach (var group in entry.Memory.Appended)
            {
                var (length, paths) = (group.Key, group.Select(a => a.Path).ToArray());
                var left = sessionStates.Values.Where(s => s.Cache?.Length == length).Select(s => s.Path).Except(paths).FirstOrDefault();
                var other = group.FirstOrDefault(a => a.Rows != group.First().Rows);
                var difference = left is not null ? $"appends to '{paths[0]}' and not to '{left}'"
                    : other.Path is not null ? $"appends {group.First().Rows} rows to '{paths[0]}' and {other.Rows} to '{other.Path}'"
                    : null;
                if (difference is null) continue;
                Report(Descriptors.CacheLengths, location, name, length, difference);
                return;
            }
        }
    }

    sealed record RegisteredTensor(InstanceDatum Owner, string Path, bool Learned, Shape Shape, Initializer Initializer, ParameterRole Role);
}
