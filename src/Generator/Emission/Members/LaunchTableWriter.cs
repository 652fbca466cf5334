using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>
/// The method of a trainer that says what its kernels are called and what they write: it runs only to tell where a number that is not finite came from.
/// </summary>
internal sealed class LaunchTableWriter
{
    // One method stays small, though it need not be fast.
    const int MaxLaunches = 200;

    const string Method = "Describe";

    static readonly Regex Gradient = new(@"\bd([A-Z]\w*)", RegexOptions.CultureInvariant);

    readonly EntryMethod method;
    readonly ExtentTable extents;
    readonly Dictionary<string, string> words = [];

    public LaunchTableWriter(ModelDeclaration model, EntryPoint entry, EntryMethod method, ExtentTable extents)
    {
        (this.method, this.extents) = (method, extents);
        foreach (var name in entry.Nodes.Select(n => n.Name).OfType<string>()) words[name] = name;
        foreach (var path in model.Parameters.Select(p => p.Path).Concat(model.Layers.Select(l => l.Path))) words[path.Replace('.', '_')] = path;
    }

    /// <summary>The position of each launch. Equal ones need no two.</summary>
    public static IReadOnlyDictionary<Launch, int> Numbers(EntryProgram program)
    {
        var numbers = new Dictionary<Launch, int>();
        foreach (var launch in program.Main.Launches()) numbers[launch] = numbers.TryGetValue(launch, out var first) ? first : numbers.Count;
        return numbers;
    }

    public void Write(SourceWriter writer, EntryProgram program)
    {
        var launches = Numbers(program).OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
        var parts = (launches.Count + MaxLaunches - 1) / MaxLaunches;
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void {Method}({RuntimeNames.Execution} run, {RuntimeNames.LaunchTable} table)"))
        {
            var text = new ShapeText(extents);
            var body = new SourceWriter();
            foreach (var (caller, name, length) in method.FloatInputs) body.Line($"table.Input({caller}, {CSharp.String(name)}, {text[length]});");
            if (parts <= 1)
                foreach (var launch in launches) Row(body, launch, text);
            else
                for (var part = 1; part <= parts; part++) body.Line($"{Part(part)}(run, table);");
            text.Declare(writer);
            writer.Line(body.ToString().TrimEnd('\n'));
        }
        for (var part = 1; parts > 1 && part <= parts; part++)
        {
            writer.Line();
            using var _ = writer.Block($"static void {Part(part)}({RuntimeNames.Execution} run, {RuntimeNames.LaunchTable} table)");
            var text = new ShapeText(extents);
            var body = new SourceWriter();
            foreach (var launch in launches.Skip((part - 1) * MaxLaunches).Take(MaxLaunches)) Row(body, launch, text);
            text.Declare(writer);
            writer.Line(body.ToString().TrimEnd('\n'));
        }
    }

    static string Part(int number) => $"{ModelMembers.Private}{Method}{number}";

    void Row(SourceWriter writer, Launch launch, ShapeText text) => writer.Line(
        $"table.Launch({CSharp.String(Words(launch.Kernel))}){string.Concat(launch.Results.Select(r => $".Writes({r.Slot}, {text[r.Length]})"))};");

    /// <summary>The kernel's name in the emitted code, and what it computes in the model's words.</summary>
    string Words(Kernel kernel) => kernel.Comment.Length == 0 ? kernel.Name : $"{kernel.Name}: {Modeled(kernel.Comment)}";

    // dBlock_conv1 → gradient of block.conv1
    string Modeled(string comment)
    {
        comment = Gradient.Replace(comment, match => words.Keys.FirstOrDefault(name => CSharp.Pascal(name) == match.Groups[1].Value) is { } primal ? $"gradient of {words[primal]}" : match.Value);
        return Regex.Replace(comment, @"\w+", match => words.TryGetValue(match.Value, out var path) ? path : match.Value, RegexOptions.CultureInvariant);
    }
}
