using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration;

using OutputKind = Sinter.Generator.GraphIR.OutputKind;

/// <summary>The names of the public members that the generator writes beside the entry points, and the rule that a network declares none of them itself.</summary>
internal static class GeneratedMembers
{
    public const string Parameters = "Parameters", Save = "Save", Load = "Load", Summary = "Summary";

    /// <summary>The class of a model's sessions, and the method that makes one.</summary>
    public const string Session = "Session", CreateSession = "CreateSession";

    /// <summary>The method of a session that maps tokens to scores of the next.</summary>
    public const string Next = "Next";

    /// <summary>The nested class that trains with a loss.</summary>
    public static string Trainer(EntryPoint entry) => entry.Name + "Trainer";

    /// <summary>CreateTrainer when there is one loss, else Create, the method's name, Trainer.</summary>
    public static string CreateTrainer(IEnumerable<EntryPoint> entries, EntryPoint entry) =>
        entries.Count(e => e.Kind == EntryKind.Training) == 1 ? "CreateTrainer" : $"Create{Trainer(entry)}";

    /// <summary>Reports what the network declares itself.</summary>
    public static void Check(INamedTypeSymbol network, ModelTrace model, IReadOnlyList<EntryPoint> entries)
    {
        var taken = Names(model, entries).ToLookup(name => name.Name, name => name.Overload);
        foreach (var member in network.GetMembers().Where(m => !m.IsImplicitlyDeclared && m.IsWritten()))
        {
            if (taken[member.Name].Any(overload => !MayStandBeside(member, overload))) model.Report(Descriptors.MemberTaken, member.Location(), network.Name, member.Name);
        }
        foreach (var method in MethodTracer.EntryMethods(network))
        {
            if (entries.FirstOrDefault(e => e.Name == method.Name) is { Session: not null } entry && IsMemberOfSession(entry, model.Compilation))
                model.Report(Descriptors.MemberTaken, method.Location(), $"{network.Name}.{Session}", method.Name);
        }
    }

    // A method leaves room for others of its name with other parameters; nothing else does. Parts of a session's class are the user's as well.
    static bool MayStandBeside(ISymbol member, string? overload) => member switch
    {
        IMethodSymbol method => overload is not null && string.Join(", ", method.Parameters.Select(p => p.Type.ToDisplayString())) != overload,
        INamedTypeSymbol { Name: Session, TypeKind: TypeKind.Class } => true,
        _ => false,
    };

    // Each with the types of its parameters; null: no method.
    static IEnumerable<(string Name, string? Overload)> Names(ModelTrace model, IReadOnlyList<EntryPoint> entries)
    {
        yield return (Parameters, null);
        yield return (Summary, null);
        yield return (Save, "string");
        yield return (Load, "string");
        foreach (var entry in entries.Where(e => e.Kind == EntryKind.Training))
        {
            yield return (Trainer(entry), null);
            yield return (CreateTrainer(entries, entry), LanguageNames.Optimizer);
        }
        if (model.Session is not { } session) yield break;
        yield return (Session, null);
        yield return (CreateSession, session.Batch is null ? "" : "int");
    }

    // A property of the sessions' base class, or its method from tokens to scores.
    static bool IsMemberOfSession(EntryPoint entry, Compilation compilation)
    {
        if (entry.Name == Next)
        {
            return entry.Inputs is [{ Type: { DType: DType.Int32, Shape: { Rank: > 0 } tokens } }] && !tokens[tokens.Rank - 1].IsConstant
                && entry.Outputs.Count(o => o.Kind == OutputKind.Result) == 1;
        }
        for (var type = compilation.GetTypeByMetadataName(LanguageNames.TokenSession); type is not null; type = type.BaseType)
        {
            if (type.GetMembers(entry.Name).Any(m => m is IPropertySymbol)) return true;
        }
        return false;
    }
}
