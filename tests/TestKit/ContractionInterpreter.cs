using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.TestKit;

/// <summary>C[o, m, n] = epilogue(Σ A·B), element by element.</summary>
internal sealed class ContractionInterpreter
{
    readonly Machine machine;
    readonly ContractionKernel kernel;
    readonly Place[] arguments;
    readonly LoopInterpreter interpreter;
    readonly long[] outer, reduce;

    public ContractionInterpreter(Machine machine, ContractionKernel kernel, Place[] arguments)
    {
        (this.machine, this.kernel, this.arguments) = (machine, kernel, arguments);
        interpreter = new LoopInterpreter(machine, buffer => arguments[buffer.Slot]);
        outer = Values(kernel.Shape.Outer.Select(o => o.Extent));
        reduce = Values([.. kernel.Shape.Reduce.Select(r => r.Extent), kernel.Shape.K]);
    }

    public void Run()
    {
        var shape = kernel.Shape;
        var (strideA, strideB, strideC) = (Values(shape.Outer.Select(o => o.StrideA)), Values(shape.Outer.Select(o => o.StrideB)), Values(shape.Outer.Select(o => o.StrideC)));
        var (m, n, am, cm) = (Value(shape.M), Value(shape.N), Value(shape.StrideAM), Value(shape.StrideCM));
        var (sum, offset, column) = (interpreter.Slot("sum"), interpreter.Slot(ContractionKernel.Offset), interpreter.Slot(ContractionKernel.Column));
        var epilogue = interpreter.Prepare(kernel.Epilogue);
        for (var o = Product(outer) - 1; o >= 0; o--)
        {
            var (a, b, c) = (Panels.Offset(o, outer, strideA), Panels.Offset(o, outer, strideB), Panels.Offset(o, outer, strideC));
            for (var row = m - 1; row >= 0; row--)
            {
                interpreter.BeginChunk(o * m + row);
                for (var col = 0L; col < n; col++)
                {
                    interpreter.Set(sum, Sum(a + row * am + (shape.IsDepthwise ? col : 0), b, col));
                    interpreter.Set(offset, c + row * cm + col);
                    interpreter.Set(column, col);
                    interpreter.Write(arguments[2], c + row * cm + col, machine.Round(epilogue()));
                }
            }
        }
    }

    double Sum(long a, long b, long column)
    {
        var shape = kernel.Shape;
        var strideA = Values([.. shape.Reduce.Select(r => r.StrideA), shape.StrideAK]);
        var strideB = Values([.. shape.Reduce.Select(r => r.StrideB), shape.StrideBK]);
        var panels = new Panels(Product(reduce), Value(shape.N));
        var total = 0.0;
        for (var k = 0L; k < Product(reduce); k++)
        {
            var position = shape.PackedB ? panels.Index(k, column) : Panels.Offset(k, reduce, strideB) + column;
            total += interpreter.Read(arguments[0], a + Panels.Offset(k, reduce, strideA)) * interpreter.Read(arguments[1], b + position);
        }
        return total;
    }

    long Value(Dim dim) => dim.Evaluate(name => machine.Dims[name]);

    long[] Values(IEnumerable<Dim> dims) => [.. dims.Select(Value)];

    static long Product(long[] extents) => extents.Aggregate(1L, (a, b) => a * b);
}
