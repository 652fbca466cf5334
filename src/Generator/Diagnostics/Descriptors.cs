using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Diagnostics;

/// <summary>All diagnostics. An id is never reused; each has a page docs/diagnostics/ID.md with its cause, a wrong and a right program.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "SIN0001", "A network must be partial",
        "The network '{0}' must be partial: the generator writes its other part",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0001"));

    public static readonly DiagnosticDescriptor Generic = new(
        "SIN0002", "A network cannot be generic",
        "The network '{0}' cannot be generic: it is compiled once, with all numbers known",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0002"));

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "SIN0003", "Types around a network must be partial",
        "The type '{0}' must be partial and not generic, because the network '{1}' stands in it",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0003"));

    public static readonly DiagnosticDescriptor NoEntryPoint = new(
        "SIN0004", "A network needs an entry point",
        "The network '{0}' has no entry point: add layer attributes after [Input(…)], or a method marked [Forward] or [Loss]",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0004"));

    public static readonly DiagnosticDescriptor MixedForms = new(
        "SIN0005", "A network is a sequence or a class with methods",
        "The network '{0}' has both layer attributes and methods marked [Forward] or [Loss]: choose one form",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0005"));

    public static readonly DiagnosticDescriptor EntryParameter = new(
        "SIN0006", "Parameters of entry points are tensors with a shape",
        "The parameter '{0}' of the entry point '{1}' must be a Tensor, IntTensor or BoolTensor marked [Shape(…)]",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0006"));

    public static readonly DiagnosticDescriptor Extent = new(
        "SIN0007", "An extent is a positive number or a name",
        "The extent '{0}' must be a positive int or the name of a symbolic extent such as \"N\"",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0007"));

    public static readonly DiagnosticDescriptor EntryResult = new(
        "SIN0008", "Entry points return tensors",
        "The entry point '{0}' must return {1}",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0008"));

    public static readonly DiagnosticDescriptor LossNotScalar = new(
        "SIN0009", "A loss is a scalar",
        "{0} must be a scalar, but its shape is {1}: reduce it with Mean or Sum",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0009"));

    public static readonly DiagnosticDescriptor Unsupported = new(
        "SIN0010", "Not part of the language of networks",
        "{0} cannot be used in a network, which is evaluated while compiling",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0010"));

    public static readonly DiagnosticDescriptor NoSource = new(
        "SIN0011", "A method without source cannot be evaluated",
        "'{0}' cannot be evaluated while compiling: it has no source in this project, and the compiler does not know it",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0011"));

    public static readonly DiagnosticDescriptor TensorCondition = new(
        "SIN0012", "A branch cannot depend on a tensor's value",
        "This condition is a tensor, whose values are not known while compiling: select elements with Where(condition, a, b)",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0012"));

    public static readonly DiagnosticDescriptor Undecidable = new(
        "SIN0013", "A comparison of symbolic extents is not decided",
        "Whether {0} holds depends on the symbolic extents, which are not known while compiling",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0013"));

    public static readonly DiagnosticDescriptor NotConstant = new(
        "SIN0014", "A number must be known while compiling",
        "{0} must be known while compiling, but is {1}",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0014"));

    public static readonly DiagnosticDescriptor Limit = new(
        "SIN0015", "The evaluation does not end",
        "{0}: evaluation was stopped",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0015"));

    public static readonly DiagnosticDescriptor FieldAssigned = new(
        "SIN0016", "Fields of a network are fixed",
        "'{0}' is assigned outside a constructor: the fields of a network and its modules are fixed, use a local or a State",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0016"));

    public static readonly DiagnosticDescriptor NotInField = new(
        "SIN0017", "What is learned must be kept in a field",
        "This {0} has no name: keep it in a field of the network or of a module, so that every call uses the same parameters",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0017"));

    public static readonly DiagnosticDescriptor Trains = new(
        "SIN0018", "Trains names fields that learn",
        "'{0}' in Trains is no field of '{1}' with parameters that this loss uses",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0018"));

    public static readonly DiagnosticDescriptor EvaluationFailed = new(
        "SIN0019", "The expression fails when it is evaluated",
        "{0}",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0019"));

    public static readonly DiagnosticDescriptor Unused = new(
        "SIN0020", "A field of a network is not used",
        "No entry point uses '{0}': its parameters would never be learned",
        "Sinter.Language", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Page("SIN0020"));

    public static readonly DiagnosticDescriptor Sequence = new(
        "SIN0021", "The attributes of a sequence are out of order",
        "{0}",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0021"));

    public static readonly DiagnosticDescriptor NoForward = new(
        "SIN0022", "A module is called through Forward",
        "The module '{0}' needs a method 'public Tensor Forward(Tensor x)' to be called as a layer",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0022"));

    public static readonly DiagnosticDescriptor Overload = new(
        "SIN0023", "Entry points have different names",
        "The network '{0}' has several entry points '{1}': generated members are named after them",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0023"));

    public static readonly DiagnosticDescriptor Constructor = new(
        "SIN0024", "A network has no constructor of its own",
        "The network '{0}' cannot declare a constructor: the generator writes it. Put settings into constants, and parts that vary into a Module.",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0024"));

    public static readonly DiagnosticDescriptor ForeignLayer = new(
        "SIN0025", "Layers are written as modules",
        "'{0}' is no layer of the library: derive it from Module and write its Forward",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0025"));

    public static readonly DiagnosticDescriptor TooManyTensors = new(
        "SIN0026", "An entry point has at most 16 tensors",
        "The entry point '{0}' takes and returns {1} tensors; at most 16 are possible: concatenate some of them",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0026"));

    public static readonly DiagnosticDescriptor CacheLengths = new(
        "SIN0027", "Caches of one length are appended to together",
        "The entry point '{0}' {2}, but both have the length '{1}': append to both alike, or give one of them another Length",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0027"));

    public static readonly DiagnosticDescriptor StepEnded = new(
        "SIN0028", "A tensor of a step is used outside of it",
        "This tensor is there at one step of a Scan only, and is used outside of it: return it from the step, as a state or as an output",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0028"));

    public static readonly DiagnosticDescriptor MemberTaken = new(
        "SIN0029", "The generator writes a member of this name",
        "'{0}' cannot declare '{1}': the generator writes a member of this name",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0029"));

    public static readonly DiagnosticDescriptor Internal = new(
        "SIN0099", "The compiler of networks failed",
        "The network '{0}' could not be compiled because of a defect in Sinter; please report it with this text: {1}",
        "Sinter.Language", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0099"));

    // Shapes. {0}: the function or layer. {1}: the reason. {2}: the way the operands came, on lines of their own.
    public static readonly DiagnosticDescriptor Elementwise = new(
        "SIN0101", "Shapes do not broadcast",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0101"));

    public static readonly DiagnosticDescriptor Contraction = new(
        "SIN0102", "The operands of a product do not fit",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0102"));

    public static readonly DiagnosticDescriptor View = new(
        "SIN0103", "A tensor cannot be viewed like this",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0103"));

    public static readonly DiagnosticDescriptor Reduction = new(
        "SIN0104", "A reduction does not fit its operand",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0104"));

    public static readonly DiagnosticDescriptor Function = new(
        "SIN0105", "Operands do not fit a function",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0105"));

    public static readonly DiagnosticDescriptor LayerInput = new(
        "SIN0106", "A tensor does not fit a layer",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0106"));

    public static readonly DiagnosticDescriptor ScanStep = new(
        "SIN0107", "A sequence or a step does not fit a scan",
        "{0}: {1}{2}",
        "Sinter.Shapes", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page("SIN0107"));

    /// <summary>In the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal),
    ];

    /// <summary>The page that explains a diagnostic.</summary>
    public static string Page(string id) => $"docs/diagnostics/{id}.md";
}
