using System.Linq;
using System.Reflection;
using Sinter.Generator.Declaration;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

public class NamesTests
{
    public static TheoryData<string> Types =>
    [
        .. typeof(LanguageNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetValue(null)!).Where(name => name.StartsWith("Sinter.", System.StringComparison.Ordinal)),
    ];

    [Theory, MemberData(nameof(Types))]
    public void Every_type_of_the_library_that_the_tracer_names_exists(string name) => Assert.NotNull(TestCompilation.Of("").GetTypeByMetadataName(name));

    [Fact]
    public void Every_member_of_the_library_that_the_tracer_names_exists()
    {
        Assert.NotNull(typeof(NetworkAttribute).GetProperty(LanguageNames.NetworkWinograd));
        Assert.NotNull(typeof(InputAttribute).GetProperty(LanguageNames.InputIntegers));
        Assert.NotNull(typeof(LossAttribute).GetProperty(LanguageNames.LossTrains));
        Assert.NotNull(typeof(State).GetProperty(LanguageNames.StateNext));
        Assert.NotNull(typeof(Parameter).GetProperty(LanguageNames.InitProperty));
    }

    [Fact]
    public void Every_way_to_start_a_parameter_is_known()
    {
        foreach (var member in typeof(Init).GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => m is PropertyInfo or MethodInfo { IsSpecialName: false }))
            Sinter.Generator.Declaration.Evaluation.Initializers.Resolve(new(member.Name, 1), Sinter.Generator.GraphIR.Shape.Of(2, 3));
    }

    [Fact]
    public void A_function_and_a_layer_of_one_name_stand_side_by_side() => Assert.Empty(TestCompilation.Of(TestCompilation.Usings + """
        namespace Sinter.Samples;

        public sealed class Both : Module
        {
            readonly Layer relu = new Relu();
            public Tensor Forward(Tensor x) => Relu(relu(Softmax(x)));
        }
        """).GetDiagnostics().Where(d => d.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning && d.Id != "CS8019"));
}
