using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>
/// What an entry point does with the memory of its session. A [Loss] entry point has none: there a state has its first content, a cache is empty and gives
/// what is appended to it, and nothing is kept.
/// </summary>
/// <param name="exists">The entry point is a [Forward] method.</param>
internal sealed class SessionTrace(EntryTrace entry, ModelTrace model, bool exists)
{
    readonly Dictionary<string, Value> contents = [];
    readonly Dictionary<string, Value> updates = [];
    readonly Dictionary<string, (CacheSettings Settings, Dim Rows)> appended = [];
    readonly List<CacheLength> lengths = [];
    string? batch;
    bool used;

    /// <summary>True in a [Forward] entry point.</summary>
    public bool Exists { get; } = exists;

    /// <summary>Null when the entry point does not touch its session.</summary>
    public SessionUse? Use => !used ? null : new SessionUse(
        lengths.ToEquatableArray(),
        [.. appended.Values.GroupBy(a => a.Settings.Length).Select(group => new RowsAppended(group.Key, group.First().Rows))],
        batch);

    /// <summary>What the session keeps of this call: in place for caches.</summary>
    public IEnumerable<GraphOutput> Outputs => updates.Select(update => new GraphOutput(OutputKind.Session, update.Key, update.Value));

    /// <summary>The caches that are appended to, by the symbols of their lengths.</summary>
    public ILookup<string, (string Path, Dim Rows)> Appended => appended.ToLookup(a => a.Value.Settings.Length, a => (a.Key, a.Value.Rows));

    /// <summary>A state's content, already replaced where this entry point has done so.</summary>
    public Value State(InstanceDatum owner, string path, Shape shape, Initializer initializer, string? batch)
    {
        if (initializer.Distribution != Distribution.Constant) throw new ShapeException($"'{path}' is kept per session and must start with one number everywhere, not with random ones.");
        Uses(batch);
        if (contents.TryGetValue(path, out var known)) return known;
        if (!Exists) return contents[path] = entry.Graph.Add(new Constant(initializer.Scale)).BroadcastTo(shape);
        model.RegisterSession(owner, new SessionStateDeclaration(path, shape, initializer.Scale, null));
        return contents[path] = Leaf(path, shape);
    }

    public void Update(string path, Shape shape, Value next)
    {
        entry.ChangesOncePerCall(path);
        if (next.Shape != shape) throw new ShapeException($"the state '{path}' has the shape {shape}, its next content {next.Shape}.");
        contents[path] = next;
        if (Exists) updates[path] = next;
    }

    /// <summary>Rows behind those that are there; all of them.</summary>
    public Value Append(InstanceDatum owner, string path, CacheSettings settings, Value rows)
    {
        entry.ChangesOncePerCall(path);
        Uses(settings);
        var count = rows.Rank > settings.Axis ? rows.Shape[settings.Axis] : Dim.One;
        if (rows.Shape != settings.ShapeOf(count)) throw new ShapeException($"{rows.Shape} cannot be appended to '{path}', which keeps rows of {settings.Row}: it takes {settings.ShapeOf(Dim.Symbol("T"))}.");
        var before = appended.TryGetValue(path, out var earlier) ? earlier.Rows : Dim.Zero;
        appended[path] = (settings, before + count);
        if (Exists)
        {
            model.RegisterSession(owner, new SessionStateDeclaration(path, settings.Buffer, 0, settings));
            var append = new AppendRows { Start = settings.Group.Start + settings.Group.Rows + before, Axis = settings.Axis };
            updates[path] = contents[path] = entry.Graph.Add(append, Buffer(path, settings), rows);
        }
        else
        {
            contents[path] = contents.TryGetValue(path, out var first) ? entry.Graph.Add(new Concat { Axis = settings.Axis }, first, rows) : rows;
        }
        return Shown(path, settings);
    }

    /// <summary>The rows that are there.</summary>
    public Value Rows(InstanceDatum owner, string path, CacheSettings settings)
    {
        Uses(settings);
        if (Exists) model.RegisterSession(owner, new SessionStateDeclaration(path, settings.Buffer, 0, settings));
        else if (!contents.ContainsKey(path)) throw new ShapeException($"'{path}' is empty: a [Loss] method has no session, so that a cache has the rows that the method appended.");
        return Shown(path, settings);
    }

    public Dim Position(CacheSettings settings)
    {
        Uses(settings);
        return Exists ? settings.Group.Position : Dim.Zero;
    }

    public bool HasAppended(string path) => appended.ContainsKey(path);

    /// <summary>What counts the rows of caches that some field of the network declares; null: there is no session.</summary>
    public CacheLength? Length(string name)
    {
        if (!Exists) return null;
        var group = model.DeclaredLengths.FirstOrDefault(l => l.Name == name)
            ?? throw new ShapeException($"no layer of the network keeps a cache whose rows '{name}' counts, so that the session has no such position.");
        Uses(group);
        return group;
    }

    Value Shown(string path, CacheSettings settings)
    {
        if (!Exists) return contents[path];
        var rows = settings.Group.Rows + (appended.TryGetValue(path, out var added) ? added.Rows : Dim.Zero);
        return Buffer(path, settings).Slice(settings.Axis, new SliceRange(settings.Group.Start, rows));
    }

    Value Buffer(string path, CacheSettings settings) => contents.TryGetValue(path, out var content) ? content : contents[path] = Leaf(path, settings.Buffer);

    Value Leaf(string path, Shape shape) => entry.Graph.Add(new SessionState(path, shape), [], EntryTrace.Identifier(path));

    void Uses(CacheSettings settings)
    {
        Uses(settings.Batch);
        Uses(settings.Group);
    }

    void Uses(CacheLength group)
    {
        used |= Exists;
        if (Exists && !lengths.Contains(group)) lengths.Add(group);
        if (Exists && new[] { group.Name, group.StartSymbol, group.PositionSymbol }.FirstOrDefault(entry.InputSymbols.Contains) is { } taken)
            throw new ShapeException($"'{taken}' is an extent of the inputs, and counts the rows of a cache: give the cache another Length.");
    }

    void Uses(string? batch)
    {
        if (!Exists && batch is not null && !entry.InputSymbols.Contains(batch))
            throw new ShapeException($"the batch '{batch}' of a session's memory is no extent of the inputs, so that its size is not known here.");
        used |= Exists;
        if (batch is not null && this.batch is { } other && other != batch) throw new ShapeException($"a session has one batch, but both '{other}' and '{batch}' are declared.");
        this.batch ??= batch;
    }
}
