using System.Linq;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>Mistakes beside those of the pages: one diagnostic each, exactly at [|the expression|].</summary>
public class LocationTests
{
    [Theory]
    [InlineData("SIN0010", "foreach (var row in [|x|]) { } return x;")]
    [InlineData("SIN0010", "[|goto end;|] end: return x;")]
    [InlineData("SIN0010", "return x * [|(float)typeof(int).Name.Length|];", "[|typeof(int)|]")]
    [InlineData("SIN0011", "return x * [|Guid.NewGuid()|].ToByteArray()[0];")]
    [InlineData("SIN0012", "if ([|x == 0|]) return x; return 2 * x;")]
    [InlineData("SIN0012", "while ([|x > 0 & x < 9|]) x = x - 1; return x;")]
    [InlineData("SIN0013", "for (var i = 0; [|i < x.Shape[0]|]; i++) x = 2 * x; return x;")]
    [InlineData("SIN0013", "return x.Shape[0] switch { [|3|] => x, _ => 2 * x };")]
    [InlineData("SIN0014", "return x * (float)[|Math.Sqrt(x.Shape[0])|];")]
    [InlineData("SIN0014", "var rows = new Tensor[[|x.Shape[0]|]]; return x;")]
    [InlineData("SIN0019", "return x * ([|3 / (x.Rank - 2)|]);")]
    [InlineData("SIN0019", "Layer? none = null; return [|none!(x)|];")]
    [InlineData("SIN0019", "[|throw new Exception();|]")]
    [InlineData("SIN0019", "return x * [|x.Shape[2]|];")]
    [InlineData("SIN0101", "x += 1; [|x *= linear(x)|]; return x;")]
    [InlineData("SIN0101", "return Where([|x > linear(x)|], x, 0);")]
    [InlineData("SIN0102", "return [|MatMul(linear(x), x)|];")]
    [InlineData("SIN0103", "return [|x[.., 7]|];")]
    [InlineData("SIN0103", "return [|x[0, 0, 0]|];")]
    [InlineData("SIN0103", "return [|Transpose(x, [0, 2])|];")]
    [InlineData("SIN0106", "var y = linear(x); return [|linear(y)|];")]
    public void One_diagnostic_at_the_expression(string id, string body, string? instead = null)
    {
        var marked = TestCompilation.Usings + $$"""
            [Network]
            public partial class Net
            {
                readonly Layer linear = new Linear(3);

                [Forward]
                public Tensor Apply([Shape("N", 4)] Tensor x)
                {
                    {{(instead is null ? body : body.Replace("[|", "").Replace("|]", "").Replace(instead[2..^2], instead))}}
                }
            }
            """;
        var start = marked.IndexOf("[|", System.StringComparison.Ordinal);
        var end = marked.IndexOf("|]", System.StringComparison.Ordinal) - 2;
        var source = marked.Replace("[|", "").Replace("|]", "");

        var diagnostic = Assert.Single(TestCompilation.Analyze(source).Where(d => d.Id != "SIN0020"));
        Assert.Equal((id, source[start..end]), (diagnostic.Id, source[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]));
        Assert.Equal(start, diagnostic.Location.SourceSpan.Start);
    }
}
