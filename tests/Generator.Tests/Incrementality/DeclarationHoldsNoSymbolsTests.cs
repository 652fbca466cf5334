using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Incrementality;

/// <summary>What the generator caches on keeps no compilation alive: no symbol, syntax, location or operation is reachable from it.</summary>
public class DeclarationHoldsNoSymbolsTests
{
    const string Source = TestCompilation.Usings + """
        public sealed class Block(int width) : Module
        {
            readonly Layer inner = new Linear(width);
            readonly Parameter scale = new(width);
            public Tensor Forward(Tensor x) => x + scale * inner(x);
        }

        [Network]
        public partial class Net
        {
            readonly Layer block = new Block(4);
            readonly State mean = new(4);

            [Forward]
            public Tensor Apply([Shape("N", 4)] Tensor x) => block(x - mean);

            [Loss]
            public Tensor Loss([Shape("N", 4)] Tensor x)
            {
                mean.Next = Mean(x, axes: [0]);
                return Mean(Square(Apply(x)));
            }
        }
        """;

    [Fact]
    public void Nothing_of_Roslyn_is_reachable()
    {
        var reached = Reachable(TestCompilation.Trace(Source).Model).ToArray();

        Assert.Contains(reached, o => o is Sinter.Generator.Declaration.EntryPoint);
        Assert.DoesNotContain(reached, o => o is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or IOperation || o.GetType().Namespace!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_sources_give_equal_declarations() => Assert.Equal(TestCompilation.Trace(Source).Model, TestCompilation.Trace("\n\n" + Source.Replace("scale * inner", "scale   *   inner")).Model);

    static IEnumerable<object> Reachable(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out var current))
        {
            if (!seen.Add(current) || current is string or Type or Delegate || current.GetType().IsPrimitive) continue;
            yield return current;
            if (current is IEnumerable items and not string)
                foreach (var item in items)
                    if (item is not null) open.Push(item);
            for (var type = current.GetType(); type is not null && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true; type = type.BaseType)
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    if (field.GetValue(current) is { } value) open.Push(value);
        }
    }
}
