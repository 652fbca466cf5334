using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Declaration.Evaluation;

// Recurrences: the step is evaluated once, on placeholders, and cut out of the graph.
internal sealed partial class Evaluator
{
    Datum CallScan(IMethodSymbol method, IReadOnlyList<(string Name, Datum Datum, IOperation Site)> given, IOperation site)
    {
        var arguments = given.ToDictionary(argument => argument.Name, argument => (argument.Datum, argument.Site));
        if (given.Any(argument => Data.ContainsUnknown(argument.Datum))) return Datum.Unknown;
        if (arguments["step"].Datum is not FunctionDatum step) return Unsupported(arguments["step"].Site, $"{Data.Describe(arguments["step"].Datum)} as a step");
        if (Tensors(arguments["x"]) is not { } sequences || Tensors(arguments["initial"]) is not { } initials || Number("axis", arguments) is not { } axis) return Datum.Unknown;
        if (Axes(sequences, axis, arguments["x"].Site) is not { } axes) return Datum.Unknown;
        var reverse = arguments.TryGetValue("reverse", out var flag) && flag.Datum is BoolDatum { Value: true };

        var graph = Entry!.Graph;
        var scan = new ScanBuilder(graph, graph, sequences[0].Shape[axes[0]], reverse);
        Entry.BeginStep();
        var slices = sequences.Select((sequence, i) => Seen(scan.Sequence(sequence, axes[i]), sequence)).ToList();
        var carries = initials.Select(initial => Seen(scan.Carry(initial), initial)).ToList();
        var (slice, state) = (Like(arguments["x"].Datum, slices), Like(arguments["initial"].Datum, carries));
        var result = step.Call(method.Parameters[2].Type is INamedTypeSymbol { TypeArguments.Length: 4 } ? [.. ((TupleDatum)state).Items, slice] : [state, slice], site);
        var results = new ScanResults(method.TypeParameters.Length == 3, arguments["step"].Site);
        var datum = Data.ContainsUnknown(result) ? Datum.Unknown : Finish(scan, carries, result, results, axes[0], arguments["initial"].Datum);
        Entry.EndStep();
        return datum;

        Value Seen(Value placeholder, Value source)
        {
            Entry.Record(placeholder, "step", site.Syntax.GetLocation(), source);
            return placeholder;
        }
    }

    Datum Finish(ScanBuilder scan, List<Value> carries, Datum result, ScanResults results, int axis, Datum initial)
    {
        var (next, output) = results.HasOutputs && result is TupleDatum { Items: [var first, var second] } ? (first, second) : (result, null);
        if (Flattened(next, results.Next) is not { } nexts) return Datum.Unknown;
        IReadOnlyList<Value>? outputs = nexts;
        if (output is not null && (outputs = Flattened(output, results.Output)) is null) return Datum.Unknown;

        // Each state at the expression that gives it.
        for (var i = 0; i < carries.Count; i++)
        {
            var (carry, state) = (carries[i], nexts[i]);
            Value[]? Checked() => state.Type == carry.Type ? [state] : throw new ShapeException($"the state begins as {carry.Type}, but is {state.Type} after a step.");
            if (Attempt(Descriptors.ScanStep, results.NextAt(i, carries.Count).Syntax.GetLocation(), LanguageNames.Scan, [state], () => Checked()!) is null) return Datum.Unknown;
            scan.Next(carry, state);
        }
        foreach (var value in outputs) scan.RequestStack(value);
        if (Attempt(Descriptors.ScanStep, results.Step, LanguageNames.Scan, [], () => { scan.Build(); return []; }) is null) return Datum.Unknown;
        var stacks = outputs.Select(value => AtAxis(scan.Stacked(value), axis)).ToList();
        return new TupleDatum([Like(output ?? initial, stacks), Like(initial, [.. carries.Select(scan.Final)])]);
    }

    // Time first → time at the axis, or last.
    static Value AtAxis(Value stacked, int axis)
    {
        var at = System.Math.Min(axis, stacked.Rank - 1);
        return at == 0 ? stacked : stacked.Transpose([.. Enumerable.Range(1, at), 0, .. Enumerable.Range(at + 1, stacked.Rank - at - 1)]);
    }

    int? Number(string name, Dictionary<string, (Datum Datum, IOperation Site)> arguments)
    {
        if (!arguments.TryGetValue(name, out var argument)) return 0;
        if (argument.Datum is IntDatum { Value.Constant: { } number }) return (int)number;
        Report(Descriptors.NotConstant, argument.Site, $"'{name}'", Data.Describe(argument.Datum));
        return null;
    }

    // The time axis of each sequence; null when lengths differ, which is reported.
    int[]? Axes(IReadOnlyList<Value> sequences, int axis, IOperation site)
    {
        int[]? axes = null;
        Attempt(Descriptors.ScanStep, site, LanguageNames.Scan, sequences, () =>
        {
            int[] found = [.. sequences.Select(sequence => ReductionFunction.Normalized(sequence.Rank, axis))];
            var lengths = sequences.Select((sequence, i) => sequence.Shape[found[i]]).Distinct().ToList();
            if (lengths.Count > 1) throw new ShapeException($"sequences have different lengths: {string.Join(" and ", lengths)}.");
            axes = found;
            return [];
        });
        return axes;
    }

    List<Value>? Tensors((Datum Datum, IOperation Site) argument)
    {
        var values = Flattened(argument.Datum, argument.Site);
        if (values is not { Count: 0 }) return values;
        Unsupported(argument.Site, $"{Data.Describe(argument.Datum)} as a tensor");
        return null;
    }

    // The tensors of a tuple or array, in order; null when one is none, which is reported.
    List<Value>? Flattened(Datum datum, IOperation site)
    {
        if (ItemsOf(datum) is not { } items) return AsTensor(datum, site) is { } value ? [value] : null;
        var values = items.Select(item => Flattened(item, site)).ToList();
        return values.Exists(v => v is null) ? null : [.. values.SelectMany(v => v!)];
    }

    // Values in the form that a datum has: a tensor, a tuple, an array.
    static Datum Like(Datum form, IReadOnlyList<Value> values)
    {
        var next = 0;
        return Build(form);

        Datum Build(Datum datum) => datum switch
        {
            TupleDatum tuple => new TupleDatum(tuple.Items.Select(Build).ToList()),
            ArrayDatum array => new ArrayDatum(array.Items.Select(Build).ToList()),
            _ => new TensorDatum(values[next++]),
        };
    }

    static IReadOnlyList<Datum>? ItemsOf(Datum datum) => datum switch
    {
        TupleDatum tuple => tuple.Items,
        ArrayDatum array => array.Items,
        _ => null,
    };
}
