using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>
/// The method that a user calls for an entry point: its signature, the checks of its arguments, and the call of the kernels with the caller's memory pinned.
/// </summary>
internal sealed class EntryMethod
{
    readonly EntryPoint entry;
    readonly NameTable names;
    readonly ShapeSolver shapes;
    readonly Dictionary<string, string> extents = [];
    readonly string[] inputs;
    readonly string[] results;
    readonly NodeOutput[] scalars;
    readonly string run;
    readonly string scalarSpan;

    public EntryMethod(EntryPoint entry, NameTable? names = null)
    {
        this.entry = entry;
        this.names = names ?? new NameTable();
        shapes = new ShapeSolver(entry);
        inputs = [.. entry.Inputs.Select(i => this.names.Fresh(i.Name))];
        var outputs = entry.Outputs.Where(o => o.Kind == OutputKind.Result).ToList();
        results = [.. outputs.Select(o => this.names.Fresh(o.Name.Length == 0 || o.Name == entry.Name ? "result" : o.Name))];
        var types = GraphImporter.OutputTypes(entry);
        ResultTypes = [.. entry.Outputs.Select((o, i) => (o, i)).Where(p => p.o.Kind == OutputKind.Result).Select(p => types[p.i])];
        scalars = [.. entry.Outputs.Where(o => o.Kind is OutputKind.Loss).Concat(entry.Outputs.Where(o => o.Kind is OutputKind.Metric))];
        (run, scalarSpan) = (this.names.Fresh("execution"), this.names.Fresh("scalars"));
        foreach (var symbol in entry.Symbols) extents[symbol] = this.names.Fresh(shapes.Parameters.Contains(symbol) ? CSharp.Camel(symbol) : symbol);
    }

    public IReadOnlyList<TensorType> ResultTypes { get; }

    /// <summary>The parameters as declared.</summary>
    public string Parameters => string.Join(", ",
        entry.Inputs.Select((input, i) => $"{RuntimeNames.ReadOnlySpan}<{CSharp.TypeName(input.Type.DType)}> {inputs[i]}")
            .Concat(ResultTypes.Select((type, i) => $"{RuntimeNames.Span}<{CSharp.TypeName(type.DType)}> {results[i]}"))
            .Concat(shapes.Parameters.Select(symbol => $"int {extents[symbol]}")));

    /// <summary>void, float, or the loss with its metrics as a tuple.</summary>
    public string ReturnType => scalars.Length switch
    {
        0 => "void",
        1 => "float",
        _ => $"({string.Join(", ", scalars.Select((s, i) => $"float {ScalarName(i)}"))})",
    };

    /// <summary>The address of an input, a result, a scalar: the expression that a launch passes.</summary>
    public string AddressOfInput(int index) => $"run.Caller({index})";

    public string AddressOfOutput(int index) =>
        index < results.Length ? $"run.Caller({inputs.Length + index})"
        : index == results.Length ? $"run.Caller({inputs.Length + results.Length})"
        : $"run.Caller({inputs.Length + results.Length}) + {index - results.Length} * sizeof(float)";

    public void Documentation(SourceWriter writer, string summary)
    {
        writer.Line($"/// <summary>{CSharp.Xml(summary)}</summary>");
        for (var i = 0; i < inputs.Length; i++) writer.Line($"/// <param name=\"{inputs[i].TrimStart('@')}\">{entry.Inputs[i].Type.Shape}, row-major.</param>");
        for (var i = 0; i < results.Length; i++) writer.Line($"/// <param name=\"{results[i].TrimStart('@')}\">Receives {ResultTypes[i].Shape}, row-major.</param>");
        foreach (var symbol in shapes.Parameters) writer.Line($"/// <param name=\"{extents[symbol].TrimStart('@')}\">The extent {symbol}.</param>");
        writer.Line($"/// <exception cref=\"{RuntimeNames.ArgumentException}\">A length does not fit its shape, a result overlaps another argument, or an index or label is out of range.</exception>");
    }

    /// <summary>Finds the extents from the lengths, and checks all lengths and the inputs whose numbers are positions.</summary>
    /// <param name="session">What the session of this entry point keeps.</param>
    public void Checks(SourceWriter writer, SessionDeclaration? session = null)
    {
        if (entry.Session is { } use)
        {
            if (use.Batch is { } batch) writer.Line($"nint {extents[batch]} = {SessionMembers.Memory}.Batch;");
            foreach (var length in use.Lengths) writer.Line($"nint {extents[length.Name]} = {SessionMembers.Memory}.Rows({session!.IndexOf(length.Name)});");
        }
        foreach (var symbol in shapes.Parameters) writer.Line($"{RuntimeNames.Arguments}.NonNegative({extents[symbol]}, nameof({extents[symbol]}));");
        foreach (var extent in shapes.Solved)
        {
            var (input, type) = (inputs[extent.Input], entry.Inputs[extent.Input].Type);
            writer.Line($"nint {extents[extent.Symbol]} = {RuntimeNames.Arguments}.Extent({input}.Length, {Text(extent.Factor)}, {Text(extent.Rest)}, nameof({input}), {Shape(type)});");
        }
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!shapes.IsConsumed(i)) Length(writer, inputs[i], entry.Inputs[i].Type);
        }
        for (var i = 0; i < results.Length; i++) Length(writer, results[i], ResultTypes[i]);
        for (var i = 0; i < results.Length; i++)
        {
            foreach (var other in inputs.Concat(results.Skip(i + 1)))
                writer.Line($"{RuntimeNames.Arguments}.Separate({Bytes(results[i])}, {Bytes(other)}, nameof({results[i]}), nameof({other}));");
        }
        foreach (var bound in GraphImporter.SampleBounds(entry))
        {
            var layer = bound.State.Substring(0, Math.Max(0, bound.State.LastIndexOf('.')));
            writer.Line($"{RuntimeNames.Arguments}.Samples({Text(bound.Count)}, {bound.Least}, {CSharp.String(layer.Length > 0 ? layer : bound.State)}, nameof({inputs[0]}));");
        }
        foreach (var bound in GraphImporter.IndexBounds(entry))
        {
            var input = inputs[entry.Inputs.ToList().FindIndex(i => i.Name == bound.Input)];
            writer.Line($"{RuntimeNames.Arguments}.Indices({input}, {Text(bound.Bound)}, nameof({input}){(bound.Exempt is { } exempt ? $", {CSharp.Int(exempt)}" : "")});");
        }
    }

    /// <summary>Makes room in the session's caches for what the call appends.</summary>
    public void Reserve(SourceWriter writer, SessionDeclaration session)
    {
        foreach (var length in entry.Session!.Lengths)
        {
            var index = session.IndexOf(length.Name);
            var rows = entry.Session.Appends.FirstOrDefault(a => a.Length == length.Name)?.Rows;
            var start = rows is null ? $"{SessionMembers.Memory}.Start({index});" : $"{SessionMembers.Memory}.Reserve({index}, {Text(rows)});";
            if (length.Slides)
            {
                writer.Line($"nint {extents[length.StartSymbol]} = {start}");
                writer.Line($"nint {extents[length.PositionSymbol]} = {SessionMembers.Memory}.Position({index});");
            }
            else if (rows is not null) writer.Line(start);
        }
    }

    /// <summary>Counts what the call has appended.</summary>
    public void Append(SourceWriter writer, SessionDeclaration session)
    {
        foreach (var append in entry.Session!.Appends) writer.Line($"{SessionMembers.Memory}.Append({session.IndexOf(append.Length)}, {Text(append.Rows)});");
    }

    /// <summary>Runs the kernels; leaves the scalars in a local span. A step of training then ends the batch.</summary>
    public void Call(SourceWriter writer, EntryProgram program, ExtentTable table, string executions, string seed, string step, string? prepare, string body, bool isStep = false)
    {
        if (scalars.Length > 0) writer.Line($"{RuntimeNames.Span}<float> {scalarSpan} = stackalloc float[{scalars.Length}];");
        writer.Line($"{RuntimeNames.Execution} {run} = {executions}.Rent({Text(program.ArenaSize)});");
        using (writer.Block("try"))
        {
            foreach (var symbol in entry.Symbols) writer.Line($"{run}.SetDim({table.IndexOf(symbol)}, {extents[symbol]});");
            writer.Line($"{run}.Seed = {seed};");
            writer.Line($"{run}.Step = {step};");
            if (prepare is not null) writer.Line(prepare.Replace("$run", run).Replace("$elements", Text(program.PreparedSize)));
            var spans = inputs.Concat(results).Select(Bytes).Concat(scalars.Length > 0 ? [Bytes(scalarSpan)] : []);
            writer.Line($"{run}.Call({string.Join(", ", spans.Prepend(body))});");
            if (isStep) EndBatch(writer, $"{run}.Call({string.Join(", ", spans.Prepend(body))});");
        }
        using (writer.Block("finally")) writer.Line($"{executions}.Return({run});");
    }

    void EndBatch(SourceWriter writer, string call)
    {
        using var _ = writer.Block($"if (!EndBatch({scalarSpan}[0]))");
        writer.Line("// Not finite: the same once more, looking at what each kernel writes.");
        writer.Line($"BeginSearch({run});");
        writer.Line(call);
        writer.Line($"throw NotFinite({run}, {scalarSpan}[0]);");
    }

    /// <summary>The float inputs: their places among the caller's spans, names and lengths.</summary>
    public IEnumerable<(int Caller, string Name, Dim Length)> FloatInputs =>
        entry.Inputs.Select((input, i) => (i, input.Name, input.Type.Shape.Size)).Where(i => entry.Inputs[i.i].Type.DType == DType.Float32);

    /// <summary>Returns the scalars, if there are any.</summary>
    public void Return(SourceWriter writer)
    {
        if (scalars.Length == 1) writer.Line($"return {scalarSpan}[0];");
        if (scalars.Length > 1) writer.Line($"return ({string.Join(", ", scalars.Select((_, i) => $"{scalarSpan}[{i}]"))});");
    }

    string ScalarName(int index) => CSharp.Pascal(CSharp.Identifier(scalars[index].Name.Length > 0 ? scalars[index].Name : index == 0 ? "loss" : $"metric{index}"));

    string Text(Dim dim) => CSharp.Dim(dim, symbol => extents[symbol]);

    static string Shape(TensorType type) => CSharp.String(type.Shape.ToString());

    void Length(SourceWriter writer, string name, TensorType type) =>
        writer.Line($"{RuntimeNames.Arguments}.Length({name}.Length, {Text(type.Shape.Size)}, nameof({name}), {Shape(type)});");

    static string Bytes(string span) => $"{RuntimeNames.MemoryMarshal}.AsBytes({span})";
}
