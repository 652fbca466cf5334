using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.TestKit;

/// <summary>A convolution by Winograd's algorithm as the convolution that it is: transformed weights hold [K, C, 3, 3] as they were.</summary>
internal sealed class WinogradInterpreter(Machine machine, WinogradKernel kernel, Place[] arguments)
{
    readonly LoopInterpreter interpreter = new(machine, buffer => arguments[buffer.Slot]);

    /// <summary>What stands for the transform of weights; the rest of its memory is zero.</summary>
    public static void Copy(Machine machine, WinogradWeightsKernel kernel, Place[] arguments)
    {
        var io = new LoopInterpreter(machine, _ => default);
        machine.Launches++;
        long Value(Dim dim) => dim.Evaluate(name => machine.Dims[name]);
        var (filters, channels, strides) = (Value(kernel.Filters), Value(kernel.Channels), kernel.Strides.Dims.Select(Value).ToArray());
        for (var i = 0L; i < Value(kernel.TransformedSize); i++)
        {
            var source = Panels.Offset(i, [filters, channels, 3, 3], strides);
            io.Write(arguments[1], i, i < filters * channels * 9 ? io.Read(arguments[0], source) : 0);
        }
    }

    public void Run()
    {
        var shape = kernel.Shape;
        var (images, rows, columns, filters) = (Value(shape.Images), Value(shape.Rows), Value(shape.Columns), Value(shape.Filters));
        var (sum, offset, column) = (interpreter.Slot("sum"), interpreter.Slot(EpilogueKernel.Offset), interpreter.Slot(EpilogueKernel.Column));
        var epilogue = interpreter.Prepare(kernel.Epilogue);
        for (var image = images - 1; image >= 0; image--)
        {
            for (var pixel = rows * columns - 1; pixel >= 0; pixel--)
            {
                interpreter.BeginChunk(image * rows * columns + pixel);
                var (from, to) = (Offset(shape.X, image, pixel / columns, pixel % columns), Offset(shape.Y, image, pixel / columns, pixel % columns));
                for (var k = 0L; k < filters; k++)
                {
                    interpreter.Set(sum, Sum(from, k));
                    interpreter.Set(offset, to + k);
                    interpreter.Set(column, k);
                    interpreter.Write(arguments[2], to + k, machine.Round(epilogue()));
                }
            }
        }
    }

    double Sum(long from, long filter)
    {
        var (channels, total) = (Value(kernel.Shape.Channels), 0.0);
        for (var i = 0L; i < channels * 9; i++)
        {
            var (c, r, s) = (i / 9, i / 3 % 3, i % 3);
            total += interpreter.Read(arguments[0], from + Offset(kernel.Shape.X, 0, r, s) + c) * interpreter.Read(arguments[1], filter * channels * 9 + i);
        }
        return total;
    }

    long Offset(ImageStrides strides, long image, long row, long column) => image * Value(strides.Image) + row * Value(strides.Row) + column * Value(strides.Column);

    long Value(Dim dim) => dim.Evaluate(name => machine.Dims[name]);
}
