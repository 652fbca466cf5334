using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using OutputKind = Sinter.Generator.GraphIR.OutputKind;

namespace Sinter.Generator.Declaration;

/// <summary>What entry points return: a tensor or a tuple of tensors; from losses scalars.</summary>
internal static class EntryResults
{
    /// <summary>The spans that the runtime holds in place during a call.</summary>
    public const int MaxTensors = 16;

    public static bool Check(IMethodSymbol method, EntryKind kind, ModelTrace model)
    {
        var types = Types(method).ToArray();
        var tensors = method.Parameters.Length + (kind == EntryKind.Forward ? types.Length : 1);
        if (tensors > MaxTensors)
        {
            model.Report(Descriptors.TooManyTensors, method.Location(), method.Name, $"{tensors}");
            return false;
        }
        var fits = kind == EntryKind.Forward ? types.All(t => t.TensorElement() is not null) : types.All(t => t.TensorElement() == DType.Float32);
        if (fits) return true;
        model.Report(Descriptors.EntryResult, Location(method), method.Name,
            kind == EntryKind.Forward ? "a Tensor, IntTensor or BoolTensor, or a tuple of them" : "a Tensor, or a tuple of a Tensor and named metrics (Tensor loss, Tensor accuracy)");
        return false;
    }

    /// <summary>Adds the results as the graph's outputs; false when a loss is no scalar.</summary>
    public static bool Add(Evaluator evaluator, IMethodSymbol method, EntryKind kind, Datum result)
    {
        var names = method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? tuple.TupleElements.Select((e, i) => e.IsExplicitlyNamedTupleElement ? e.Name : $"item{i + 1}").ToArray()
            : [kind == EntryKind.Forward ? "result" : "loss"];
        var items = result is TupleDatum several ? several.Items : [result];
        for (var i = 0; i < items.Count; i++)
        {
            if (evaluator.AsResult(items[i], Location(method)) is not { } value) return false;
            if (kind != EntryKind.Forward && value.Rank != 0)
            {
                evaluator.Model.Report(Descriptors.LossNotScalar, Location(method), i == 0 ? "The loss" : $"The metric '{names[i]}'", value.Shape.ToString());
                return false;
            }
            var output = kind == EntryKind.Forward ? OutputKind.Result : i == 0 ? OutputKind.Loss : OutputKind.Metric;
            evaluator.Entry!.Graph.Outputs.Add(new GraphOutput(output, names[i], value));
        }
        return true;
    }

    static IEnumerable<ITypeSymbol> Types(IMethodSymbol method) =>
        method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Select(e => e.Type) : [method.ReturnType];

    static Location Location(IMethodSymbol method) =>
        (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax)?.ReturnType.GetLocation() ?? method.Location();
}
