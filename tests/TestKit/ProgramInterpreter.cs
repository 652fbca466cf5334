using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.TestKit;

/// <summary>
/// Executes a lowered program over its spaces. The arena starts undefined, so a launch that reads what nothing has written fails.
/// </summary>
internal sealed class ProgramInterpreter
{
    // The counters of loops are extents while their body runs.
    readonly Dictionary<string, long> dims;
    readonly Machine machine;
    readonly Func<Space, int, Memory> given;

    /// <param name="given">Memory of every space but Arena and Prepared, by space and index.</param>
    public ProgramInterpreter(Machine machine, Func<Space, int, Memory> given)
    {
        dims = new Dictionary<string, long>(machine.Dims);
        this.machine = machine with { Dims = dims };
        this.given = given;
    }

    public void Run(EntryProgram program)
    {
        var arena = new Memory("arena", Extent(program.ArenaSize));
        var prepared = new Memory("prepared", Extent(program.PreparedSize));
        Place Place(Location location) => new(location.Space switch
        {
            Space.Arena => arena,
            Space.Prepared => prepared,
            _ => given(location.Space, location.Index),
        }, Extent(location.Offset + location.Within));
        Run(program.Prepare.Concat(program.Main), Place);
    }

    void Run(IEnumerable<ProgramStep> steps, Func<Location, Place> place)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Launch launch: Run(launch.Kernel, [.. launch.Arguments.Select(place)]); break;
                case ProgramLoop loop: Run(loop, place); break;
                case ProgramSlices slices: Run(slices, place); break;
                default: throw new ArgumentOutOfRangeException(nameof(steps), step, null);
            }
        }
    }

    void Run(ProgramLoop loop, Func<Location, Place> place)
    {
        var length = Extent(loop.Length);
        for (var i = 0L; i < length; i++)
        {
            dims[loop.Counter] = loop.Backwards ? length - 1 - i : i;
            Run(loop.Body, place);
        }
        dims.Remove(loop.Counter);
    }

    // A value of the extent, or two, are a slice; the last one comes first. Where an argument lies is said by the whole extent.
    void Run(ProgramSlices slices, Func<Location, Place> place)
    {
        var whole = dims[slices.Extent];
        var rows = 1L;
        Place Whole(Location location)
        {
            dims[slices.Extent] = whole;
            var found = place(location);
            dims[slices.Extent] = rows;
            return found;
        }

        machine.FirstSlice = machine.Slices + 1;
        for (var end = whole; end > 0; end -= rows)
        {
            machine.Slice = ++machine.Slices;
            rows = Math.Min(end, 1 + machine.Slices % 2);
            dims[slices.First] = end - rows;
            dims[slices.Extent] = rows;
            Run(slices.Body, Whole);
        }
        dims.Remove(slices.First);
        dims[slices.Extent] = whole;
        machine.Slice = 0;
    }

    void Run(Kernel kernel, Place[] arguments)
    {
        try
        {
            switch (kernel)
            {
                case LoopKernel loop: Run(loop, arguments); break;
                case ContractionKernel contraction: new ContractionInterpreter(machine, contraction, arguments).Run(); break;
                case WinogradKernel winograd: new WinogradInterpreter(machine, winograd, arguments).Run(); break;
                case BandKernel band: Run(band, arguments); break;
                case PackKernel pack: Run(pack, arguments); break;
                case WinogradWeightsKernel weights: WinogradInterpreter.Copy(machine, weights, arguments); break;
                case AttentionKernel attention: Run(attention, arguments); break;
                default: throw new ArgumentOutOfRangeException(nameof(kernel), kernel, null);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidOperationException($"{kernel.Name}: {e.Message}", e);
        }
    }

    void Run(LoopKernel kernel, Place[] arguments)
    {
        var scratch = kernel.Scratch.Select(s => new Memory(s.Buffer.Name, Extent(s.Size))).ToArray();
        var interpreter = new LoopInterpreter(machine, buffer => buffer.Slot >= 0 ? arguments[buffer.Slot] : new Place(scratch[-1 - buffer.Slot], 0));
        interpreter.RunGrid(kernel.Variable, Extent(kernel.Extent), Extent(kernel.Grain), kernel.Body, () =>
        {
            foreach (var memory in scratch) memory.Forget();
        });
    }

    // One convolution after the other, on whole images within their frames.
    void Run(BandKernel kernel, Place[] arguments)
    {
        var contractions = kernel.Contractions.ToList();
        var source = arguments[0];
        for (var i = 0; i < contractions.Count; i++)
        {
            var (images, lines) = (contractions[i].Shape.Outer[0], contractions[i].Shape.Outer[1]);
            var (result, begin) = (arguments[kernel.Result], arguments[kernel.Result]);
            if (i + 1 < contractions.Count)
            {
                var memory = new Memory($"{kernel.Name}{i}", new double[Extent(images.Extent * images.StrideC)]);
                (begin, result) = (new Place(memory, 0), new Place(memory, Extent(kernel.Stages[i + 1].Before * lines.StrideC + kernel.Stages[i].Margin)));
            }
            new ContractionInterpreter(machine, contractions[i], [source, arguments[i + 1], result, .. arguments.Skip(3)]).Run();
            source = begin;
        }
    }

    void Run(PackKernel kernel, Place[] arguments)
    {
        var extents = kernel.K.Select(k => Extent(k.Extent)).ToArray();
        var strides = kernel.K.Select(k => Extent(k.StrideB)).ToArray();
        var (k, n) = (extents.Aggregate(1L, (a, b) => a * b), Extent(kernel.N));
        var panels = new Panels(k, n);
        var io = new LoopInterpreter(machine, _ => default);
        machine.Launches++;
        for (var batch = Extent(kernel.Batch) - 1; batch >= 0; batch--)
        {
            for (var position = 0L; position < k; position++)
            {
                for (var column = 0L; column < panels.Columns; column++)
                {
                    var source = batch * Extent(kernel.StrideBatch) + Panels.Offset(position, extents, strides) + column * Extent(kernel.StrideN);
                    io.Write(arguments[1], batch * panels.Size + panels.Index(position, column), column < n ? io.Read(arguments[0], source) : 0);
                }
            }
        }
    }

    // By its loops, with the strides that it was given.
    void Run(AttentionKernel kernel, Place[] arguments)
    {
        var builder = new LoopBuilder(_ => throw new InvalidOperationException("Attention names its buffers by their roles."), []);
        var loops = new AttentionLoops(builder, kernel.Shape, role => kernel.Slot(role) is { } slot ? kernel.Buffers[slot] : null);
        if (kernel.IsGradient) loops.Backward();
        else loops.Forward();
        new LoopInterpreter(machine, buffer => arguments[buffer.Slot]).Run(builder.Statements);
    }

    long Extent(Dim dim) => dim.Evaluate(name => machine.Dims[name]);
}
