using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration;

/// <summary>Traces a network of fields and methods: one entry point per [Forward] method, two per [Loss] method.</summary>
internal sealed class MethodTracer
{
    readonly INamedTypeSymbol network;
    readonly ModelTrace model;
    readonly Evaluator evaluator;
    readonly ObjectDatum instance;

    MethodTracer(INamedTypeSymbol network, ModelTrace model)
    {
        (this.network, this.model, evaluator) = (network, model, new Evaluator(model));
        instance = new ObjectDatum(network, ClassRules.Location(network)) { Used = true };
    }

    public static IEnumerable<IMethodSymbol> EntryMethods(INamedTypeSymbol network) =>
        network.GetMembers().OfType<IMethodSymbol>().Where(m => m.IsWritten()).Where(m => m.Attribute(LanguageNames.Forward) is not null || m.Attribute(LanguageNames.Loss) is not null);

    public static IReadOnlyList<EntryPoint> Trace(INamedTypeSymbol network, ModelTrace model) => new MethodTracer(network, model).Entries();

    IReadOnlyList<EntryPoint> Entries()
    {
        var methods = EntryMethods(network).ToArray();
        if (methods.Length == 0) model.Report(Descriptors.NoEntryPoint, ClassRules.Location(network), network.Name);
        foreach (var overload in methods.GroupBy(m => m.Name).SelectMany(group => group.Skip(1)))
            model.Report(Descriptors.Overload, overload.Location(), network.Name, overload.Name);
        if (methods.Length == 0 || !Guarded(Construct)) return [];

        var entries = new List<EntryPoint>();
        foreach (var method in methods)
        {
            var kinds = method.Attribute(LanguageNames.Loss) is null ? new[] { EntryKind.Forward } : [EntryKind.Training, EntryKind.Evaluation];
            foreach (var kind in kinds) Guarded(() => Add(entries, method, kind));
        }
        if (!model.Invalid && model.Findings.Count == 0) FieldRules.ReportUnused(instance, model);
        return entries;
    }

    bool Construct()
    {
        if (network.BaseType is { } parent && model.HasSource(parent) && parent.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0) is { } constructor)
            evaluator.Construct(instance, constructor, []);
        evaluator.InitializeFields(instance, network, new Scope(null, new Frame(instance)));
        instance.Constructing = false;
        Paths.Assign(instance);
        model.Declare(Paths.Reachable(instance));
        return true;
    }

    /// <summary>False when a limit was passed.</summary>
    bool Guarded(System.Func<bool> trace)
    {
        try
        {
            return trace();
        }
        catch (TraceAborted)
        {
            return false;
        }
        catch (System.InsufficientExecutionStackException)
        {
            model.Report(Descriptors.Limit, ClassRules.Location(network), "Calls or expressions are nested too deeply");
            return false;
        }
    }

    bool Add(List<EntryPoint> entries, IMethodSymbol method, EntryKind kind)
    {
        if (Inputs(method) is not { } inputs || !EntryResults.Check(method, kind, model)) return false;
        var entry = evaluator.Entry = new EntryTrace(model, kind, summarize: entries.Count == 0);
        var arguments = inputs.Zip(method.Parameters, (input, parameter) => (Datum)new TensorDatum(entry.Input(input.Name, input.Type, parameter.Location()))).ToArray();
        var result = evaluator.CallEntry(method, instance, arguments);
        if (result.IsUnknown || !EntryResults.Add(evaluator, method, kind, result)) return false;
        entry.Graph.Outputs.AddRange(entry.Updates);
        model.AddSessionEntry(method.Location(), method.Name, entry);
        entries.Add(Signatures.Entry(method.Name, kind, inputs, entry, kind == EntryKind.Training ? FieldRules.Trained(method, instance, entry, model) : []));
        return true;
    }

    IReadOnlyList<InputDeclaration>? Inputs(IMethodSymbol method)
    {
        var inputs = new List<InputDeclaration>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.TensorElement() is not { } element || parameter.Attribute(LanguageNames.Shape) is not { } attribute || parameter.RefKind != RefKind.None)
                model.Report(Descriptors.EntryParameter, parameter.Location(), parameter.Name, method.Name);
            else if (Signatures.ShapeOf(attribute, model) is { } shape) inputs.Add(new InputDeclaration(parameter.Name, new TensorType(element, shape)));
        }
        return inputs.Count == method.Parameters.Length ? inputs : null;
    }
}
