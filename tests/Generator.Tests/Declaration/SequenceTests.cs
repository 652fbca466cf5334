using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

public class SequenceTests
{
    const string Perceptron = TestCompilation.Usings + """
        namespace Samples;

        [Network, Input("N", 64)]
        [Linear(32), Relu, Linear(10)]
        [CrossEntropyLoss]
        public partial class Perceptron;
        """;

    [Fact]
    public void Names_parameters_by_the_order_of_the_attributes()
    {
        var traced = TestCompilation.Trace(Perceptron);

        Assert.Empty(traced.Diagnostics);
        Assert.Equal(
            ["linear1.weight [32, 64]", "linear1.bias [32]", "linear2.weight [10, 32]", "linear2.bias [10]"],
            traced.Model.Parameters.Select(p => $"{p.Path} {p.Shape}"));
        Assert.Equal(("Samples", "Perceptron", "public"), (traced.Model.Namespace, traced.Model.Name, traced.Model.Accessibility));
    }

    [Fact]
    public void A_loss_adds_an_entry_for_training_and_one_for_evaluation()
    {
        var model = TestCompilation.Trace(Perceptron).Model;

        Assert.Equal([("Forward", EntryKind.Forward), ("Loss", EntryKind.Training), ("Loss", EntryKind.Evaluation)], model.Entries.Select(e => (e.Name, e.Kind)));
        var training = model.Entries[1];
        Assert.Equal(["input f32[N, 64]", "label i32[N]"], training.Inputs.Select(i => $"{i.Name} {i.Type}"));
        Assert.Equal(["N"], training.Symbols);
        Assert.Equal([OutputKind.Loss], training.Outputs.Select(o => o.Kind));
        Assert.Equal(model.Parameters.Select(p => p.Path), training.Trains);
        Assert.Empty(model.Entries[2].Trains);
    }

    [Theory]
    [InlineData("[Network,", true)]
    [InlineData("[Network(Winograd = true),", true)]
    [InlineData("[Network(Winograd = false),", false)]
    public void Convolutions_may_use_Winograds_algorithm_unless_forbidden(string network, bool expected) =>
        Assert.Equal(expected, TestCompilation.Trace(Perceptron.Replace("[Network,", network)).Model.Winograd);

    [Fact]
    public void Lists_every_layer_with_its_output_and_parameters() => Assert.Equal(
        ["linear1 Linear [N, 32] 2080", "relu1 Relu [N, 32] 0", "linear2 Linear [N, 10] 330"],
        TestCompilation.Trace(Perceptron).Model.Layers.Select(l => $"{l.Path} {l.Layer} {l.Output} {l.Parameters}"));
}
