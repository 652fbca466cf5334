using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;

namespace Sinter.Generator;

/// <summary>The compiler in one page: trace (done: the declaration) → differentiate → passes → lower → emit.</summary>
internal static class ModelCompiler
{
    public static CompiledModel Compile(ModelDeclaration model, CancellationToken cancellation)
    {
        if (model.HasErrors) return ModelEmitter.EmitStubs(model);
        var layout = new ModelLayout(model);
        var programs = new List<EntryProgram>();
        foreach (var entry in model.Entries)
        {
            var graph = GraphImporter.Import(entry);                                          // GraphIR/
            if (entry.Kind == EntryKind.Training)
                graph = ReverseMode.Differentiate(graph, entry.Trains);                       // Autodiff/
            graph = PassList.Run(graph, cancellation, winograd: model.Winograd);              // Passes/
            var program = Lower.ToKernels(graph, layout, entry.Kind, [.. entry.Inputs.Select(i => i.Name)]); // Lowering/
#if DEBUG
            LoopVerifier.Verify(program, entry.Symbols);
#endif
            programs.Add(program);
        }
        return ModelEmitter.Emit(model, layout, programs.ToEquatableArray());                 // Emission/
    }

    /// <summary>
    /// What the generator calls: a defect of a later stage must not break the rest of the user's build. The public members are emitted as stubs, with a note of the
    /// failure that the analyzer reports.
    /// </summary>
    public static CompiledModel CompileOrStub(ModelDeclaration model, CancellationToken cancellation)
    {
        try
        {
            return Compile(model, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return FailureNote.WithStubs(model, InternalFailure.Text(exception));
        }
    }
}
