using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

public class FieldTests
{
    static Traced Trace(string source)
    {
        var traced = TestCompilation.Trace(TestCompilation.Usings + source);
        Assert.Empty(traced.Diagnostics);
        Assert.False(traced.Model.HasErrors);
        return traced;
    }

    [Fact]
    public void A_layer_in_two_fields_has_one_set_of_parameters() => Assert.Equal(["first.weight", "first.bias"], Trace("""
        public sealed class Pair(Layer shared) : Module
        {
            readonly Layer own = shared;
            public Tensor Forward(Tensor x) => own(shared(x));
        }

        [Network]
        public partial class Net
        {
            static readonly Layer Tied = new Linear(4);
            readonly Layer first = Tied;
            readonly Layer pair = new Pair(Tied);

            [Forward]
            public Tensor Apply([Shape("N", 4)] Tensor x) => pair(first(x));
        }
        """).Model.Parameters.Select(p => p.Path));

    [Fact]
    public void Frozen_fields_are_declared_but_not_trained()
    {
        var model = Trace("""
            [Network]
            public partial class Net
            {
                [Frozen] readonly Layer body = new Linear(4);
                readonly Layer head = new Linear(1);

                [Loss]
                public Tensor Loss([Shape("N", 4)] Tensor x) => Mean(head(body(x)));
            }
            """).Model;

        Assert.Equal([("body.weight", true), ("body.bias", true), ("head.weight", false), ("head.bias", false)], model.Parameters.Select(p => (p.Path, p.Frozen)));
        Assert.Equal(["head.weight", "head.bias"], model.Entries[0].Trains);
    }

    [Fact]
    public void Two_losses_train_their_own_fields()
    {
        var model = Trace("""
            [Network]
            public partial class Gan
            {
                readonly Layer generator = new Linear(4);
                readonly Layer discriminator = new Linear(1);

                [Loss(Trains = nameof(generator))]
                public Tensor Fool([Shape("N", 2)] Tensor noise) => Mean(Softplus(-discriminator(generator(noise))));

                [Loss(nameof(discriminator))]
                public (Tensor loss, Tensor fakes) Tell([Shape("N", 4)] Tensor real, [Shape("N", 2)] Tensor noise)
                {
                    var fakes = Mean(Softplus(discriminator(generator(noise))));
                    return (fakes + Mean(Softplus(-discriminator(real))), fakes);
                }
            }
            """).Model;

        Assert.Equal(["Fool", "Fool", "Tell", "Tell"], model.Entries.Select(e => e.Name));
        Assert.Equal(["generator.weight", "generator.bias"], model.Entries[0].Trains);
        Assert.Equal(["discriminator.weight", "discriminator.bias"], model.Entries[2].Trains);
        Assert.Equal([(OutputKind.Loss, "loss"), (OutputKind.Metric, "fakes")], model.Entries[2].Outputs.Select(o => (o.Kind, o.Name)));
    }

    [Fact]
    public void Raw_parameters_and_states()
    {
        var model = Trace("""
            [Network]
            public partial class Net
            {
                readonly Parameter scale = new(3, 4) { Init = Init.XavierUniform };
                readonly Parameter shift = new(4);
                readonly State average = new(4) { Init = Init.Constant(0.5f) };

                [Loss]
                public Tensor Loss([Shape("N", 4)] Tensor x)
                {
                    average.Next = 0.9f * average + 0.1f * Mean(x, axes: [0]);
                    return Mean(MatMul(x - average, Transpose(scale))) + Sum(shift * shift);
                }
            }
            """).Model;

        Assert.Equal(["scale", "shift"], model.Parameters.Select(p => p.Path));
        Assert.Equal(Initializer.Uniform(System.Math.Sqrt(6 / 7d)), model.Parameters[0].Initializer);
        Assert.Equal(new StateDeclaration("average", Shape.Of(4), Initializer.Constant(0.5)), model.States.Single());
        Assert.Contains(model.Entries[0].Outputs, o => o is { Kind: OutputKind.State, Name: "average" });
        Assert.DoesNotContain(model.Entries[1].Outputs, o => o.Kind == OutputKind.State);
    }

    [Fact]
    public void An_embedding_is_called_through_forward_and_modules_may_have_several_inputs()
    {
        var model = Trace("""
            public sealed class Mix(int width) : Module
            {
                readonly Layer left = new Linear(width), right = new Linear(width);
                public Tensor Forward(Tensor a, Tensor b) => left(a) + right(b);
            }

            [Network]
            public partial class Net
            {
                readonly Embedding tokens = new(100, 8);
                readonly Mix mix = new(3);

                [Forward]
                public (Tensor scores, IntTensor best) Read([Shape("N", "T")] IntTensor text)
                {
                    var x = tokens.Forward(text);
                    var scores = mix.Forward(x, Relu(x));
                    return (scores, ArgMax(scores));
                }
            }
            """).Model;

        Assert.Equal(["tokens.weight", "mix.left.weight", "mix.left.bias", "mix.right.weight", "mix.right.bias"], model.Parameters.Select(p => p.Path));
        Assert.Equal(["N", "T"], model.Entries[0].Symbols);
        Assert.Equal(["scores", "best"], model.Entries[0].Outputs.Select(o => o.Name));
    }

    [Fact]
    public void Ordinary_constructors_properties_and_bases_are_run()
    {
        var model = Trace("""
            public abstract class Stage : Module
            {
                protected readonly Layer inner;
                protected Stage(int width) => inner = new Linear(width);
                public abstract Tensor Forward(Tensor x);
            }

            public sealed class Residual : Stage
            {
                public Layer Norm { get; }
                public Residual(int width) : base(width) { Norm = new LayerNorm(); }
                public override Tensor Forward(Tensor x) => x + inner(Norm(x));
            }

            [Network]
            public partial class Net
            {
                readonly Layer[] stages = Enumerable.Range(0, 2).Select(i => (Layer)new Residual(4)).ToArray();

                [Forward]
                public Tensor Apply([Shape("N", 4)] Tensor x)
                {
                    foreach (var stage in stages) x = stage(x);
                    return x;
                }
            }
            """).Model;

        Assert.Equal(8, model.Parameters.Count);
        Assert.Contains("stages.1.Norm.weight", model.Parameters.Select(p => p.Path));
    }
}
