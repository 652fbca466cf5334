using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// What a padded convolution reads is written within its padding at once, instead of being copied there: conv(pad(relu(conv(x)))) has no pass over memory between the two,
/// and conv(pad(relu(norm(x)))) one. Images that an epilogue reads beside its sums (the residuals of a stage, the mask of a derivative) get the same frame, so that one offset
/// tells the place in all of them.
/// </summary>
internal sealed class FrameImages : Pass
{
    public override Graph Run(Graph graph)
    {
        var frames = new Search(graph).Find();
        if (frames.Count == 0) return graph;
        return graph.Rewrite((target, value, operands) =>
        {
            if (value.Op is Pad && frames.ContainsKey(value.Operands[0])) return operands[0].Operands[0];
            var image = target.Add(value.Op, operands);
            if (!frames.TryGetValue(value, out var frame)) return image;
            var framed = target.Add(frame, [image], value.Name);
            return frame.Inside(framed);
        });
    }

    /// <summary>The images to be framed, each with its frame.</summary>
    sealed class Search
    {
        readonly Graph graph;
        readonly HashSet<Value> live, outputs;
        readonly ILookup<Value, Value> users;

        // Images that must have the same frame: a tree for each group.
        readonly Dictionary<Value, Value> parents = [];

        // The ends of chains that begin with a convolution and are its epilogue.
        readonly HashSet<Value> ends = [];

        public Search(Graph graph)
        {
            this.graph = graph;
            live = graph.Live();
            outputs = [.. graph.Outputs.Select(output => output.Value)];
            users = graph.Values.Where(live.Contains).SelectMany(value => value.Operands.Distinct().Select(operand => (operand, value))).ToLookup(pair => pair.operand, pair => pair.value);
        }

        public Dictionary<Value, Framed> Find()
        {
            foreach (var convolution in graph.Values.Where(value => IsConvolution(value) && live.Contains(value))) Follow(convolution);
            foreach (var image in graph.Values.Where(value => value.Op is ElementwiseOp && IsPadded(value))) Root(image);
            var frames = new Dictionary<Value, Framed>();
            foreach (var group in parents.Keys.GroupBy(Root).Select(g => g.ToList()))
            {
                if (FrameOf(group) is { } frame)
                    foreach (var image in group) frames[image] = frame;
            }
            return frames;
        }

        // From a convolution through the elementwise ops that only serve it, to the last of them.
        void Follow(Value convolution)
        {
            var end = convolution;
            var residuals = new List<Value>();
            while (!outputs.Contains(end) && users[end].ToList() is [{ Op: ElementwiseOp, DType: DType.Float32 } user] && user.Shape == end.Shape)
            {
                var others = user.Operands.Where(operand => operand != end).ToList();
                if (others.Any(other => !IsTold(other) && !IsImage(other)) || user.Operands.TakeWhile(operand => operand != end).Any(IsChain)) break;
                residuals.AddRange(others.Where(other => !IsTold(other)).Select(Shown));
                end = user;
            }
            ends.Add(end);
            Root(end);
            foreach (var residual in residuals) parents[Root(residual)] = Root(end);
        }

        static bool IsConvolution(Value value) => value.Op is Conv2dNhwc or DepthwiseConv2d;

        // Of two chains that meet, the first one goes on.
        bool IsChain(Value value) => users[value].Count() == 1
            && (IsConvolution(value) || (value.Op is ElementwiseOp && value.Operands.Any(operand => operand.Shape == value.Shape && IsChain(operand))));

        // One number, or one for each channel.
        static bool IsTold(Value operand) => operand.Op is Constant
            || (operand.Op is Broadcast && operand.Operands[0].Shape is var source && (source.Size == Dim.One || (source.Size == operand.Shape[operand.Rank - 1] && source[source.Rank - 1] == source.Size)));

        // A mask is computed where it is read, from the image that it looks at.
        static Value Shown(Value operand) =>
            operand.Op is ElementwiseOp && operand.DType != DType.Float32 && operand.Operands.Where(o => !IsTold(o)).ToList() is [var image] ? Shown(image) : operand;

        bool IsPadded(Value image) => users[image].Any(user => user.Op is Pad);

        static bool IsImage(Value value) => value.Rank == 4 && value.Op is Conv2dNhwc or DepthwiseConv2d or (PointwiseOp and not ViewOp) && value.Operands.Count > 0;

        Value Root(Value image)
        {
            if (!parents.TryGetValue(image, out var parent)) parents[image] = parent = image;
            return parent == image ? image : parents[image] = Root(parent);
        }

        // All paddings are the same, everyone else can read through a frame, and what some kernel computes goes straight to where it is read.
        Framed? FrameOf(List<Value> group)
        {
            if (group.Any(image => outputs.Contains(image) || !IsImage(image) || !users[image].All(Reads))) return null;
            var frames = group.SelectMany(image => users[image].Where(user => user.Op is Pad).Select(FrameOf)).Distinct().ToList();
            return frames is [{ } frame] && group.Any(image => IsPadded(image) && (ends.Contains(image) || (image.Op is ElementwiseOp && IsNarrow(frame, image)))) ? frame : null;
        }

        // Everyone who reads the images steps over the frame: one that is larger than they are costs more than a copy for the one who needs it.
        static bool IsNarrow(Framed frame, Value image) => (frame.InferType([image.Type]).Shape.Size - 2 * image.Shape.Size).Monomials.All(term => term.Coefficient <= 0);

        static bool Reads(Value user) => user.Op is Pad or ContractionOp or ReductionOp or (PointwiseOp and not ViewOp);

        Framed? FrameOf(Value padded)
        {
            var pad = (Pad)padded.Op;
            if (pad.Filling != 0 || padded.DType != DType.Float32 || !users[padded].All(user => user.Op is ContractionOp)) return null;
            var (before, after) = (pad.Before.Select(Number).ToList(), pad.After.Select(Number).ToList());
            return before.Concat(after).Any(width => width is null) || before[0] + after[0] + before[3] + after[3] != 0
                ? null
                : new Framed { Before = new Pair(before[1]!.Value, before[2]!.Value), After = new Pair(after[1]!.Value, after[2]!.Value) };
        }

        static int? Number(Dim width) => width.Constant is >= 0 and < int.MaxValue and var number ? (int)number : null;
    }
}
