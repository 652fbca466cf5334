using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using OutputKind = Sinter.Generator.GraphIR.OutputKind;

namespace Sinter.Generator.Declaration;

/// <summary>Traces a network that is a straight line of layer attributes: Forward, and Loss when a loss attribute ends it.</summary>
internal sealed class SequenceTracer
{
    readonly INamedTypeSymbol network;
    readonly ModelTrace model;
    readonly Evaluator evaluator;
    readonly List<(LayerDatum Layer, Location Location)> layers = [];
    AttributeData? input;
    AttributeData? loss;

    SequenceTracer(INamedTypeSymbol network, ModelTrace model) => (this.network, this.model, evaluator) = (network, model, new Evaluator(model));

    public static bool IsSequence(INamedTypeSymbol network) => network.GetAttributes().Any(a => IsPart(a.AttributeClass));

    public static IReadOnlyList<EntryPoint> Trace(INamedTypeSymbol network, ModelTrace model)
    {
        if (MethodTracer.EntryMethods(network).FirstOrDefault() is { } method)
        {
            model.Report(Descriptors.MixedForms, method.Location(), network.Name);
            return [];
        }
        var tracer = new SequenceTracer(network, model);
        return tracer.Read() ? tracer.Entries() : [];
    }

    static bool IsPart(INamedTypeSymbol? attribute) =>
        attribute.Is(LanguageNames.Input) || attribute.Inherits(LanguageNames.LayerBase) || attribute.Inherits(LanguageNames.LossBase);

    /// <summary>The attributes in their order; false when they make no sequence.</summary>
    bool Read()
    {
        if (network.GetAttributes().Any(a => a.AttributeClass is null or { TypeKind: TypeKind.Error }))
        {
            model.Invalid = true;
            return false;
        }
        var counts = new Dictionary<string, int>();
        foreach (var attribute in network.GetAttributes().Where(a => IsPart(a.AttributeClass)))
        {
            if (attribute.AttributeClass.Is(LanguageNames.Input)) input = attribute;
            else if (loss is not null) return Misplaced(attribute, "No layer can follow the loss");
            else if (input is null) return Misplaced(attribute, "The sequence must begin with [Input(…)]");
            else if (attribute.AttributeClass.Inherits(LanguageNames.LossBase)) loss = attribute;
            else if (!Add(attribute, counts)) return false;
        }
        if (layers.Count == 0) return Misplaced((loss ?? input)!, "The sequence has no layers");
        return true;
    }

    bool Misplaced(AttributeData attribute, string reason)
    {
        model.Report(Descriptors.Sequence, attribute.Location(), reason);
        return false;
    }

    bool Add(AttributeData attribute, Dictionary<string, int> counts)
    {
        var type = attribute.AttributeClass!;
        if (!LayerCatalog.Layers.TryGetValue(type.Name, out var definition))
        {
            model.Report(Descriptors.ForeignLayer, attribute.Location(), type.Name);
            return false;
        }
        counts[definition.Stem] = counts.TryGetValue(definition.Stem, out var count) ? count + 1 : 1;
        var layer = new LayerDatum(definition, type, attribute.Location()) { Path = definition.Stem + counts[definition.Stem] };
        layers.Add((layer, attribute.Location()));
        return Settings(attribute, definition.Parameters, layer.Settings);
    }

    bool Settings(AttributeData attribute, IReadOnlyList<LayerParameter> parameters, Dictionary<string, object> settings)
    {
        if (attribute.AttributeConstructor is not { } constructor)
        {
            model.Invalid = true;
            return false;
        }
        var given = constructor.Parameters.Zip(attribute.ConstructorArguments, (p, a) => (p.Name, Value: a))
            .Concat(attribute.NamedArguments.Select(n => (Name: n.Key, n.Value)));
        foreach (var (name, value) in given)
        {
            var datum = Data.OfTyped(value);
            if (datum is NullDatum) continue;
            if (Arguments.Convert(parameters.First(p => p.Name == name).Kind, datum) is not { } setting)
            {
                model.Invalid = true;
                return false;
            }
            settings[name] = setting;
        }
        return true;
    }

    IReadOnlyList<EntryPoint> Entries()
    {
        if (Signatures.ShapeOf(input!, model) is not { } shape) return [];
        var integers = input!.NamedArguments.Any(n => n.Key == LanguageNames.InputIntegers && n.Value.Value is true);
        var type = new TensorType(integers ? DType.Int32 : DType.Float32, shape);
        model.Declare(layers.Select(l => l.Layer));
        var forward = Entry(EntryKind.Forward, type, summarize: true);
        if (forward is null) return [];
        if (loss is null) return [forward];
        return Entry(EntryKind.Training, type) is { } training && Entry(EntryKind.Evaluation, type) is { } evaluation ? [forward, training, evaluation] : [];
    }

    EntryPoint? Entry(EntryKind kind, TensorType type, bool summarize = false)
    {
        var entry = evaluator.Entry = new EntryTrace(model, kind, summarize);
        var inputs = new List<InputDeclaration> { new(LanguageNames.SequenceInput, type) };
        var x = entry.Input(LanguageNames.SequenceInput, type, input!.Location());
        foreach (var (layer, location) in layers)
        {
            if (evaluator.Layered(layer, x, location) is not { } y) return null;
            x = y;
        }
        if (kind == EntryKind.Forward) entry.Graph.Outputs.Add(new GraphOutput(OutputKind.Result, "result", x));
        else if (Loss(entry, inputs, x) is { } value) entry.Graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", value));
        else return null;
        entry.Graph.Outputs.AddRange(entry.Updates);
        model.AddSessionEntry(input!.Location(), network.Name, entry);
        return Signatures.Entry(kind == EntryKind.Forward ? LanguageNames.ForwardMethod : LanguageNames.LossMethod, kind, inputs, entry, entry.Parameters);
    }

    Value? Loss(EntryTrace entry, List<InputDeclaration> inputs, Value prediction)
    {
        var type = loss!.AttributeClass!;
        if (!LayerCatalog.Losses.TryGetValue(type.Name, out var definition))
        {
            model.Report(Descriptors.ForeignLayer, loss.Location(), type.Name);
            return null;
        }
        var settings = new Dictionary<string, object>();
        if (!Settings(loss, definition.Parameters, settings)) return null;
        return evaluator.Attempt(Descriptors.LayerInput, loss.Location(), type.Name, [prediction], () =>
        {
            var target = definition.Target(prediction.Type);
            inputs.Add(new InputDeclaration(definition.TargetName, target));
            return [definition.Loss(new CallArguments(entry.Graph, entry.Training, settings), prediction, entry.Input(definition.TargetName, target, loss.Location()))];
        })?[0];
    }
}
