using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>The expressions in which a step gives its results, for messages; the argument itself where the step is no lambda.</summary>
internal sealed class ScanResults(bool hasOutputs, IOperation step)
{
    readonly IOperation result = Returned(step) ?? step;

    /// <summary>True when the step gives next states and outputs.</summary>
    public bool HasOutputs { get; } = hasOutputs;

    public IOperation Step { get; } = step;

    /// <summary>All next states.</summary>
    public IOperation Next => HasOutputs ? Element(result, 0, 2) : result;

    public IOperation Output => HasOutputs ? Element(result, 1, 2) : result;

    /// <summary>One of the next states.</summary>
    public IOperation NextAt(int index, int count) => count == 1 ? Next : Element(Next, index, count);

    static IOperation Element(IOperation operation, int index, int count) => operation switch
    {
        IConversionOperation conversion => Element(conversion.Operand, index, count),
        ITupleOperation tuple when tuple.Elements.Length == count => tuple.Elements[index],
        _ => operation,
    };

    // What the lambda returns last.
    static IOperation? Returned(IOperation step) => step switch
    {
        IDelegateCreationOperation creation => Returned(creation.Target),
        IConversionOperation conversion => Returned(conversion.Operand),
        IAnonymousFunctionOperation lambda => lambda.Body.Operations.OfType<IReturnOperation>().LastOrDefault()?.ReturnedValue,
        _ => null,
    };
}
