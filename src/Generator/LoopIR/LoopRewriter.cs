using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>Walks statements: rewrites or lists the expressions and the index expressions in them.</summary>
internal static class LoopRewriter
{
    public static Expr Rewrite(this Expr expr, Func<Dim, Dim> index) => expr switch
    {
        Load load => load with { Index = index(load.Index) },
        IndexValue value => new IndexValue(index(value.Index)),
        Call call => call with { Arguments = call.Arguments.Select(a => a.Rewrite(index)).ToEquatableArray() },
        _ => expr,
    };

    public static Stmt Rewrite(this Stmt statement, Func<Dim, Dim> index) => statement switch
    {
        Loop loop => loop with { Extent = index(loop.Extent), Body = loop.Body.Select(s => s.Rewrite(index)).ToEquatableArray() },
        Let let => let with { Value = let.Value.Rewrite(index) },
        Update update => update with { Value = update.Value.Rewrite(index) },
        Store store => store with { Index = index(store.Index), Value = store.Value.Rewrite(index) },
        _ => statement,
    };

    /// <summary>All index expressions, with repetitions.</summary>
    public static IEnumerable<Dim> Indices(this Expr expr) => expr switch
    {
        Load load => [load.Index],
        IndexValue value => [value.Index],
        Call call => call.Arguments.SelectMany(Indices),
        _ => [],
    };

    public static IEnumerable<Dim> Indices(this Stmt statement) => statement switch
    {
        Loop loop => loop.Body.SelectMany(Indices).Append(loop.Extent),
        Let let => let.Value.Indices(),
        Update update => update.Value.Indices(),
        Store store => store.Value.Indices().Append(store.Index),
        _ => [],
    };

    /// <summary>True when a dim of the kernel mentions a symbol.</summary>
    public static bool Mentions(this Kernel kernel, string symbol) => kernel.Dims().Any(dim => dim.Mentions(symbol));

    static IEnumerable<Dim> Dims(this Kernel kernel) => kernel switch
    {
        LoopKernel loop => loop.Body.SelectMany(Indices).Concat(loop.Scratch.Select(s => s.Size)).Append(loop.Extent).Append(loop.Grain),
        ContractionKernel contraction => contraction.Shape.Dims.Concat(contraction.Epilogue.Indices()),
        BandKernel band => band.Stages.SelectMany(stage => stage.Dims),
        AttentionKernel attention => attention.Shape.Dims,
        WinogradKernel winograd => winograd.Shape.Dims.Concat(winograd.Epilogue.Indices()),
        WinogradWeightsKernel weights => weights.Dims,
        PackKernel pack => pack.K.SelectMany(k => k.Dims).Concat([pack.Batch, pack.StrideBatch, pack.N, pack.StrideN]),
        _ => throw new InvalidOperationException($"{kernel.GetType().Name} is no kernel that is known here."),
    };

    /// <summary>With every outermost expression that has a replacement replaced.</summary>
    public static Expr Replace(this Expr expr, Func<Expr, Expr?> replacement) => replacement(expr) switch
    {
        { } other => other.Replace(replacement),
        null when expr is Call call => call with { Arguments = call.Arguments.Select(a => a.Replace(replacement)).ToEquatableArray() },
        null => expr,
    };

    public static Stmt Replace(this Stmt statement, Func<Expr, Expr?> replacement) => statement switch
    {
        Loop loop => loop with { Body = loop.Body.Select(s => s.Replace(replacement)).ToEquatableArray() },
        Let let => let with { Value = let.Value.Replace(replacement) },
        Update update => update with { Value = update.Value.Replace(replacement) },
        Store store => store with { Value = store.Value.Replace(replacement) },
        _ => statement,
    };

    /// <summary>All expressions and their parts, outer ones first.</summary>
    public static IEnumerable<Expr> Expressions(this Stmt statement) => statement switch
    {
        Loop loop => loop.Body.SelectMany(Expressions),
        Let let => let.Value.Parts(),
        Update update => update.Value.Parts(),
        Store store => store.Value.Parts(),
        _ => [],
    };

    /// <summary>An expression and its parts, outer ones first.</summary>
    public static IEnumerable<Expr> Parts(this Expr expr) => expr is Call call ? call.Arguments.SelectMany(Parts).Prepend(expr) : [expr];
}
