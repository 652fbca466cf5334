using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>Parts of C# that networks have no use for, by the names that programmers know them by.</summary>
internal static class Constructs
{
    public static string Name(IOperation operation) => operation.Kind switch
    {
        OperationKind.Await => "'await'",
        OperationKind.Try => "'try'",
        OperationKind.Using or OperationKind.UsingDeclaration => "'using'",
        OperationKind.Lock => "'lock'",
        OperationKind.YieldReturn or OperationKind.YieldBreak => "'yield'",
        OperationKind.Labeled => "A label",
        OperationKind.TypeOf => "'typeof'",
        OperationKind.With => "'with'",
        OperationKind.AddressOf => "A pointer",
        OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicObjectCreation or OperationKind.DynamicIndexerAccess => "'dynamic'",
        OperationKind.AnonymousObjectCreation => "An anonymous object",
        OperationKind.EventReference or OperationKind.EventAssignment => "An event",
        OperationKind.TypeParameterObjectCreation => "'new T()'",
        OperationKind.TranslatedQuery => "A query expression",
        _ => $"This {operation.Kind} construct",
    };
}
