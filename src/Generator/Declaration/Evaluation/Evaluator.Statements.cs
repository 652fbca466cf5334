using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

// Statements. When it is not known which way to go (an error was reported), the method ends with an unknown result.
internal sealed partial class Evaluator
{
    Flow Execute(IOperation statement, Scope scope)
    {
        switch (statement)
        {
            case IBlockOperation block: return Block(block.Operations, scope.Inner());
            case IExpressionStatementOperation expression:
                Evaluate(expression.Operation, scope);
                return Flow.Next;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(d => d.Declarators)) Declare(declarator, scope);
                return Flow.Next;
            case IReturnOperation { Kind: OperationKind.Return } @return:
                scope.Frame.Result = @return.ReturnedValue is { } value ? Evaluate(value, scope) : Datum.Null;
                return Flow.Return;
            case IConditionalOperation conditional: return If(conditional, scope);
            case IForLoopOperation loop: return For(loop, scope.Inner());
            case IForEachLoopOperation loop: return ForEach(loop, scope);
            case IWhileLoopOperation loop: return While(loop, scope);
            case ISwitchOperation choice: return Switch(choice, scope.Inner());
            case IBranchOperation { BranchKind: BranchKind.Break }: return Flow.Break;
            case IBranchOperation { BranchKind: BranchKind.Continue }: return Flow.Continue;
            case ILocalFunctionOperation or IEmptyOperation: return Flow.Next;
            case IBranchOperation:
                Unsupported(statement, "'goto'");
                return GiveUp(scope);
            case IThrowOperation:
                Fail(statement, "The model throws here");
                return GiveUp(scope);
            case IInvalidOperation:
                Invalid();
                return GiveUp(scope);
            default:
                Unsupported(statement, Constructs.Name(statement));
                return GiveUp(scope);
        }
    }

    Flow Block(IEnumerable<IOperation> statements, Scope scope)
    {
        foreach (var function in statements.OfType<ILocalFunctionOperation>())
            scope.Declare(function.Symbol, new FunctionDatum((arguments, site) => RunBody(function.Symbol, function.Body!, arguments, new Scope(scope, new Frame(scope.Self)), site)));
        foreach (var statement in statements)
        {
            var flow = Execute(statement, scope);
            if (flow != Flow.Next) return flow;
        }
        return Flow.Next;
    }

    static Flow GiveUp(Scope scope)
    {
        scope.Frame.Result = Datum.Unknown;
        return Flow.Return;
    }

    void Declare(IVariableDeclaratorOperation declarator, Scope scope)
    {
        var value = declarator.GetVariableInitializer() is { } initializer ? Evaluate(initializer.Value, scope) : Data.Default(declarator.Symbol.Type);
        scope.Declare(declarator.Symbol, Named(value, declarator.Symbol.Name));
    }

    /// <summary>A nameless tensor gets the name of the variable that holds it: emitted code uses it.</summary>
    static Datum Named(Datum value, string name)
    {
        if (value is TensorDatum tensor) tensor.Value.Name ??= name;
        return value;
    }

    Flow If(IConditionalOperation conditional, Scope scope) => Condition(conditional.Condition, scope) switch
    {
        true => Execute(conditional.WhenTrue, scope),
        false => conditional.WhenFalse is { } otherwise ? Execute(otherwise, scope) : Flow.Next,
        null => GiveUp(scope),
    };

    Flow For(IForLoopOperation loop, Scope scope)
    {
        foreach (var statement in loop.Before) Execute(statement, scope);
        while (true)
        {
            if (loop.Condition is not null)
            {
                if (Condition(loop.Condition, scope) is not { } goOn) return GiveUp(scope);
                if (!goOn) return Flow.Next;
            }
            if (Iterate(loop, scope) is { } flow) return flow;
            foreach (var statement in loop.AtLoopBottom) Execute(statement, scope);
        }
    }

    Flow While(IWhileLoopOperation loop, Scope scope)
    {
        for (var first = true; ; first = false)
        {
            if (loop.ConditionIsTop || !first)
            {
                if (Condition(loop.Condition!, scope) is not { } goOn) return GiveUp(scope);
                if (goOn == loop.ConditionIsUntil) return Flow.Next;
            }
            if (Iterate(loop, scope) is { } flow) return flow;
        }
    }

    Flow ForEach(IForEachLoopOperation loop, Scope scope)
    {
        var collection = Evaluate(loop.Collection, scope);
        if (collection is TensorDatum)
            Report(Descriptors.Unsupported, loop.Collection, "A loop over the values of a tensor");
        else if (collection is not (ArrayDatum or TextDatum) && !collection.IsUnknown)
            Report(Descriptors.Unsupported, loop.Collection, $"A loop over {Data.Describe(collection)}");
        if (collection is not ArrayDatum array) return GiveUp(scope);
        foreach (var item in array.Items.ToArray())
        {
            var inner = scope.Inner();
            if (loop.LoopControlVariable is IVariableDeclaratorOperation variable) inner.Declare(variable.Symbol, item);
            else Assign(loop.LoopControlVariable, item, inner);
            if (Iterate(loop, inner) is { } flow) return flow;
        }
        return Flow.Next;
    }

    /// <summary>Runs a loop's body once; the flow that leaves the loop, or null to go on.</summary>
    Flow? Iterate(ILoopOperation loop, Scope scope)
    {
        model.Step(loop.Syntax.GetLocation());
        return Execute(loop.Body, scope) switch
        {
            Flow.Break => Flow.Next,
            Flow.Return => Flow.Return,
            _ => null,
        };
    }

    Flow Switch(ISwitchOperation choice, Scope scope)
    {
        var value = Evaluate(choice.Value, scope);
        if (value.IsUnknown) return GiveUp(scope);
        ISwitchCaseOperation? otherwise = null;
        foreach (var section in choice.Cases)
        {
            foreach (var clause in section.Clauses)
            {
                var matches = clause switch
                {
                    IDefaultCaseClauseOperation => false,
                    ISingleValueCaseClauseOperation single => AreEqual(value, Evaluate(single.Value, scope), single),
                    IPatternCaseClauseOperation { Guard: { } guard } pattern => And(Matches(pattern.Pattern, value, scope), () => Condition(guard, scope)),
                    IPatternCaseClauseOperation pattern => Matches(pattern.Pattern, value, scope),
                    _ => Unknown(Unsupported(clause, "This case")),
                };
                if (clause is IDefaultCaseClauseOperation) otherwise = section;
                if (matches is null) return GiveUp(scope);
                if (matches.Value) return Section(section, scope);
            }
        }
        return otherwise is null ? Flow.Next : Section(otherwise, scope);
    }

    Flow Section(ISwitchCaseOperation section, Scope scope) => Block(section.Body, scope.Inner()) is var flow && flow == Flow.Break ? Flow.Next : flow;

    static bool? Unknown(Datum _) => null;

    static bool? And(bool? first, System.Func<bool?> second) => first is true ? second() : first;
}
