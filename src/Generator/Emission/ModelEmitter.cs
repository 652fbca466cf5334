using Sinter.Generator.Declaration;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emission;

/// <summary>A compiled model as C# files: the public members, one file per entry point, and the kernels they share.</summary>
internal static class ModelEmitter
{
    /// <param name="programs">One per entry point, in the declaration's order.</param>
    public static CompiledModel Emit(ModelDeclaration model, ModelLayout layout, EquatableArray<EntryProgram> programs) => throw new System.NotSupportedException();

    /// <summary>The public members of a model with errors, so that one mistake does not become fifty "no such member" errors.</summary>
    public static CompiledModel EmitStubs(ModelDeclaration model) => throw new System.NotSupportedException();
}
