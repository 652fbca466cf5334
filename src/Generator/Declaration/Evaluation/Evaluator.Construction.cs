using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;

namespace Sinter.Generator.Declaration.Evaluation;

// Objects, arrays and collections.
internal sealed partial class Evaluator
{
    Datum Create(IObjectCreationOperation creation, Scope scope)
    {
        var type = (INamedTypeSymbol)creation.Type!;
        var arguments = Evaluated(creation.Arguments, scope);
        if (arguments.Any(Data.ContainsUnknown)) return Datum.Unknown;
        var created = Created(creation, type, arguments);
        if (creation.Initializer is { } initializer && !created.IsUnknown)
            foreach (var member in initializer.Initializers) Initialize(created, member, scope);
        if (created is ObjectDatum built) built.Constructing = false;
        return created;
    }

    Datum Created(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Datum> arguments)
    {
        var site = creation.Syntax.GetLocation();
        if (type.Inherits(LanguageNames.LayerBase))
        {
            if (!LayerCatalog.Layers.TryGetValue(type.Name, out var definition)) return Report(Descriptors.ForeignLayer, creation, type.Name);
            var layer = new LayerDatum(definition, type, site);
            foreach (var (parameter, value) in creation.Constructor!.Parameters.Zip(arguments, (p, a) => (p, a)))
                Set(layer, parameter.Name, value, creation.Arguments.First(a => a.Parameter!.Ordinal == parameter.Ordinal));
            return layer;
        }
        if (type.Is(LanguageNames.Parameter) || type.Is(LanguageNames.State))
            return Arguments.Convert(ParameterKind.Ints, arguments[0]) is Dim[] extents
                ? new StorageDatum(type.Is(LanguageNames.Parameter), type, Shape.Of(extents), site)
                : Report(Descriptors.NotConstant, creation, "The shape", Data.Describe(arguments[0]));
        if (type.Is(LanguageNames.Cache)) return Cache(creation, type, arguments);
        if (KnownMembers.Create(type, arguments) is { } known) return known;
        if (!model.HasSource(type)) return Report(Descriptors.NoSource, creation, $"new {type.Name}");
        var instance = new ObjectDatum(type, site);
        Construct(instance, creation.Constructor!, arguments);
        return instance;
    }

    public void Set(LayerDatum layer, string name, Datum value, IOperation site)
    {
        if (value is NullDatum || value.IsUnknown) return;
        var parameter = layer.Definition.Parameters.First(p => p.Name == name);
        if (Argument(parameter.Kind, name, value, site) is { } setting) layer.Settings[name] = setting;
    }

    Datum Cache(IObjectCreationOperation creation, INamedTypeSymbol type, IReadOnlyList<Datum> arguments)
    {
        if (arguments[0] is not IntDatum { Value.Constant: >= 1 and <= int.MaxValue and { } capacity })
            return Fail(creation, $"A cache holds at least one row, and {Data.Describe(arguments[0])} is no such capacity");
        return Arguments.Convert(ParameterKind.Ints, arguments[1]) is Dim[] row
            ? new CacheDatum((int)capacity, type, Shape.Of(row), creation.Syntax.GetLocation())
            : Report(Descriptors.NotConstant, creation, "The shape", Data.Describe(arguments[1]));
    }

    /// <summary>A property of a parameter, state or cache.</summary>
    void SetProperty(Datum created, string property, Datum value, IOperation site)
    {
        switch (created, property, value)
        {
            case (_, _, { IsUnknown: true }): break;
            case (StorageDatum storage, LanguageNames.InitProperty, InitDatum init): storage.Init = init; break;
            case (StorageDatum storage, LanguageNames.StatePerSession, BoolDatum flag): storage.PerSession = flag.Value; break;
            case (_, LanguageNames.Batch, NullDatum): break;
            case (StorageDatum storage, LanguageNames.Batch, TextDatum batch) when IsName(batch, site): storage.Batch = batch.Value; break;
            case (CacheDatum cache, LanguageNames.Batch, TextDatum batch) when IsName(batch, site): cache.Settings = cache.Settings with { Batch = batch.Value }; break;
            case (CacheDatum cache, LanguageNames.CacheLength, TextDatum length) when IsName(length, site): cache.Settings = cache.Settings with { Length = length.Value }; break;
            case (CacheDatum cache, LanguageNames.CacheOverflow, EnumDatum overflow): cache.Settings = cache.Settings with { Slides = overflow.Member == LanguageNames.SlidingWindow }; break;
            case (_, LanguageNames.Batch or LanguageNames.CacheLength, TextDatum): break;       // reported
            default: Report(Descriptors.NotConstant, site, $"'{property}'", Data.Describe(value)); break;
        }
    }

    bool IsName(TextDatum text, IOperation site)
    {
        if (Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(text.Value)) return true;
        Report(Descriptors.Extent, site, text.Value);
        return false;
    }

    void Initialize(Datum created, IOperation initializer, Scope scope)
    {
        switch (created, initializer)
        {
            case (LayerDatum layer, ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: LanguageNames.InitProperty } } setting):
                if (Evaluate(setting.Value, scope) is InitDatum weights) layer.Init = weights;
                break;
            case (LayerDatum layer, ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: LanguageNames.BiasInitProperty } } setting):
                if (Evaluate(setting.Value, scope) is InitDatum biases) layer.BiasInit = biases;
                break;
            case (LayerDatum layer, ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } setting):
                Set(layer, property.Property.Name, Evaluate(setting.Value, scope), setting.Value);
                break;
            case (StorageDatum or CacheDatum, ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } setting):
                SetProperty(created, property.Property.Name, Evaluate(setting.Value, scope), setting.Value);
                break;
            case (ObjectDatum, ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } setting):
                AssignMember(member, created, Evaluate(setting.Value, scope));
                break;
            case (ArrayDatum array, IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var item] }):
                array.Items.Add(Evaluate(item.Value, scope));
                break;
            default:
                Unsupported(initializer, "This initializer");
                break;
        }
    }

    /// <summary>Runs a constructor: fields in the order of declaration, the base, then the body.</summary>
    public void Construct(ObjectDatum instance, IMethodSymbol constructor, IReadOnlyList<Datum> arguments)
    {
        constructor = constructor.OriginalDefinition;
        var scope = new Scope(null, new Frame(instance));
        for (var i = 0; i < constructor.Parameters.Length; i++) scope.Declare(constructor.Parameters[i], arguments[i]);
        var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(model.Cancellation);
        if (syntax is ConstructorDeclarationSyntax declaration)
        {
            var body = (IConstructorBodyOperation?)model.Operation(declaration);
            var call = (body?.Initializer as IExpressionStatementOperation)?.Operation as IInvocationOperation;
            var delegates = declaration.Initializer?.ThisOrBaseKeyword.ValueText == "this";
            if (!delegates) InitializeFields(instance, constructor.ContainingType, scope);
            ConstructBase(instance, constructor.ContainingType, call, scope);
            if ((body?.BlockBody ?? body?.ExpressionBody) is { } run) Run(run, scope);
            return;
        }
        if (syntax is TypeDeclarationSyntax type)
            foreach (var parameter in constructor.Parameters) Capture(instance, parameter, scope.Find(parameter)!, constructor.ContainingType.IsRecord);
        InitializeFields(instance, constructor.ContainingType, scope);
        var baseSyntax = (syntax as TypeDeclarationSyntax)?.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault();
        ConstructBase(instance, constructor.ContainingType, baseSyntax is null ? null : model.Operation(baseSyntax) as IInvocationOperation, scope);
    }

    // A parameter of a primary constructor lives as long as the object; one of a positional record is a property.
    static void Capture(ObjectDatum instance, IParameterSymbol parameter, Datum value, bool isRecord)
    {
        if (isRecord && instance.Type.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() is { } property) instance.Set(property, value);
        else instance.Set(parameter, value);
    }

    void ConstructBase(ObjectDatum instance, INamedTypeSymbol type, IInvocationOperation? call, Scope scope)
    {
        if (call is not null && model.HasSource(call.TargetMethod)) Construct(instance, call.TargetMethod, Evaluated(call.Arguments, scope));
        else if (call is null && type.BaseType is { } parent && model.HasSource(parent) && parent.InstanceConstructors.FirstOrDefault(c => c.Parameters.Length == 0) is { } constructor)
            Construct(instance, constructor, []);
    }

    public void InitializeFields(ObjectDatum instance, INamedTypeSymbol type, Scope scope)
    {
        foreach (var field in type.OriginalDefinition.InstanceFields())
        {
            var member = field.Declared();
            if (HasInitializer(field)) instance.Set(member, Initial(field, scope));
        }
    }

    static SyntaxNode? Initializer(IFieldSymbol field) => field.Declared().DeclaringSyntaxReferences.Select(r => r.GetSyntax()).Select(syntax => syntax switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer,
        PropertyDeclarationSyntax property => property.Initializer,
        _ => null,
    }).FirstOrDefault(initializer => initializer is not null);

    static bool HasInitializer(IFieldSymbol field) => Initializer(field) is not null;

    Datum Initial(IFieldSymbol field, Scope scope) => Initializer(field) is { } syntax && model.Operation(syntax) is ISymbolInitializerOperation initializer
        ? Evaluate(initializer.Value, scope)
        : Data.Default(field.Type);

    Datum Array(IArrayCreationOperation creation, Scope scope)
    {
        if (creation.DimensionSizes.Length != 1) return Unsupported(creation, "An array of several dimensions");
        var element = ((IArrayTypeSymbol)creation.Type!).ElementType;
        if (creation.Initializer is { } initializer) return new ArrayDatum(initializer.ElementValues.Select(e => Evaluate(e, scope)));
        var length = Evaluate(creation.DimensionSizes[0], scope);
        if (length.IsUnknown) return length;
        if (length is not IntDatum { Value.Constant: >= 0 and < 1_000_000 and { } count })
            return Report(Descriptors.NotConstant, creation.DimensionSizes[0], "The length of an array", Data.Describe(length));
        return new ArrayDatum(Enumerable.Repeat(Data.Default(element), (int)count));
    }

    IEnumerable<Datum> Elements(ICollectionExpressionOperation collection, Scope scope)
    {
        foreach (var element in collection.Elements)
        {
            if (element is not ISpreadOperation spread) yield return Evaluate(element, scope);
            else if (Evaluate(spread.Operand, scope) is ArrayDatum array)
                foreach (var item in array.Items) yield return item;
            else yield return Datum.Unknown;
        }
    }
}
