using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration;

/// <summary>
/// A network as traced from its class: plain, value-equal records. No symbols, no syntax, no locations: the generator caches on it, so equal
/// declarations are compiled once, however the source text moved.
/// </summary>
/// <param name="Namespace">Empty: the global namespace.</param>
/// <param name="ContainingTypes">The headers of enclosing types, outermost first ("public partial class Zoo"); usually none.</param>
/// <param name="Accessibility">"public" or "internal".</param>
/// <param name="HasErrors">True: only the public members are emitted, as stubs that throw.</param>
/// <param name="Failure">The exception text when tracing itself failed (a defect of the compiler); null otherwise.</param>
internal sealed record ModelDeclaration(
    string Namespace,
    string Name,
    EquatableArray<string> ContainingTypes,
    string Accessibility,
    EquatableArray<ParameterDeclaration> Parameters,
    EquatableArray<StateDeclaration> States,
    EquatableArray<EntryPoint> Entries,
    EquatableArray<LayerSummary> Layers,
    bool HasErrors,
    string? Failure = null)
{
    /// <summary>What each session keeps; null when no [Forward] entry point keeps anything.</summary>
    public SessionDeclaration? Session { get; init; }

    /// <summary>Convolutions may be computed by Winograd's algorithm.</summary>
    public bool Winograd { get; init; } = true;
}

/// <param name="Path">PyTorch's name: "conv1.weight", "stages.0.bn1.bias".</param>
/// <param name="Role">What it is to its layer.</param>
internal sealed record ParameterDeclaration(string Path, Shape Shape, Initializer Initializer, bool Frozen, ParameterRole Role);

internal sealed record StateDeclaration(string Path, Shape Shape, Initializer Initializer);

/// <summary>A row of the summary: one use of a layer, in the order of the first entry point.</summary>
internal sealed record LayerSummary(string Path, string Layer, Shape Output, long Parameters);

/// <summary>A traced method.</summary>
/// <param name="Name">The method's name ("Forward" and "Loss" for sequences of attributes).</param>
/// <param name="Kind">What it was traced for; a [Loss] method gives two entry points, Training and Evaluation.</param>
/// <param name="Inputs">In the order of the method's parameters.</param>
/// <param name="Symbols">The symbolic extents in order of first appearance.</param>
/// <param name="Nodes">The graph in definition order; operands are positions in this list.</param>
/// <param name="Outputs">Results; or loss and metrics, then state updates.</param>
/// <param name="Trains">Paths of the parameters that this loss updates; empty for other kinds.</param>
internal sealed record EntryPoint(
    string Name,
    EntryKind Kind,
    EquatableArray<InputDeclaration> Inputs,
    EquatableArray<string> Symbols,
    EquatableArray<GraphNode> Nodes,
    EquatableArray<NodeOutput> Outputs,
    EquatableArray<string> Trains)
{
    /// <summary>What it does with its session; null: it is a function of its inputs.</summary>
    public SessionUse? Session { get; init; }
}

internal enum EntryKind
{
    /// <summary>[Forward]: inference.</summary>
    Forward,

    /// <summary>[Loss]: forward and backward, one optimizer step.</summary>
    Training,

    /// <summary>[Loss] without its backward pass and with the layers as in inference: validation.</summary>
    Evaluation,
}

/// <param name="Name">The parameter's name in C#.</param>
internal sealed record InputDeclaration(string Name, TensorType Type);

internal sealed record NodeOutput(OutputKind Kind, string Name, int Node);
