using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;

/// <summary>
/// Random networks from a seed: chains and joins of the catalog's functions over small, odd and symbolic shapes. Values are kept within a few units, so that results
/// can be compared with absolute tolerances; only continuous functions are used, so that rounding cannot change a result by a jump.
/// </summary>
internal sealed class RandomGraphs
{
    static readonly string[] Maps = ["Relu", "Tanh", "Sigmoid", "Gelu", "Silu", "Sin", "Cos", "Abs", "Erf", "Softplus", "Elu", "LeakyRelu", "HardSwish", "Mish"];
    static readonly string[] Reductions = ["Sum", "Mean", "Max", "Min", "LogSumExp", "Variance"];

    readonly Random random;
    readonly Graph graph = new();
    readonly List<Value> pool = [];
    readonly List<(int Weight, Func<Value, Value?> Step)> steps;
    int parameters;

    RandomGraphs(int seed)
    {
        random = new Random(seed);
        steps =
        [
            (6, x => Call(Pick(Maps), ("x", x))),
            (6, Binary),
            (2, x => Call("Where", ("condition", Input(DType.Bool, x.Shape)), ("a", x), ("b", Call("Tanh", ("x", x))))),
            (3, Reduce),
            (2, x => x.Rank < 1 ? null : Call(Pick("Softmax", "LogSoftmax"), ("x", x), ("axis", (Dim)random.Next(x.Rank)))),
            (2, x => x.Rank < 2 || !Last(x).IsConstant ? null : Call(Pick("LayerNorm", "RmsNorm"), ("x", x), ("weight", Parameter(Shape.Of(Last(x)))))),
            (4, x => x.Rank < 2 || !Last(x).IsConstant ? null : Tame(Call("MatMul", ("a", x), ("b", Parameter(Shape.Of(Last(x), Extent())))))),
            (1, x => x.Rank < 2 ? null : Tame(Call("MatMul", ("a", x), ("b", Call("Transpose", ("x", x)))))),
            (4, Convolve),
            (2, x => !IsImage(x) ? null : Call(Pick("MaxPool2d", "AvgPool2d"), ("x", x), ("kernel", (Dim)random.Next(1, 3)), ("stride", (Dim)random.Next(1, 3)))),
            (2, x => x.Rank < 2 ? null : Call("Transpose", ("x", x), ("permutation", Dims(Enumerable.Range(0, x.Rank).OrderBy(_ => random.Next()))))),
            (2, x => x.Rank < 2 ? null : Call("Reshape", ("x", x), ("shape", new[] { x.Shape[0], x.Shape.Size.DivideExactly(x.Shape[0])! }))),
            (1, x => x.Rank < 1 ? null : Call("Concat", ("tensors", new[] { x, Call("Sigmoid", ("x", x))! }), ("axis", (Dim)random.Next(x.Rank)))),
            (1, x => x.Rank < 1 ? null : Call("Pad", ("x", x), ("before", Dims([random.Next(3)])), ("after", Dims([random.Next(3)])))),
            (1, x => x.Rank < 1 || Last(x).Constant is not > 2 ? null : Call("Slice", ("x", x), ("axis", (Dim)(x.Rank - 1)), ("start", (Dim)1), ("end", (Dim)(-1)), ("step", (Dim)random.Next(1, 3)))),
            (1, Gather),
            (1, x => x.Rank is < 1 or > 3 ? null : x.BroadcastTo(Shape.Of([Extent(), .. x.Shape.Dims]))),
        ];
    }

    /// <summary>A [Forward]: one to three results.</summary>
    public static Graph Forward(int seed)
    {
        var generator = new RandomGraphs(seed);
        generator.Grow();
        var results = generator.pool.Skip(3).Reverse().Take(1 + generator.random.Next(3)).ToList();
        for (var i = 0; i < results.Count; i++) generator.graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", results[i]));
        return generator.graph.Rewrite(GraphRewriter.Copy);
    }

    /// <summary>A [Loss]: the mean square of the last value, with at least one parameter.</summary>
    public static Graph Loss(int seed)
    {
        var generator = new RandomGraphs(seed);
        generator.Grow();
        var last = generator.pool[^1];
        var scaled = last * generator.Parameter(Shape.Of(last.Rank > 0 && Last(last).IsConstant ? [Last(last)] : []));
        var loss = (scaled * scaled).Sum([.. Enumerable.Range(0, scaled.Rank)]) * 0.01;
        generator.graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", loss));
        return generator.graph.Rewrite(GraphRewriter.Copy);
    }

    /// <summary>The functions that random graphs call, for the test that all of them exist.</summary>
    public static IReadOnlyCollection<string> Functions { get; } =
        [.. Maps, .. Reductions, "Where", "Softmax", "LogSoftmax", "LayerNorm", "RmsNorm", "MatMul", "Transpose", "Conv2d", "MaxPool2d", "AvgPool2d", "Reshape", "Concat", "Pad", "Slice", "Gather"];

    void Grow()
    {
        Dim n = Dim.Symbol("N");
        pool.Add(Input(DType.Float32, Shape.Of(n, Extent())));
        pool.Add(Input(DType.Float32, Shape.Of(n, Extent(), Extent())));
        pool.Add(Input(DType.Float32, Shape.Of(n, Extent(), random.Next(4, 8), random.Next(4, 8))));
        for (var wanted = pool.Count + random.Next(3, 16); pool.Count < wanted;)
        {
            var x = pool[^(1 + random.Next(Math.Min(pool.Count, 4)))];
            if (Weighted()(x) is { } y && y.DType == DType.Float32 && Elements(y) <= 4000) pool.Add(y);
        }
    }

    Func<Value, Value?> Weighted()
    {
        var at = random.Next(steps.Sum(s => s.Weight));
        foreach (var (weight, step) in steps)
        {
            if ((at -= weight) < 0) return step;
        }
        throw new InvalidOperationException("The weights do not add up.");
    }

    Value? Binary(Value x)
    {
        var other = random.Next(4) switch
        {
            0 => pool.LastOrDefault(v => v != x && v.Shape == x.Shape) ?? x,
            1 => x.Constant(Math.Round(random.NextDouble() * 4 - 2, 2)),
            _ => Stretched(x.Shape),
        };
        return random.Next(5) switch
        {
            0 => x + other,
            1 => x - other,
            2 => Tame(x * other),
            3 => Call("Maximum", ("a", x), ("b", other)),
            _ => x / (1.5 + Call("Abs", ("x", other))!),
        };
    }

    // A parameter that broadcasts to a shape: inner axes only, or with ones in between.
    Value Stretched(Shape shape) =>
        Parameter(Shape.Of(shape.Dims.Skip(random.Next(shape.Rank + 1)).Select(extent => extent.IsConstant && random.Next(3) > 0 ? extent : Dim.One)));

    Value? Reduce(Value x)
    {
        if (x.Rank == 0) return null;
        var axes = Enumerable.Range(0, x.Rank).Where(_ => random.Next(2) == 0).ToList();
        if (axes.Count == 0) axes.Add(random.Next(x.Rank));
        return Tame(Call(Pick(Reductions), ("x", x), ("axes", Dims(axes)), ("keepDims", random.Next(2) == 0), ("correction", (Dim)0)));
    }

    Value? Convolve(Value x)
    {
        if (!IsImage(x) || x.Shape[1].Constant is not { } channels) return null;
        var groups = channels % 2 == 0 && random.Next(3) == 0 ? 2 : random.Next(4) == 0 ? channels : 1;
        var weight = Parameter(Shape.Of(groups * random.Next(1, 4), channels / groups, random.Next(1, 4), random.Next(1, 4)));
        return Tame(Call("Conv2d", ("x", x), ("weight", weight), ("stride", (Dim)random.Next(1, 3)), ("padding", (Dim)random.Next(0, 2)), ("groups", (Dim)groups)));
    }

    Value? Gather(Value x)
    {
        if (x.Rank == 0 || x.Shape[0].Constant is not >= 3) return null;
        return Call("Gather", ("x", x), ("indices", Input(DType.Int32, random.Next(2) == 0 ? Shape.Of(Extent()) : Shape.Of(2, 3))));
    }

    Value Input(DType type, Shape shape) => graph.Add(new Input($"in{graph.Values.Count}", new TensorType(type, shape)));

    Value Parameter(Shape shape) => graph.Add(new Parameter($"p{parameters++}", shape));

    // Back into [−1, 1].
    Value? Tame(Value? x) => x is null ? null : Call("Tanh", ("x", x * 0.25));

    Value? Call(string function, params (string Name, object? Value)[] arguments)
    {
        var given = arguments.Where(a => a.Value is not null).ToDictionary(a => a.Name, a => a.Value!);
        return OpCatalog.Functions[function].Schema.Build!(new CallArguments(graph, training: false, given))[0];
    }

    T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];

    Dim Extent() => Pick(1, 2, 3, 5, 7, 8, 17);

    static bool IsImage(Value x) => x.Rank == 4 && x.Shape[2].Constant is >= 3 && x.Shape[3].Constant is >= 3;

    static Dim Last(Value x) => x.Shape[x.Rank - 1];

    static long Elements(Value x) => x.Shape.Size.Evaluate(name => TensorSource.Dims[name]);

    static Dim[] Dims(IEnumerable<int> numbers) => [.. numbers.Select(number => (Dim)number)];
}
