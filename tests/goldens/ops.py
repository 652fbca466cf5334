#!/usr/bin/env python3
"""Values and gradients of every op by PyTorch, for the samples that the op catalog declares.

    python3 tests/goldens/ops.py [op ...]        (Debian: python3-torch)

reads tests/Generator.Tests/Ops/Goldens/samples.json, which a test writes from the catalog, and writes <op>.json beside it: see README.md here.
Numbers are computed in double precision and rounded to float. An op that the table below does not know is an error.
"""

import json
import math
import pathlib
import sys
import zlib

import numpy as np
import torch
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).parent.parent / "Generator.Tests" / "Ops" / "Goldens"

# Ops that PyTorch cannot answer for: their random numbers are ours.
WITHOUT_GOLDENS = {"dropout", "random_uniform"}

OPS = {}


def op(*names):
    """Registers f(attributes, *operands) -> result for ops of these names."""

    def register(function):
        for name in names:
            OPS[name] = function
        return function

    return register


def simple(name, function):
    OPS[name] = lambda a, *x: function(*x)


# Elementwise
for name, function in {
    "abs": torch.abs, "add": torch.add, "and": torch.logical_and, "cos": torch.cos, "div": torch.div, "eq": torch.eq, "erf": torch.erf,
    "exp": torch.exp, "expm1": torch.expm1, "floor": torch.floor, "ge": torch.ge, "gt": torch.gt, "hard_sigmoid": F.hardsigmoid,
    "hard_swish": F.hardswish, "le": torch.le, "log": torch.log, "log1p": torch.log1p, "lt": torch.lt, "matmul": torch.matmul,
    "maximum": torch.maximum, "minimum": torch.minimum, "mish": F.mish, "mul": torch.mul, "ne": torch.ne, "neg": torch.neg,
    "not": torch.logical_not, "or": torch.logical_or, "pow": torch.pow, "reciprocal": torch.reciprocal, "relu": F.relu, "relu6": F.relu6,
    "rsqrt": torch.rsqrt, "selu": F.selu, "sigmoid": torch.sigmoid, "sign": torch.sign, "silu": F.silu, "sin": torch.sin, "sqrt": torch.sqrt,
    "square": torch.square, "stop_gradient": torch.detach, "sub": torch.sub, "tanh": torch.tanh, "to_float": lambda x: x.double(),
    "to_int": lambda x: x.int(), "where": torch.where,
}.items():
    simple(name, function)

OPS["clamp"] = lambda a, x: torch.clamp(x, float(a["low"]), float(a["high"]))
OPS["elu"] = lambda a, x: F.elu(x, a["alpha"])
OPS["gelu"] = lambda a, x: F.gelu(x, approximate="tanh" if a["approximate"] else "none")
OPS["leaky_relu"] = lambda a, x: F.leaky_relu(x, a["slope"])
OPS["softplus"] = lambda a, x: F.softplus(x, a["beta"], a["threshold"])

# Reductions
OPS["sum"] = lambda a, x: torch.sum(x, a["axes"])
OPS["mean"] = lambda a, x: torch.mean(x, a["axes"])
OPS["max"] = lambda a, x: torch.amax(x, a["axes"])
OPS["min"] = lambda a, x: torch.amin(x, a["axes"])
OPS["variance"] = lambda a, x: torch.var(x, a["axes"], correction=a["correction"], keepdim=False)
OPS["log_sum_exp"] = lambda a, x: torch.logsumexp(x, a["axes"])
OPS["arg_max"] = lambda a, x: torch.argmax(x, a["axis"])
OPS["arg_min"] = lambda a, x: torch.argmin(x, a["axis"])


@op("cum_sum")
def cum_sum(a, x):
    if not a["reverse"]:
        return torch.cumsum(x, a["axis"])
    return torch.flip(torch.cumsum(torch.flip(x, [a["axis"]]), a["axis"]), [a["axis"]])


# Views
OPS["broadcast"] = lambda a, x: torch.broadcast_to(x, a["shape"])
OPS["concat"] = lambda a, *x: torch.cat(x, a["axis"])
OPS["stack"] = lambda a, *x: torch.stack(x, a["axis"])
OPS["extent"] = lambda a: torch.tensor(float(a["dim"]))
OPS["flatten"] = lambda a, x: torch.flatten(x, a["startAxis"], a["endAxis"])
OPS["flip"] = lambda a, x: torch.flip(x, a["axes"])
OPS["repeat"] = lambda a, x: x.repeat(a["counts"])
OPS["reshape"] = lambda a, x: x.reshape(a["shape"])
OPS["split"] = lambda a, x: torch.split(x, a["sizes"], a["axis"])[a["piece"]]
OPS["squeeze"] = lambda a, x: torch.squeeze(x, a["axis"])
OPS["transpose"] = lambda a, x: torch.permute(x, a["permutation"])
OPS["unsqueeze"] = lambda a, x: torch.unsqueeze(x, a["axis"])


@op("iota")
def iota(a):
    shape = [1] * len(a["shape"])
    shape[a["axis"]] = -1
    return torch.arange(a["start"], a["start"] + a["shape"][a["axis"]]).reshape(shape).expand(a["shape"])


@op("pad")
def pad(a, x):
    widths = [width for pair in zip(reversed(a["before"]), reversed(a["after"])) for width in pair]
    return F.pad(x, widths, value=a["filling"])


@op("framed")
def framed(a, x):
    before, after = a["before"], a["after"]
    return F.pad(x, [0, 0, before["x"], after["x"], before["y"], after["y"]])


@op("slice")
def slice_(a, x):
    for axis, r in enumerate(a["ranges"]):
        x = torch.index_select(x, axis, torch.tensor([r["start"] + r["step"] * i for i in range(r["extent"])], dtype=torch.int64))
    return x


@op("dilate")
def dilate(a, x):
    y = x.new_zeros([(extent - 1) * factor + 1 for extent, factor in zip(x.shape, a["factors"])])
    y[tuple(slice(None, None, factor) for factor in a["factors"])] = x
    return y


def yx(pair):
    return pair["y"], pair["x"]


def unfolded(geometry, x):
    """[N, H, W, C] -> [N, OH, OW, R, S, C] by torch's im2col."""
    (r, s), stride, dilation = yx(geometry["kernel"]), yx(geometry["stride"]), yx(geometry["dilation"])
    n, h, w, c = x.shape
    rows = (h - dilation[0] * (r - 1) - 1) // stride[0] + 1
    columns = F.unfold(x.permute(0, 3, 1, 2), (r, s), dilation, 0, stride)
    return columns.reshape(n, c, r, s, rows, -1).permute(0, 4, 5, 2, 3, 1)


OPS["window"] = lambda a, x: unfolded(a["geometry"], x)


@op("fold")
def fold(a, x):
    n, oh, ow, r, s, c = x.shape
    g = a["geometry"]
    columns = x.permute(0, 5, 3, 4, 1, 2).reshape(n, c * r * s, oh * ow)
    y = F.fold(columns, (a["rows"], a["columns"]), (r, s), yx(g["dilation"]), 0, yx(g["stride"]))
    return y.permute(0, 2, 3, 1)


# Normalization
OPS["softmax"] = lambda a, x: F.softmax(x, a["axis"])
OPS["log_softmax"] = lambda a, x: F.log_softmax(x, a["axis"])
OPS["layer_norm"] = lambda a, x: F.layer_norm(x, x.shape[len(x.shape) - a["axes"]:], eps=a["epsilon"])
OPS["group_norm"] = lambda a, x: F.group_norm(x, a["groups"], eps=a["epsilon"])
OPS["instance_norm"] = lambda a, x: F.instance_norm(x, eps=a["epsilon"])


# F.batch_norm has no derivative by the statistics; the formula has.
@op("batch_norm")
def batch_norm(a, x, mean, variance, weight, bias):
    def along(v):
        return v.reshape([1, -1] + [1] * (x.dim() - 2))

    y = (x - along(mean)) / torch.sqrt(along(variance) + a["epsilon"]) * along(weight) + along(bias)
    expected = F.batch_norm(x, mean.detach(), variance.detach(), weight, bias, False, 0, a["epsilon"])
    assert torch.allclose(y, expected)
    return y


@op("standardize")
def standardize(a, x):
    variance, mean = torch.var_mean(x, a["axes"], unbiased=False, keepdim=True)
    return (x - mean) / torch.sqrt(variance + a["epsilon"])


@op("batch_standardize")
def batch_standardize(a, x, weight, bias):
    return F.batch_norm(x, None, None, weight, bias, True, 0, a["epsilon"])


@op("rms_norm")
def rms_norm(a, x):
    axes = list(range(x.dim() - a["axes"], x.dim()))
    return x / torch.sqrt(torch.mean(x * x, axes, keepdim=True) + a["epsilon"])


# Losses
def reduction(a):
    return a["reduction"].lower()


OPS["mean_squared_error"] = lambda a, x, t: F.mse_loss(x, t, reduction=reduction(a))
OPS["l1"] = lambda a, x, t: F.l1_loss(x, t, reduction=reduction(a))
OPS["huber"] = lambda a, x, t: F.huber_loss(x, t, reduction=reduction(a), delta=a["delta"])
OPS["kl_divergence"] = lambda a, x, t: F.kl_div(x, t, reduction="batchmean" if a["reduction"] == "Mean" else reduction(a))
OPS["cosine_similarity"] = lambda a, x, y: F.cosine_similarity(x, y, a["axis"], a["epsilon"])


@op("binary_cross_entropy_with_logits")
def binary_cross_entropy_with_logits(a, x, t, w=None):
    def loss(weight, reduction):
        return F.binary_cross_entropy_with_logits(x, t, pos_weight=weight, reduction=reduction)

    if w is None:
        return loss(None, reduction(a))
    # PyTorch does not differentiate by the weight, in which the loss is affine.
    zeros, ones = torch.zeros_like(w).detach(), torch.ones_like(w).detach()
    losses = loss(zeros, "none") + w * (loss(ones, "none") - loss(zeros, "none"))
    y = {"mean": losses.mean, "sum": losses.sum, "none": lambda: losses}[reduction(a)]()
    assert torch.allclose(y, loss(w.detach(), reduction(a)))
    return y


@op("negative_log_likelihood")
def negative_log_likelihood(a, x, label, w=None):
    return label_loss(a, x, label, w, lambda x, weight, reduction: F.nll_loss(x, label, weight, ignore_index=a["ignoreIndex"], reduction=reduction))


@op("cross_entropy")
def cross_entropy(a, x, label, w=None):
    return label_loss(a, x, label, w, lambda x, weight, reduction: F.cross_entropy(
        x, label, weight, ignore_index=a["ignoreIndex"], reduction=reduction, label_smoothing=a["smoothing"]))


def label_loss(a, x, label, w, loss):
    if w is None:
        return loss(x, None, reduction(a))
    # The losses are linear in the class weights, by which PyTorch does not differentiate: put together from one-hot weights.
    total = sum(w[c] * loss(x, torch.eye(len(w), dtype=x.dtype)[c], "sum" if a["reduction"] == "Mean" else reduction(a)) for c in range(len(w)))
    if a["reduction"] == "Mean":
        total = total / w[label[label != a["ignoreIndex"]]].sum()
    assert torch.allclose(total, loss(x, w.detach(), reduction(a)))
    return total


# Attention: [N, T, heads*size] or [N, heads, T, size]
@op("attention")
def attention(a, q, k, v, padding=None):
    def split(x, heads):
        return x.reshape(*x.shape[:2], heads, -1).transpose(1, 2) if x.dim() == 3 else x

    apart = q.dim() == 4
    heads = q.shape[1] if apart else a["heads"]
    key_heads = k.shape[1] if apart else k.shape[2] * heads // q.shape[2]
    q, k, v = split(q, heads), split(k, key_heads), split(v, key_heads)
    k, v = k.repeat_interleave(heads // key_heads, 1), v.repeat_interleave(heads // key_heads, 1)
    scores = q @ k.transpose(2, 3) * (a["scale"] or q.shape[3] ** -0.5)
    last = torch.arange(q.shape[2])[:, None] + k.shape[2] - q.shape[2]
    keys = torch.arange(k.shape[2])[None, :]
    hidden = torch.zeros(scores.shape, dtype=torch.bool)
    if a["causal"]:
        hidden = hidden | (keys > last)
    if a["window"]:
        hidden = hidden | (keys <= last - a["window"])
    if padding is not None:
        hidden = hidden | padding[:, None, None, :]
    weights = torch.softmax(scores.masked_fill(hidden, -math.inf), -1).masked_fill(hidden.all(-1, keepdim=True), 0)
    y = weights @ v
    return y if apart else y.transpose(1, 2).flatten(2)


# CTC by its definition, differentiable by x itself: PyTorch's derivative holds only behind a log_softmax.
NEVER = -1e30


def ctc_states(target, length, blank):
    return [label for l in target[:length] for label in (blank, int(l))] + [blank]


def ctc_steps(states, s):
    """The states that lead to state s."""
    skips = s >= 2 and states[s] != states[s - 1] and states[s] != states[s - 2] and s % 2 == 1
    return [s] + [s - 1] * (s >= 1) + [s - 2] * skips


def log_sum(terms):
    terms = [term for term in terms if float(term) > NEVER / 2]
    return torch.logsumexp(torch.stack(terms), 0) if terms else torch.tensor(NEVER, dtype=torch.float64)


@op("ctc_alphas")
def ctc_alphas(a, x, targets):
    n, t, _ = x.shape
    rows = []
    for i in range(n):
        states = ctc_states(targets[i], targets.shape[1], a["blank"])
        alpha = [torch.tensor(0.0 if s == 0 else NEVER, dtype=x.dtype) for s in range(len(states))]
        table = [torch.stack(alpha)]
        for frame in range(t):
            alpha = [log_sum([alpha[p] for p in ctc_steps(states, s)]) + x[i, frame, states[s]] for s in range(len(states))]
            table.append(torch.stack(alpha))
        rows.append(torch.stack(table))
    return torch.stack(rows)


@op("ctc_betas")
def ctc_betas(a, x, targets, input_lengths, target_lengths):
    n, t, _ = x.shape
    rows = []
    for i in range(n):
        states = ctc_states(targets[i], targets.shape[1], a["blank"])
        ends = [2 * int(target_lengths[i]), 2 * int(target_lengths[i]) - 1]
        never = torch.full([len(states)], NEVER, dtype=x.dtype)
        table = [never] * (t + 1)
        frame = int(input_lengths[i])
        table[frame] = torch.tensor([0.0 if s in ends else NEVER for s in range(len(states))], dtype=x.dtype)
        for row in reversed(range(frame)):
            following = [[q for q in range(len(states)) if s in ctc_steps(states, q)] for s in range(len(states))]
            table[row] = torch.stack([log_sum([table[row + 1][q] + x[i, row, states[q]] for q in following[s]]) for s in range(len(states))])
        rows.append(torch.stack(table))
    return torch.stack(rows)


@op("ctc_likelihood")
def ctc_likelihood(a, alphas, input_lengths, target_lengths):
    losses = []
    for i in range(len(alphas)):
        last, final = int(input_lengths[i]), 2 * int(target_lengths[i])
        total = log_sum([alphas[i, last, s] for s in ([final, final - 1] if final else [0])])
        losses.append(-total if float(total) > NEVER / 2 else total.new_tensor(math.inf))
    return torch.stack(losses)


@op("ctc_gradient")
def ctc_gradient(a, x, targets, alphas, betas, losses, dy):
    result = torch.zeros_like(x)
    for i in range(len(x)):
        for s, label in enumerate(ctc_states(targets[i], targets.shape[1], a["blank"])):
            result[i, :, label] -= dy[i] * torch.exp(alphas[i, 1:, s] + betas[i, 1:, s] + losses[i])
    return result.detach()


@op("ctc_loss")
def ctc_loss(a, x, targets, input_lengths, target_lengths):
    # Behind a log_softmax, value and gradient are PyTorch's, which asks for one frame at least.
    logits, frames = x.detach().clone().requires_grad_(), input_lengths.clamp(min=1)
    found, expected = (function(a, F.log_softmax(logits, 2), targets, frames, target_lengths) for function in (ctc_by_definition, ctc_by_torch))
    upstream = torch.linspace(0.5, 1.5, found.numel(), dtype=x.dtype).reshape(found.shape)
    assert torch.allclose(found, expected)
    assert torch.allclose(torch.autograd.grad(found, logits, upstream)[0], torch.autograd.grad(expected, logits, upstream)[0])
    return ctc_by_definition(a, x, targets, input_lengths, target_lengths)


def ctc_by_torch(a, x, targets, input_lengths, target_lengths):
    return F.ctc_loss(x.transpose(0, 1), targets, input_lengths, target_lengths, a["blank"], reduction(a), a["zeroInfinity"])


def ctc_by_definition(a, x, targets, input_lengths, target_lengths):
    losses = ctc_likelihood(a, ctc_alphas(a, x, targets), input_lengths, target_lengths)
    if a["zeroInfinity"]:
        losses = torch.where(torch.isfinite(losses), losses, torch.zeros_like(losses))
    return {"mean": lambda: (losses / target_lengths.clamp(min=1)).mean(), "sum": losses.sum, "none": lambda: losses}[reduction(a)]()


# Indexing
@op("append_rows")
def append_rows(a, buffer, rows):
    at = torch.arange(a["start"], a["start"] + rows.shape[a["axis"]])
    return buffer.index_copy(a["axis"], at, rows)


OPS["gather"] = lambda a, x, indices: x[indices]
OPS["one_hot"] = lambda a, indices: F.one_hot(indices, a["depth"]).double()


@op("scatter_add")
def scatter_add(a, indices, x):
    rows = x.reshape(indices.numel(), *x.shape[indices.dim():])
    return x.new_zeros([a["rows"], *rows.shape[1:]]).index_add(0, indices.reshape(-1), rows)


# Convolutions: users' functions on [N, C, …], conv2d and what it is differentiated by on [N, H, W, C]
OPS["conv1d"] = lambda a, x, w, b=None: F.conv1d(x, w, b, a["stride"], a["padding"], a["dilation"], a["groups"])


@op("conv2d")
def conv2d(a, x, w):
    return F.conv2d(x.permute(0, 3, 1, 2), w, None, yx(a["stride"]), 0, yx(a["dilation"]), a["groups"]).permute(0, 2, 3, 1)


@op("depthwise_conv2d")
def depthwise_conv2d(a, x, w):
    g = a["geometry"]
    filters = w.permute(2, 0, 1).unsqueeze(1)
    return F.conv2d(x.permute(0, 3, 1, 2), filters, None, yx(g["stride"]), 0, yx(g["dilation"]), x.shape[3]).permute(0, 2, 3, 1)


@op("winograd_conv2d")
def winograd_conv2d(a, x, w):
    return F.conv2d(x.permute(0, 3, 1, 2), w).permute(0, 2, 3, 1)


@op("conv2d_weight_gradient")
def conv2d_weight_gradient(a, x, dy):
    w = x.new_zeros([dy.shape[3], x.shape[3] // a["groups"], *yx(a["kernel"])], requires_grad=True)
    y, dy = conv2d(a, x.detach(), w), dy.detach()
    if a["bands"] == 1:
        return torch.autograd.grad(y, w, dy)[0].permute(2, 3, 1, 0)
    bands = []
    for rows in torch.arange(dy.shape[1]).chunk(a["bands"]):
        mask = torch.zeros_like(dy)
        mask[:, rows] = 1
        bands.append(torch.autograd.grad(y, w, dy * mask, retain_graph=True)[0].permute(2, 3, 1, 0))
    return torch.stack(bands)


@op("conv_transpose2d")
def conv_transpose2d(a, x, w, b=None):
    return F.conv_transpose2d(x, w, b, yx(a["stride"]), yx(a["padding"]), yx(a["outputPadding"]), a["groups"], yx(a["dilation"]))


# Pooling: maxpool2d on [N, H, W, C], avgpool2d on [N, C, H, W]
@op("avgpool2d")
def avgpool2d(a, x):
    w = a["window"]
    return F.avg_pool2d(x, yx(w["kernel"]), yx(w["stride"]), yx(w["padding"]), w["ceil"], a["countIncludePad"])


@op("maxpool2d")
def maxpool2d(a, x):
    w = a["window"]
    y = F.max_pool2d(x.permute(0, 3, 1, 2), yx(w["kernel"]), yx(w["stride"]), yx(w["padding"]), yx(w["dilation"]), w["ceil"])
    return y.permute(0, 2, 3, 1)


@op("maxpool2d_gradient")
def maxpool2d_gradient(a, x, dy):
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(maxpool2d(a, leaf), leaf, dy.detach())[0]


def draw(random, sample, operand):
    shape = operand["shape"]
    if operand["dtype"] == "i32":
        return torch.tensor(random.integers(0, sample["intHigh"], shape), dtype=torch.int64)
    if operand["dtype"] == "bool":
        return torch.tensor(random.integers(0, 2, shape), dtype=torch.bool)
    return floats(random.uniform(sample["low"], sample["high"], shape))


def floats(numbers):
    """Short decimals keep the files small; they are floats as C# reads them."""
    return torch.tensor(np.round(numbers, 3).astype(np.float32), dtype=torch.float64)


def number(x):
    x = float(np.float32(x))
    if not math.isfinite(x):
        return str(x)
    return int(x) if x == int(x) else float(str(np.float32(x)))


def tensor(x):
    dtype = {torch.float64: "f32", torch.float32: "f32", torch.bool: "bool"}.get(x.dtype, "i32")
    return {"dtype": dtype, "shape": list(x.shape), "data": [number(element) for element in x.detach().reshape(-1)]}


def golden(sample):
    random = np.random.default_rng(zlib.crc32(sample["key"].encode()))
    operands = [draw(random, sample, operand) for operand in sample["operands"]]
    leaves = [x.requires_grad_() if x.dtype == torch.float64 and sample["differentiable"] else x for x in operands]
    y = OPS[sample["op"]](sample["attributes"], *leaves)
    result = {"key": sample["key"], "text": sample["text"], "operands": [tensor(x) for x in operands], "output": tensor(y)}
    if sample["differentiable"]:
        upstream = floats(random.uniform(-1, 1, list(y.shape)))
        wanted = [x for x in leaves if x.requires_grad]
        found = iter(torch.autograd.grad(y, wanted, upstream, allow_unused=True))
        gradients = [next(found) if x.requires_grad else None for x in leaves]
        result["upstream"] = tensor(upstream)
        result["gradients"] = [None if g is None else tensor(g) for g in gradients]
    return result


def main():
    samples = json.loads((FOLDER / "samples.json").read_text())
    only = set(sys.argv[1:])
    names = sorted({sample["op"] for sample in samples} - WITHOUT_GOLDENS)
    unknown = [name for name in names if name not in OPS]
    if unknown:
        sys.exit(f"no PyTorch function for: {', '.join(unknown)}")
    for stale in FOLDER.glob("*.json"):
        if stale.stem != "samples" and stale.stem not in names:
            stale.unlink()
    for name in names:
        if only and name not in only:
            continue
        lines = [json.dumps(golden(sample), separators=(",", ":")) for sample in samples if sample["op"] == name]
        (FOLDER / f"{name}.json").write_text('{"samples":[\n' + ",\n".join(lines) + "\n]}\n")


main()
