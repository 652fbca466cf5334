using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

// Fields, properties, elements, and assignments to them.
internal sealed partial class Evaluator
{
    Datum Field(IFieldReferenceOperation reference, Scope scope) =>
        reference.Instance is null ? Static(reference.Field, reference) : Member(Evaluate(reference.Instance, scope), reference.Field, reference);

    Datum Property(IPropertyReferenceOperation reference, Scope scope)
    {
        if (reference.Instance is null) return StaticProperty(reference);
        var instance = Evaluate(reference.Instance, scope);
        if (instance.IsUnknown) return instance;
        if (!reference.Property.IsIndexer) return Member(instance, reference.Property, reference);
        var indices = reference.Arguments.Select(a => Evaluate(a.Value, scope)).ToArray();
        if (indices.Any(Data.ContainsUnknown)) return Datum.Unknown;
        if (IsTensor(instance)) return Sliced(reference, instance, indices[0] is ArrayDatum array ? array.Items : indices);
        return indices.Length == 1 ? Element(instance, indices[0], reference) : Unsupported(reference, "An indexer with several arguments");
    }

    /// <summary>A field or property of an object.</summary>
    Datum Member(Datum instance, ISymbol member, IOperation site)
    {
        switch (instance)
        {
            case { IsUnknown: true }: return instance;
            case NullDatum: return Fail(site, $"'{member.Name}' is read from null");
            case TupleDatum tuple when member is IFieldSymbol field: return tuple.Items[ElementIndex(field)];
            case ArrayDatum array when member.Name is "Length" or "Count" or "Rank": return Data.Of(array.Items.Count);
            case ArrayDatum array when member.Name == "Size": return Data.Of(array.Items.OfType<IntDatum>().Aggregate(Dim.One, (size, extent) => size * extent.Value));
            case TextDatum text when member.Name == "Length": return Data.Of(text.Value.Length);
            case TensorDatum or StorageDatum when member.Name == "Shape":
                return AsTensor(instance, site) is { } x ? new ArrayDatum(x.Shape.Dims.Select(Data.Of)) : Datum.Unknown;
            case TensorDatum or StorageDatum when member.Name == "Rank": return AsTensor(instance, site) is { } y ? Data.Of(y.Rank) : Datum.Unknown;
            case IndexDatum index when member.Name == "Value": return Data.Of(index.Value);
            case CacheDatum cache: return CacheMember(cache, member.Name, site);
            case ObjectDatum owner: return OwnMember(owner, member, site);
            default: return Unsupported(site, $"'{member.Name}' of {Data.Describe(instance)}");
        }
    }

    Datum OwnMember(ObjectDatum owner, ISymbol member, IOperation site)
    {
        var implementation = Implementation(owner.Type, member);
        if (owner[implementation] is { } value) return Touched(value);
        if (implementation is IPropertySymbol { GetMethod: { } getter } property && !property.IsAutomatic()) return Call(getter, owner, [], site);
        return Data.Default((implementation as IFieldSymbol)?.Type ?? (implementation as IPropertySymbol)?.Type);
    }

    // A layer counts as used when it is applied, but what only holds layers, when it is read.
    static Datum Touched(Datum value)
    {
        if (value is ObjectDatum instance) instance.Used = true;
        return value;
    }

    static int ElementIndex(IFieldSymbol field)
    {
        var element = field.CorrespondingTupleField ?? field;
        return int.Parse(element.Name.Substring("Item".Length), System.Globalization.CultureInfo.InvariantCulture) - 1;
    }

    /// <summary>Static fields of the user's source are computed once.</summary>
    Datum Static(IFieldSymbol field, IOperation site)
    {
        if (statics.TryGetValue(field, out var value)) return value;
        if (KnownMembers.StaticField(field) is { } known) return known;
        if (!model.HasSource(field) || !field.IsReadOnly) return model.HasSource(field) ? Unsupported(site, $"The variable '{field.Name}', which is static but not readonly,") : Report(Descriptors.NoSource, site, field.Name);
        statics[field] = Datum.Unknown;
        return statics[field] = Initial(field, new Scope(null, new Frame(null)));
    }

    Datum StaticProperty(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.ContainingType.Is(LanguageNames.Init)) return new InitDatum(property.Name, 0);
        if (KnownMembers.StaticProperty(property) is { } known) return known;
        if (!model.HasSource(property)) return Report(Descriptors.NoSource, reference, $"{property.ContainingType.Name}.{property.Name}");
        var field = property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));
        return field is not null ? Static(field, reference) : Call(property.GetMethod!, null, [], reference);
    }

    Datum Element(IArrayElementReferenceOperation reference, Scope scope) => reference.Indices.Length == 1
        ? Element(Evaluate(reference.ArrayReference, scope), Evaluate(reference.Indices[0], scope), reference)
        : Unsupported(reference, "An array of several dimensions");

    Datum Element(Datum collection, Datum index, IOperation site)
    {
        if (collection.IsUnknown || index.IsUnknown) return Datum.Unknown;
        if (collection is NullDatum) return Fail(site, "An element of null is read");
        if (collection is TextDatum text && index is RangeDatum part && Bounds(part, text.Value.Length, site) is (var from, var to)) return new TextDatum(text.Value.Substring(from, to - from));
        if (collection is not ArrayDatum array) return Unsupported(site, $"An element of {Data.Describe(collection)}");
        if (index is RangeDatum range) return Bounds(range, array.Items.Count, site) is (var start, var end) ? new ArrayDatum(array.Items.GetRange(start, end - start)) : Datum.Unknown;
        return Position(index, array.Items.Count, site) is { } position ? Touched(array.Items[position]) : Datum.Unknown;
    }

    int? Position(Datum index, int count, IOperation site)
    {
        if (AsIndex(index)?.Offset(count) is not { } offset) { Unsupported(site, $"{Data.Describe(index)} as an index"); return null; }
        if (offset.Constant is not { } position) { Report(Descriptors.NotConstant, site, "An index", $"the symbolic extent {offset}"); return null; }
        if (position >= 0 && position < count) return (int)position;
        Fail(site, $"The index {position} is outside of [0, {count})");
        return null;
    }

    (int Start, int End)? Bounds(RangeDatum range, int count, IOperation site)
    {
        if (range.Start.Offset(count).Constant is not { } start || range.End.Offset(count).Constant is not { } end)
        {
            Report(Descriptors.NotConstant, site, "A range", "symbolic");
            return null;
        }
        if (start >= 0 && start <= end && end <= count) return ((int)start, (int)end);
        Fail(site, $"The range {start}..{end} is outside of 0..{count}");
        return null;
    }

    /// <summary>target = value; the value.</summary>
    Datum Assign(IOperation target, Datum value, Scope scope)
    {
        switch (target)
        {
            case ILocalReferenceOperation { IsDeclaration: true } local: scope.Declare(local.Local, Named(value, local.Local.Name)); break;
            case ILocalReferenceOperation local: scope.Set(local.Local, Named(value, local.Local.Name)); break;
            case IParameterReferenceOperation parameter when scope.Find(parameter.Parameter) is not null: scope.Set(parameter.Parameter, value); break;
            case IDiscardOperation: break;
            case IDeclarationExpressionOperation declaration: return Assign(declaration.Expression, value, scope);
            case IConversionOperation conversion: return Assign(conversion.Operand, value, scope);
            case ITupleOperation tuple: return Deconstruct(tuple, value, scope);
            case IMemberReferenceOperation { Instance: { } instance } member when member is IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.Length: 0 }:
                return AssignMember(member, Evaluate(instance, scope), value);
            case IArrayElementReferenceOperation element when element.Indices.Length == 1:
                AssignElement(Evaluate(element.ArrayReference, scope), Evaluate(element.Indices[0], scope), value, target);
                break;
            case IPropertyReferenceOperation { Instance: { } owner, Arguments.Length: 1 } indexer:
                AssignElement(Evaluate(owner, scope), Evaluate(indexer.Arguments[0].Value, scope), value, target);
                break;
            default: return Unsupported(target, $"An assignment to '{target.Syntax}'");
        }
        return value;
    }

    Datum Deconstruct(ITupleOperation target, Datum value, Scope scope)
    {
        if (value is not TupleDatum && !value.IsUnknown) return Unsupported(target, $"Deconstruction of {Data.Describe(value)}");
        for (var i = 0; i < target.Elements.Length; i++)
            Assign(target.Elements[i], value is TupleDatum tuple ? tuple.Items[i] : Datum.Unknown, scope);
        return value;
    }

    void AssignElement(Datum collection, Datum index, Datum value, IOperation target)
    {
        if (collection is ArrayDatum array && !index.IsUnknown)
        {
            if (Position(index, array.Items.Count, target) is { } position) array.Items[position] = value;
        }
        else if (!collection.IsUnknown && !index.IsUnknown) Unsupported(target, $"An assignment to an element of {Data.Describe(collection)}");
    }

    Datum AssignMember(IMemberReferenceOperation target, Datum instance, Datum value)
    {
        if (instance is StorageDatum { Learned: false } state && target.Member.Name == LanguageNames.StateNext) return Update(state, value, target);
        if (instance.IsUnknown) return value;
        if (instance is not ObjectDatum owner) return Unsupported(target, $"An assignment to '{target.Member.Name}' of {Data.Describe(instance)}");
        var member = Implementation(owner.Type, target.Member);
        if (!owner.Constructing && owner.Path is not null)
        {
            owner.Set(member, Datum.Unknown);
            return Report(Descriptors.FieldAssigned, target, target.Member.Name);
        }
        if (member is IPropertySymbol { SetMethod: { } setter } property && !property.IsAutomatic()) Call(setter, owner, [value], target);
        else owner.Set(member, value);
        return value;
    }

    Datum CacheMember(CacheDatum cache, string member, IOperation site)
    {
        cache.Used = true;
        if (Entry is null) return Unsupported(site, $"'{member}' of a cache before any tensor is there");
        if (!HasName(cache)) return Datum.Unknown;
        var result = Datum.Unknown;
        var fits = Attempt(Descriptors.LayerInput, site, cache.Path!, [], () =>
        {
            result = member switch
            {
                LanguageNames.CacheRows => new TensorDatum(Entry.Memory.Rows(cache, cache.Path!, cache.Settings)),
                LanguageNames.CachePosition => Data.Of(Entry.Memory.Position(cache.Settings)),
                _ => Datum.Unknown,
            };
            return [];
        });
        return fits is null || !result.IsUnknown ? result : member switch
        {
            "Capacity" => Data.Of(cache.Settings.Capacity),
            _ => Unsupported(site, $"'{member}' of a cache"),
        };
    }

    Datum Append(CacheDatum cache, Datum rows, IOperation site)
    {
        cache.Used = true;
        if (AsTensor(rows, site) is not { } added || !HasName(cache)) return Datum.Unknown;
        return Added(Descriptors.LayerInput, site, cache.Path!, [added], () => [Entry!.Memory.Append(cache, cache.Path!, cache.Settings, added)]);
    }

    Datum Update(StorageDatum state, Datum value, IOperation site)
    {
        state.Used = true;
        if (Stored(state, site) is null || AsTensor(value, site) is not { } next) return Datum.Unknown;
        Attempt(Descriptors.Elementwise, site.Parent ?? site, state.Path!, [next], () =>
        {
            var content = next.Shape.Rank == 0 && state.FullShape.Rank > 0 ? Ops.GraphMath.BroadcastTo(next, state.FullShape) : next;
            if (state.PerSession) Entry!.Memory.Update(state.Path!, state.FullShape, content);
            else Entry!.Update(state.Path!, state.Shape, content);
            return [next];
        });
        return value;
    }
}
