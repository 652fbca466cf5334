using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Declaration.Evaluation;

// Where evaluation adds to the graph: operators, functions of Sinter.Ops, layers.
internal sealed partial class Evaluator
{
    static bool IsTensor(Datum datum) => datum is TensorDatum or StorageDatum;

    /// <summary>A datum where a tensor stands; null (reported) when it is none.</summary>
    Value? AsTensor(Datum datum, IOperation site, DType numbers = DType.Float32)
    {
        switch (datum)
        {
            case TensorDatum tensor when Entry is not null && Entry.IsOfAnEndedStep(tensor.Value): Report(Descriptors.StepEnded, site); return null;
            case TensorDatum tensor: return tensor.Value;
            case StorageDatum storage when Entry is not null: return Stored(storage, site);
            case IntDatum or FloatDatum when Number(datum) is { } number && Entry is not null: return Entry.Graph.Add(new Constant(number, numbers));
            case IntDatum extent when Entry is not null: return Entry.Graph.Add(new Extent { Dim = extent.Value });
            case NullDatum: Fail(site, "The tensor is null"); return null;
            case { IsUnknown: true }: return null;
            default: Unsupported(site, $"{Data.Describe(datum)} as a tensor"); return null;
        }
    }

    /// <summary>What an entry point returns, as a value of its graph; null when it is none, which is reported.</summary>
    public Value? AsResult(Datum datum, Location location)
    {
        if (datum is FloatDatum or IntDatum { Value.IsConstant: true }) return Entry!.Graph.Add(new Constant(Number(datum)!.Value));
        if (datum is TensorDatum tensor && !Entry!.IsOfAnEndedStep(tensor.Value)) return tensor.Value;
        if (datum is StorageDatum { Path: not null } storage) return Stored(storage, location);
        if (datum is TensorDatum) model.Report(Descriptors.StepEnded, location);
        else if (!datum.IsUnknown) model.Report(Descriptors.Unsupported, location, $"{Data.Describe(datum)} as a result");
        return null;
    }

    Value? Stored(StorageDatum storage, IOperation site) => Stored(storage, site.Syntax.GetLocation());

    Value? Stored(StorageDatum storage, Location location)
    {
        storage.Used = true;
        if (!HasName(storage)) return null;
        return Attempt(Descriptors.LayerInput, location, storage.Path!, [], () =>
        {
            var initializer = Initializers.Resolve(storage.Init, storage.Shape);
            if (storage.PerSession) return [Entry!.Memory.State(storage, storage.Path!, storage.FullShape, initializer, storage.Batch)];
            return [storage.Learned ? Entry!.Parameter(storage, storage.Path!, storage.Shape, initializer, ParameterRole.Raw) : Entry!.State(storage, storage.Path!, storage.Shape, initializer)];
        })?[0];
    }

    bool HasName(InstanceDatum instance)
    {
        if (instance.Path is not null) return true;
        model.Report(Descriptors.NotInField, instance.Site, instance.Type.Name);
        return false;
    }

    Datum AsTensorOf(DType element, Datum datum, IOperation site)
    {
        if (datum is NullDatum || (datum is StorageDatum && element == DType.Float32)) return datum;
        if (AsTensor(datum, site, element) is not { } value) return Datum.Unknown;
        return new TensorDatum(value.DType == element ? value : element == DType.Float32 ? value.ToFloat() : value.ToInt());
    }

    Datum TensorOperation(IOperation site, BinaryOperatorKind kind, Datum a, Datum b)
    {
        var numbers = (a as TensorDatum ?? b as TensorDatum)?.Value.DType ?? DType.Float32;
        if (AsTensor(a, site, numbers) is not { } x || AsTensor(b, site, numbers) is not { } y) return Datum.Unknown;
        Op? op = kind switch
        {
            BinaryOperatorKind.Add => new Add(),
            BinaryOperatorKind.Subtract => new Subtract(),
            BinaryOperatorKind.Multiply => new Multiply(),
            BinaryOperatorKind.Divide => new Divide(),
            BinaryOperatorKind.LessThan => new Less(),
            BinaryOperatorKind.GreaterThan => new Greater(),
            BinaryOperatorKind.LessThanOrEqual => new LessOrEqual(),
            BinaryOperatorKind.GreaterThanOrEqual => new GreaterOrEqual(),
            BinaryOperatorKind.Equals => new Equal(),
            BinaryOperatorKind.NotEquals => new NotEqual(),
            BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => new And(),
            BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => new Or(),
            _ => null,
        };
        if (op is null) return Unsupported(site, $"The operator {kind} on tensors");
        return Added(Descriptors.Elementwise, site, Capital(op.Name), [x, y], () => [Entry!.Graph.Add(op, x, y)]);
    }

    Datum TensorOperation(IOperation site, UnaryOperatorKind kind, Datum operand)
    {
        if (AsTensor(operand, site) is not { } x) return Datum.Unknown;
        return kind switch
        {
            UnaryOperatorKind.Minus => new TensorDatum(Entry!.Graph.Add(new Negate(), x)),
            UnaryOperatorKind.Plus => new TensorDatum(x),
            UnaryOperatorKind.Not => new TensorDatum(x.Not()),
            _ => Unsupported(site, $"The operator {kind} on tensors"),
        };
    }

    static string Capital(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>A function of Sinter.Ops.</summary>
    Datum CallOp(IInvocationOperation invocation, Scope scope) => CallOp(
        invocation.TargetMethod,
        [.. invocation.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(a => (a.Parameter!.Name, Evaluate(a.Value, scope), a.Value))],
        invocation);

    Datum CallOp(IMethodSymbol method, IReadOnlyList<Datum> arguments, IOperation site) =>
        CallOp(method, [.. method.Parameters.Zip(arguments, (p, a) => (p.Name, a, site))], site);

    Datum CallOp(IMethodSymbol method, IReadOnlyList<(string Name, Datum Datum, IOperation Site)> given, IOperation site)
    {
        if (Entry is null) return Unsupported(site, $"A call of {method.Name} before any tensor is there");
        if (method.Name == LanguageNames.Scan) return CallScan(method, given, site);
        if (!OpCatalog.Functions.TryGetValue(method.Name, out var op)) return Report(Descriptors.NoSource, site, method.Name);
        var arguments = new Dictionary<string, object>();
        var operands = new List<Value>();
        var known = true;
        foreach (var (name, datum, argumentSite) in given.Where(a => a.Datum is not NullDatum))
        {
            var kind = op.Schema.Parameters.First(p => p.Name == name).Kind;
            var argument = Data.ContainsUnknown(datum) ? null : Argument(kind, name, datum, argumentSite);
            known &= argument is not null;
            if (argument is not null) arguments[name] = argument;
            operands.AddRange(argument switch { Value[] several => several, Value operand => [operand], _ => [] });
        }
        if (!known) return Datum.Unknown;
        return Added(Shapes(op), site, method.Name, operands, () => op.Schema.Build!(new CallArguments(Entry.Graph, Entry.Training, arguments)), method.ReturnType is IArrayTypeSymbol);
    }

    static DiagnosticDescriptor Shapes(Op op) => op switch
    {
        ElementwiseOp => Descriptors.Elementwise,
        ContractionOp => Descriptors.Contraction,
        ViewOp => Descriptors.View,
        ReductionOp => Descriptors.Reduction,
        _ => Descriptors.Function,
    };

    /// <summary>An argument as <see cref="CallArguments"/> expects it; null when it is not one, which is reported.</summary>
    object? Argument(ParameterKind kind, string name, Datum datum, IOperation site)
    {
        var argument = kind switch
        {
            ParameterKind.Tensor => AsTensor(datum, site),
            ParameterKind.IntTensor => AsTensor(datum, site, DType.Int32),
            ParameterKind.BoolTensor => AsTensor(datum, site, DType.Bool),
            ParameterKind.Tensors when datum is ArrayDatum array => AllOrNull([.. array.Items.Select(item => AsTensor(item, site))]),
            _ => Arguments.Convert(kind, datum),
        };
        if (argument is null && kind is not (ParameterKind.Tensor or ParameterKind.IntTensor or ParameterKind.BoolTensor or ParameterKind.Tensors))
            Report(Descriptors.NotConstant, site, $"'{name}'", Data.Describe(datum));
        return argument;
    }

    static Value[]? AllOrNull(IReadOnlyList<Value?> values)
    {
        var all = values.OfType<Value>().ToArray();
        return all.Length == values.Count ? all : null;
    }

    /// <summary>Applies a layer of the library: as a function of one tensor, or by its Forward.</summary>
    public Datum ApplyLayer(LayerDatum layer, IReadOnlyList<Datum> arguments, IOperation site)
    {
        if (Given(layer, layer.Definition.Operands, arguments, site) is not { } given) return Datum.Unknown;
        if (Layered(layer, given, site.Syntax.GetLocation()) is not { } results) return Datum.Unknown;
        var several = site is IInvocationOperation { TargetMethod: { Name: LanguageNames.ForwardMethod, ReturnType.IsTupleType: true } };
        return several ? new TupleDatum(results.Select(result => new TensorDatum(result))) : new TensorDatum(results[0]);
    }

    /// <summary>Calls a method of a layer that gives nothing.</summary>
    Datum ApplyMethod(LayerDatum layer, LayerMethod method, IReadOnlyList<Datum> arguments, IOperation site)
    {
        if (arguments.Any(a => a.IsUnknown) || Given(layer, method.Operands, arguments, site) is not { } given) return Datum.Unknown;
        Attempt(Descriptors.LayerInput, site, layer.Path!, [.. given.Values.OfType<Value>()], () =>
        {
            method.Run(new TracedLayer(Entry!, layer), new CallArguments(Entry!.Graph, Entry.Training, given));
            return [];
        });
        return Datum.Null;
    }

    /// <summary>The arguments of a layer's method by name; null when one is none, which is reported.</summary>
    Dictionary<string, object>? Given(LayerDatum layer, IReadOnlyList<OpParameter> operands, IReadOnlyList<Datum> arguments, IOperation site)
    {
        layer.Used = true;
        var given = new Dictionary<string, object>();
        foreach (var (parameter, datum) in operands.Zip(arguments, (p, d) => (p, d)))
        {
            if (datum is NullDatum) continue;
            if ((given.Count == 0 ? AsTensor(datum, site) : Argument(parameter.Kind, parameter.Name, datum, site)) is not { } argument) return null;
            given[parameter.Name] = argument;
        }
        return HasName(layer) ? given : null;
    }

    /// <summary>The value of a layer of one operand.</summary>
    public Value? Layered(LayerDatum layer, Value x, Location location) => Layered(layer, new Dictionary<string, object> { [layer.Definition.Operands[0].Name] = x }, location)?[0];

    /// <summary>The results of a layer, with its row in the summary; null when an operand does not fit, which is reported.</summary>
    Value[]? Layered(LayerDatum layer, Dictionary<string, object> given, Location location)
    {
        var first = Entry!.Parameters.Count;
        var x = (Value)given[layer.Definition.Operands[0].Name];
        var operands = new CallArguments(Entry.Graph, Entry.Training, given);
        var result = Attempt(Descriptors.LayerInput, location, layer.Path!, [.. given.Values.OfType<Value>()], () => [.. layer.Definition.Results(new TracedLayer(Entry, layer), operands)]);
        if (result is not [var y, ..]) return null;
        y.Name ??= EntryTrace.Identifier(layer.Path!);
        Entry.Record(y, layer.Path!, location, x);
        if (Entry.Summarize)
            model.Layers.Add(new LayerSummary(layer.Path!, layer.Definition.Name, y.Shape, model.CountParameters(Entry.Parameters.Skip(first))));
        return result;
    }

    Datum Added(DiagnosticDescriptor descriptor, IOperation site, string label, IReadOnlyList<Value> operands, Func<Value[]> build, bool isArray = false)
    {
        if (Attempt(descriptor, site, label, operands, build) is not { } results) return Datum.Unknown;
        if (site is IInvocationOperation)
            foreach (var result in results) Entry!.Record(result, label, site.Syntax.GetLocation(), operands.FirstOrDefault());
        return isArray ? new ArrayDatum(results.Select(r => new TensorDatum(r))) : results.Length == 1 ? new TensorDatum(results[0]) : new TupleDatum(results.Select(r => new TensorDatum(r)));
    }

    Value[]? Attempt(DiagnosticDescriptor descriptor, IOperation site, string label, IReadOnlyList<Value> operands, Func<Value[]> build) =>
        Attempt(descriptor, site.Syntax.GetLocation(), label, operands, build);

    /// <summary>Builds; operands that do not fit are reported with the way they came.</summary>
    public Value[]? Attempt(DiagnosticDescriptor descriptor, Location location, string label, IReadOnlyList<Value> operands, Func<Value[]> build)
    {
        try
        {
            return build();
        }
        catch (ShapeException reason)
        {
            var ways = operands.Select(Entry!.Way).Where(way => way.Count > 0).ToArray();
            var lines = ways.Select(way => "\n    " + string.Join(" → ", Shortened([.. way.Select(step => step.Step)]))).Distinct();
            var related = ways.SelectMany(way => way.Skip(way.Count - 1)).Select(step => step.Location).Where(l => l != Location.None && l != location).Distinct();
            model.Report(descriptor, location, [.. related], label, reason.Message, string.Concat(lines));
            return null;
        }
    }

    // The input and the last steps are what one looks for.
    static IEnumerable<string> Shortened(string[] steps) => steps.Length <= 8 ? steps : [steps[0], "…", .. steps.Skip(steps.Length - 6)];
}
