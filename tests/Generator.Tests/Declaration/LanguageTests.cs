using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>C# as the language in which networks are put together: each program's result shape says what was evaluated.</summary>
public class LanguageTests
{
    [Theory]
    [InlineData("const int twice = 2 * 8; return Expand(x, twice);", "[N, 16]")]
    [InlineData("var width = 1; for (var i = 0; i < 3; i++) width *= 2; return Expand(x, width);", "[N, 8]")]
    [InlineData("var width = 0; foreach (var step in new[] { 1, 2, 3 }) { if (step == 2) continue; width += step; } return Expand(x, width);", "[N, 4]")]
    [InlineData("var width = 1; while (true) { width++; if (width >= 7) break; } return Expand(x, width);", "[N, 7]")]
    [InlineData("var width = 0; do width += 3; while (width < 5); return Expand(x, width);", "[N, 6]")]
    [InlineData("var (a, b) = (3, 4); (a, b) = (b, a); return Expand(x, 10 * a + b);", "[N, 43]")]
    [InlineData("int Square(int n) => n * n; return Expand(x, Square(3));", "[N, 9]")]
    [InlineData("Func<int, int> twice = n => 2 * n; return Expand(x, twice(5));", "[N, 10]")]
    [InlineData("Layer wide = y => Expand(y, 6); return wide(x);", "[N, 6]")]
    [InlineData("Layer[] two = [y => Expand(y, 6), y => Expand(y, 7)]; return two[^1](x);", "[N, 7]")]
    [InlineData("return Expand(x, \"wide\" switch { \"narrow\" => 2, \"wide\" => 5, _ => 1 });", "[N, 5]")]
    [InlineData("switch (x.Rank) { case 1: return x; case 2: x = Expand(x, 3); break; default: throw new Exception(); } return x;", "[N, 3]")]
    [InlineData("return Expand(x, x.Shape[^1] / 2 + x.Shape[1] % 3);", "[N, 3]")]
    [InlineData("return Reshape(x, x.Shape[0] * x.Shape[1]);", "[4*N]")]
    [InlineData("return Reshape(x, [.. x.Shape[..^1], 2, 2]);", "[N, 2, 2]")]
    [InlineData("return x[.., 0];", "[N]")]
    [InlineData("return x[.., 1..^1];", "[N, 2]")]
    [InlineData("return x[..2];", "[2, 4]")]
    [InlineData("return x[^1];", "[4]")]
    [InlineData("return Expand(x, (int)Math.Sqrt(49) + MathF.Max(1, 2) switch { > 1.5f => 1, _ => 0 });", "[N, 8]")]
    [InlineData("return Expand(x, $\"{x.Rank}-{nameof(x)}\".Length);", "[N, 3]")]
    [InlineData("var list = new List<int>(); list.Add(3); list.Add(4); return Expand(x, list.Sum());", "[N, 7]")]
    [InlineData("return Expand(x, Enumerable.Range(1, 4).Select(i => i * i).Sum());", "[N, 30]")]
    [InlineData("return Expand(x, Mode.Wide is Mode.Wide and not Mode.Narrow ? 2 : 1);", "[N, 2]")]
    [InlineData("return Expand(x, new Config(5) { Extra = 2 }.Total);", "[N, 7]")]
    [InlineData("return Expand(x, new Base[] { new Small(), new Large() }.Sum(b => b.Width));", "[N, 12]")]
    [InlineData("var a = new int[3]; a[1] = 5; a[^1] += 2; return Expand(x, a[1] + a[2]);", "[N, 7]")]
    [InlineData("int? none = null; return Expand(x, none ?? 4);", "[N, 4]")]
    [InlineData("return Expand(x, Pick(3, 8));", "[N, 8]")]
    [InlineData("return Expand(x, b: 1, width: 6);", "[N, 7]")]
    [InlineData("return Concat([x, x], axis: 1) + 1;", "[N, 8]")]
    [InlineData("var parts = Split(x, [2, 2], axis: 1); return parts[0] * parts[1];", "[N, 2]")]
    [InlineData("return x / Math.Sqrt(x.Shape[^1]) - 2 * x;", "[N, 4]")]
    [InlineData("return Sum(x) / x.Shape[0];", "[]")]
    public void Computes_everything_that_is_no_tensor(string body, string shape)
    {
        var traced = TestCompilation.Trace(TestCompilation.Usings + $$"""
            enum Mode { Narrow, Wide }

            sealed record Config(int Width) { public int Extra { get; init; } public int Total => Width + Extra; }

            abstract class Base { public abstract int Width { get; } }
            sealed class Small : Base { public override int Width => 4; }
            sealed class Large : Base { public override int Width { get; } = 8; }

            [Network]
            public partial class Net
            {
                static T Pick<T>(T a, T b) => b;

                static Tensor Expand(Tensor x, int width, int b = 0) => Broadcast(x[.., ..1], x.Shape[0], width + b);

                [Forward]
                public Tensor Apply([Shape("N", 4)] Tensor x)
                {
                    {{body}}
                }
            }
            """);

        Assert.Empty(traced.Diagnostics);
        Assert.False(traced.Model.HasErrors);
        var graph = Sinter.Generator.Declaration.GraphImporter.Import(traced.Entry());
        Assert.Equal(shape, graph.Outputs.Single(o => o.Kind == OutputKind.Result).Value.Shape.ToString());
    }
}
