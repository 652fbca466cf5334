using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Runtime;
using Kernel = Sinter.Runtime.Kernel;

namespace Sinter.TestKit;

/// <summary>Kernels emitted and compiled by themselves, run at a width over arrays.</summary>
/// <param name="extents">The symbolic extents that they mention.</param>
internal sealed class EmittedKernels(string[] extents, IReadOnlyList<LoopKernel> kernels)
{
    // Lazy keeps a failure: code that does not compile is compiled once, too.
    readonly Dictionary<int, Lazy<Assembly>> assemblies = [];
    readonly Dictionary<string, (string Field, string Chunks)> names = [];

    /// <summary>Runs a kernel over its buffers: float[], int[] or bool[].</summary>
    public void Run(string kernel, int width, IReadOnlyDictionary<string, long> dims, params Array[] buffers)
    {
        if (!assemblies.TryGetValue(width, out var assembly)) assemblies[width] = assembly = new(() => EmittedCode.Load(EmittedCode.Compile([("Kernels.cs", Text(width))])));
        var type = assembly.Value.GetType("Emitted.__Kernels")!;
        var (method, chunks) = ((Kernel)type.GetField(names[kernel].Field)!.GetValue(null)!, type.GetMethod(names[kernel].Chunks)!.CreateDelegate<Func<Execution, int>>());
        var run = new ExecutionPool().Rent(0);
        for (var i = 0; i < extents.Length; i++) run.SetDim(i, (nint)dims[extents[i]]);
        run.Call(
            self => self.Launch(method, chunks(self), [.. buffers.Select((_, slot) => self.Caller(slot))]),
            Bytes(buffers, 0), Bytes(buffers, 1), Bytes(buffers, 2), Bytes(buffers, 3));
    }

    /// <summary>The same by definition.</summary>
    public void Interpret(string kernel, IReadOnlyDictionary<string, long> dims, params Memory[] buffers)
    {
        var loop = kernels.Single(k => k.Name == kernel);
        new LoopInterpreter(new Machine(dims), buffer => new Place(buffers[buffer.Slot], 0))
            .RunGrid(loop.Variable, loop.Extent.Evaluate(name => dims[name]), loop.Grain.Evaluate(name => dims[name]), loop.Body, () => { });
    }

    public string Text(int width)
    {
        var table = new KernelTable(new ExtentTable(extents));
        foreach (var kernel in kernels)
        {
            var emitted = table.Add(kernel);
            names[kernel.Name] = (emitted.Field, emitted.Chunks);
        }
        var writer = new SourceWriter();
        writer.Line("namespace Emitted;\n");
        using (writer.Block("static class __Kernels")) table.Write(writer);
        return EmittedCode.AtWidth([new Generator.Emission.EmittedFile("Kernels.cs", writer.ToString())], width).Single().Text;
    }

    static ReadOnlySpan<byte> Bytes(Array[] buffers, int slot) => slot >= buffers.Length ? default : buffers[slot] switch
    {
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()),
        int[] ints => MemoryMarshal.AsBytes(ints.AsSpan()),
        bool[] bools => MemoryMarshal.AsBytes(bools.AsSpan()),
        var other => throw new ArgumentException($"{other.GetType()} is no buffer.", nameof(buffers)),
    };
}
