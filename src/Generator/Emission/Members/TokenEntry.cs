using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Emission.Members;

/// <summary>An entry point that maps tokens to scores of the next token.</summary>
/// <param name="EveryToken">Its result has scores after each token, not only after the last.</param>
internal sealed record TokenEntry(EntryPoint Entry, long Vocabulary, bool EveryToken)
{
    public static TokenEntry? Of(ModelDeclaration model, EntryPoint entry)
    {
        if (entry is not { Kind: EntryKind.Forward, Session: { } use, Inputs: [{ Type: { DType: DType.Int32, Shape: var tokens } }] }) return null;
        if (entry.Outputs.Where(o => o.Kind == OutputKind.Result).Count() != 1 || new ShapeSolver(entry).Parameters.Count > 0) return null;
        var node = entry.Outputs.First(o => o.Kind == OutputKind.Result).Node;
        if (!ReadsSession(entry, node)) return null;
        var result = GraphImporter.Import(entry).Values[node].Type;
        var batch = model.Session!.Batch is { } symbol ? new[] { Dim.Symbol(symbol) } : [];
        if (result.DType != DType.Float32 || result.Shape.Rank == 0 || tokens.Rank != batch.Length + 1 || !tokens.Dims.Take(batch.Length).SequenceEqual(batch) || tokens[batch.Length].IsConstant) return null;
        if (result.Shape[result.Shape.Rank - 1].Constant is not { } vocabulary) return null;
        var leading = result.Shape.Dims.Take(result.Shape.Rank - 1).ToArray();
        if (leading.SequenceEqual(batch)) return new TokenEntry(entry, vocabulary, EveryToken: false);
        return leading.SequenceEqual(tokens.Dims) ? new TokenEntry(entry, vocabulary, EveryToken: true) : null;
    }

    // An encoder that only leaves something in the session says nothing of what comes next.
    static bool ReadsSession(EntryPoint entry, int node)
    {
        var reached = new bool[node + 1];
        reached[node] = true;
        for (var i = node; i >= 0; i--)
        {
            if (!reached[i]) continue;
            if (entry.Nodes[i].Op is SessionState) return true;
            foreach (var operand in entry.Nodes[i].Operands) reached[operand] = true;
        }
        return false;
    }

    /// <summary>The group of caches that grows with the tokens; −1 when there is none.</summary>
    public int Length(SessionDeclaration session) => Entry.Session!.Appends is [var first, ..] ? session.IndexOf(first.Length) : -1;

    public void Write(SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int Vocabulary => {CSharp.Long(Vocabulary)};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void {GeneratedMembers.Next}({RuntimeNames.ReadOnlySpan}<int> tokens, {RuntimeNames.Span}<float> logits)"))
        {
            if (!EveryToken)
            {
                writer.Line($"{Entry.Name}(tokens, logits);");
                return;
            }
            using (writer.Block("if (tokens.Length == Batch)"))
            {
                writer.Line($"{Entry.Name}(tokens, logits);");
                writer.Line("return;");
            }
            writer.Line($"{RuntimeNames.Span}<float> all = ScoresOf(tokens.Length);");
            writer.Line($"{Entry.Name}(tokens, all);");
            writer.Line("Last(all, logits);");
        }
    }
}
