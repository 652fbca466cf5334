using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>Collects the buffers that a kernel reads and writes, each once, under readable names.</summary>
internal sealed class KernelArguments
{
    readonly List<(Value Value, Buffer Buffer)> arguments = [];
    readonly HashSet<string> names = [];
    int closed;

    /// <summary>The values whose buffers are bound to the slots.</summary>
    public IReadOnlyList<Value> Values => [.. arguments.Select(a => a.Value)];

    public EquatableArray<Buffer> Buffers => arguments.Select(a => a.Buffer).ToEquatableArray();

    public Buffer this[Value value]
    {
        get
        {
            foreach (var argument in arguments.Skip(closed))
            {
                if (argument.Value == value) return argument.Buffer;
            }
            return AddNew(value);
        }
    }

    /// <summary>A slot of its own for a value, also when it has one already (both operands of a product may be one tensor).</summary>
    public Buffer AddNew(Value value)
    {
        var buffer = new Buffer(Unique(ReadableName(value)), value.DType, arguments.Count);
        arguments.Add((value, buffer));
        return buffer;
    }

    /// <summary>From now on every value gets a slot behind those that there are: they begin where operands do, not where their buffers do.</summary>
    public void Close() => closed = arguments.Count;

    /// <summary>The value's name as an identifier; its op's name when it has none.</summary>
    public static string ReadableName(Value value)
    {
        var name = value.Name ?? value.Op switch
        {
            Input input => input.Identifier,
            Parameter parameter => parameter.Path,
            State state => state.Path,
            SessionState state => state.Path,
            _ => value.Op.Name,
        };
        var builder = new StringBuilder();
        var upper = false;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c)) builder.Append(upper && builder.Length > 0 ? char.ToUpperInvariant(c) : c);
            upper = !char.IsLetterOrDigit(c);
        }
        if (builder.Length == 0 || char.IsDigit(builder[0])) builder.Insert(0, 'v');
        return builder.ToString();
    }

    string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !names.Add(unique); i++) unique = name + "_" + i;
        return unique;
    }
}
