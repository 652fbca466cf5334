using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.TestKit;

/// <summary>How the interpreter rounds.</summary>
internal enum Precision
{
    /// <summary>Every operation is rounded to float, as compiled code does; accumulators are doubles, so that sums are the reference that any order of additions must come close to.</summary>
    Single,

    /// <summary>Nothing is rounded: finite differences need the digits.</summary>
    Double,
}

/// <summary>What a program runs in: extents, precision, and the random numbers of this call.</summary>
internal sealed record Machine(IReadOnlyDictionary<string, long> Dims, Precision Precision = Precision.Single)
{
    public ulong Seed { get; init; }

    public long Step { get; init; }

    /// <summary>Every launch has a number, from 1.</summary>
    public long Launches { get; set; }

    /// <summary>Slices have numbers, from 1.</summary>
    public long Slices { get; set; }

    /// <summary>The slice that runs; 0 for none.</summary>
    public long Slice { get; set; }

    /// <summary>The first of the slices that run at the same time as this one.</summary>
    public long FirstSlice { get; set; }

    public double Round(double value) => Precision == Precision.Single ? (float)value : value;
}

/// <summary>
/// Executes LoopIR scalar by scalar, as it is defined, without any vector, thread or tile. Statements become closures once, since they run many times. Every access is checked
/// (<see cref="Memory"/>), and chunks run from the last to the first: a program that depends on their order fails.
/// </summary>
internal sealed class LoopInterpreter(Machine machine, Func<Sinter.Generator.LoopIR.Buffer, Place> placeOf)
{
    readonly Dictionary<string, int> slots = [];
    readonly List<double> initial = [];
    double[] locals = [];
    long chunk;

    /// <summary>Runs statements once.</summary>
    public void Run(IReadOnlyList<Stmt> statements)
    {
        machine.Launches++;
        var body = Compile(statements);
        locals = initial.ToArray();
        body();
    }

    /// <summary>Runs statements for variable = extent − 1 … 0; <paramref name="grain"/> of them are one chunk, in order.</summary>
    public void RunGrid(string variable, long extent, long grain, IReadOnlyList<Stmt> statements, Action beginChunk)
    {
        machine.Launches++;
        var slot = Slot(variable);
        var body = Compile(statements);
        for (chunk = (extent + grain - 1) / grain - 1; chunk >= 0; chunk--)
        {
            beginChunk();
            locals = initial.ToArray();
            for (var i = chunk * grain; i < Math.Min(extent, (chunk + 1) * grain); i++)
            {
                locals[slot] = i;
                body();
            }
        }
        chunk = 0;
    }

    /// <summary>An expression as a function of locals that <see cref="Set"/> gives.</summary>
    public Func<double> Prepare(Expr expression)
    {
        machine.Launches++;
        var function = Compile(expression);
        locals = initial.ToArray();
        return function;
    }

    public int Slot(string name)
    {
        if (slots.TryGetValue(name, out var slot)) return slot;
        slots[name] = slot = initial.Count;
        // Symbols that nothing binds are extents.
        initial.Add(machine.Dims.TryGetValue(name, out var extent) ? extent : double.NaN);
        return slot;
    }

    public void Set(int slot, double value) => locals[slot] = value;

    /// <summary>Which chunk the following accesses belong to.</summary>
    public void BeginChunk(long number) => chunk = number;

    Turn Turn => new(machine.Launches, chunk, machine.Slice, machine.FirstSlice);

    public double Read(Place place, long index) => place.Memory.Read(place.Offset + index, Turn);

    public void Write(Place place, long index, double value) => place.Memory.Write(place.Offset + index, value, Turn);

    Action Compile(IReadOnlyList<Stmt> statements)
    {
        var actions = statements.Select(Compile).ToArray();
        return () =>
        {
            foreach (var action in actions) action();
        };
    }

    Action Compile(Stmt statement) => statement switch
    {
        Loop loop => Compile(loop),
        Let let => Compile(let),
        Accumulator accumulator => Compile(accumulator),
        Update update => Compile(update),
        Store store => Compile(store),
        _ => throw new ArgumentOutOfRangeException(nameof(statement), statement, null),
    };

    Action Compile(Loop loop)
    {
        var (slot, extent, body) = (Slot(loop.Variable), Compile(loop.Extent), Compile(loop.Body));
        return () =>
        {
            var count = extent();
            for (long i = 0; i < count; i++)
            {
                locals[slot] = i;
                body();
            }
        };
    }

    Action Compile(Let let)
    {
        var (slot, value) = (Slot(let.Name), Compile(let.Value));
        return () => locals[slot] = value();
    }

    Action Compile(Accumulator accumulator)
    {
        var slot = Slot(accumulator.Name);
        var identity = accumulator.Combine switch
        {
            Combine.Sum => 0,
            Combine.Maximum => double.NegativeInfinity,
            Combine.Minimum => double.PositiveInfinity,
            _ => throw new ArgumentOutOfRangeException(nameof(accumulator), accumulator.Combine, null),
        };
        return () => locals[slot] = identity;
    }

    Action Compile(Update update)
    {
        var (slot, value) = (Slot(update.Name), Compile(update.Value));
        return update.Combine switch
        {
            Combine.Sum => () => locals[slot] += value(),
            Combine.Maximum => () => locals[slot] = Math.Max(locals[slot], value()),
            Combine.Minimum => () => locals[slot] = Math.Min(locals[slot], value()),
            _ => throw new ArgumentOutOfRangeException(nameof(update), update.Combine, null),
        };
    }

    Action Compile(Store store)
    {
        var (place, index, value) = (placeOf(store.Buffer), Compile(store.Index), Compile(store.Value));
        return store.Accumulate
            ? () => Write(place, index(), machine.Round(Read(place, index()) + value()))
            : () => Write(place, index(), machine.Round(value()));
    }

    Func<double> Compile(Expr expression)
    {
        switch (expression)
        {
            case Literal literal:
                var number = machine.Round(literal.Value);
                return () => number;
            case IndexValue { Index: var dim }:
                var index = Compile(dim);
                return () => index();
            case Load load:
                var (place, position) = (placeOf(load.Buffer), Compile(load.Index));
                return () => Read(place, position());
            case Local local:
                var slot = Slot(local.Name);
                return () => machine.Round(locals[slot]);
            case Call call:
                return Compile(call);
            default:
                throw new ArgumentOutOfRangeException(nameof(expression), expression, null);
        }
    }

    Func<double> Compile(Call call)
    {
        var arguments = call.Arguments.Select(Compile).ToArray();
        var (intrinsic, type) = (call.Intrinsic, call.Type);
        switch (intrinsic)
        {
            // Lazy: where padding selects 0, the other side would read outside of the buffer.
            case Intrinsic.Select:
                return () => arguments[0]() != 0 ? arguments[1]() : arguments[2]();
            case Intrinsic.And:
                return () => arguments[0]() != 0 && arguments[1]() != 0 ? 1 : 0;
            case Intrinsic.RandomUniform:
                return () => PhiloxReference.Uniform(machine.Seed, machine.Step, (int)arguments[0](), (long)arguments[1]());
            default:
                return () =>
                {
                    Span<double> values = stackalloc double[3];
                    for (var i = 0; i < arguments.Length; i++) values[i] = arguments[i]();
                    return machine.Round(ScalarFunctions.Apply(intrinsic, type, values));
                };
        }
    }

    /// <summary>An index as a function of loop variables, extents and data-dependent positions.</summary>
    public Func<long> Compile(Dim dim)
    {
        if (dim.Constant is { } constant) return () => constant;
        var terms = dim.Monomials.Select(m => (m.Coefficient, Factors: m.Atoms.Select(Compile).ToArray())).ToArray();
        return () =>
        {
            long sum = 0;
            foreach (var (coefficient, factors) in terms)
            {
                var product = coefficient;
                foreach (var factor in factors) product = checked(product * factor());
                sum = checked(sum + product);
            }
            return sum;
        };
    }

    Func<long> Compile(Atom atom)
    {
        switch (atom)
        {
            case SymbolAtom:
                var slot = Slot(atom.Text);
                return () => checked((long)Defined(locals[slot], atom.Text));
            case FloorDivideAtom divide:
                var (numerator, denominator) = (Compile(divide.Numerator), Compile(divide.Denominator));
                return () => (long)Math.Floor((decimal)numerator() / denominator());
            case MaxAtom max:
                var (left, right) = (Compile(max.Left), Compile(max.Right));
                return () => Math.Max(left(), right());
            default:
                throw new ArgumentOutOfRangeException(nameof(atom), atom, null);
        }
    }

    static double Defined(double value, string name) => double.IsNaN(value) ? throw new InvalidOperationException($"'{name}' has no value.") : value;
}
