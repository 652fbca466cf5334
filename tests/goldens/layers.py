#!/usr/bin/env python3
"""Values and gradients of the layers of attention and of recurrent layers by PyTorch's modules.

    python3 tests/goldens/layers.py        (Debian: python3-torch)

writes tests/Generator.Tests/Layers/Goldens/<layer>.json: for each case the layer's settings, its operands and parameters, the results, an upstream gradient of each, and
the gradients by operands and parameters. Computed in double precision. Rotary embedding is in no module of PyTorch: there it is complex multiplication.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

FOLDER = pathlib.Path(__file__).parent.parent / "Generator.Tests" / "Layers" / "Goldens"
CASES = {}


def floats(x):
    """Few digits keep the files small."""
    return torch.tensor(np.round(x, 2).astype(np.float32), dtype=torch.float64)


def tensor(x):
    data = [float(f"{v:.9g}") for v in x.detach().double().reshape(-1).tolist()]
    return {"shape": list(x.shape), "data": [int(v) if v == int(v) else v for v in data]}


class Case:
    """Masks (truth values) and counts (whole numbers) are operands without a gradient."""

    def __init__(self, random, layer, settings, module, operands, call, masks=(), counts=()):
        leaves = {name: floats(random.uniform(-1, 1, shape)).requires_grad_() for name, shape in operands.items()}
        masks = {name: torch.tensor(mask, dtype=torch.bool) for name, mask in dict(masks).items()}
        counts = {name: torch.tensor(count, dtype=torch.int64) for name, count in dict(counts).items()}
        module = module.double()
        for parameter in module.parameters():
            parameter.data = floats(random.uniform(-0.5, 0.5, list(parameter.shape)))
        ys = call(module, **leaves, **masks, **counts)
        ys = list(ys) if isinstance(ys, tuple) else [ys]
        upstreams = [floats(random.uniform(-1, 1, list(y.shape))) for y in ys]
        parameters = dict(module.named_parameters())
        names = [f"operand {n}" for n in leaves] + list(parameters)
        gradients = torch.autograd.grad(ys, [*leaves.values(), *parameters.values()], upstreams)
        CASES.setdefault(layer, []).append({
            "settings": settings,
            "operands": {name: tensor(x) for name, x in {**leaves, **masks, **counts}.items()},
            "parameters": {name: tensor(p) for name, p in parameters.items()},
            "outputs": [tensor(y) for y in ys],
            "upstreams": [tensor(upstream) for upstream in upstreams],
            "gradients": {name: tensor(g) for name, g in zip(names, gradients)},
        })


def causal(t, s=None):
    return torch.triu(torch.ones(t, s or t, dtype=torch.bool), 1 + (s or t) - t)


class Attention(nn.MultiheadAttention):
    """With fewer heads of keys and values than of queries, which PyTorch's module does not have, and turned queries and keys."""

    def __init__(self, width, heads, key_heads, rotary):
        super().__init__(width, heads, batch_first=True)
        self.key_heads, self.rotary = key_heads, rotary
        rows = width + 2 * (width // heads) * key_heads
        self.in_proj_weight, self.in_proj_bias = nn.Parameter(torch.zeros(rows, width)), nn.Parameter(torch.zeros(rows))

    def forward(self, x, mask=None):
        size = self.head_dim
        q, k, v = F.linear(x, self.in_proj_weight, self.in_proj_bias).split([self.num_heads * size] + [self.key_heads * size] * 2, -1)
        q, k, v = (y.unflatten(-1, (-1, size)).transpose(1, 2) for y in (q, k, v))
        if self.rotary:
            q, k = rotate(q), rotate(k)
        k, v = (y.repeat_interleave(self.num_heads // self.key_heads, 1) for y in (k, v))
        scores = q @ k.transpose(2, 3) / size ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask, float("-inf"))
        return self.out_proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))


def rotate(x, offset=0, base=10000.0):
    """[..., T, D]: pairs (i, i + D/2) as complex numbers times e^(i·position·frequency)."""
    t, d = x.shape[-2:]
    angles = (torch.arange(t, dtype=torch.float64) + offset)[:, None] * base ** (-2 * torch.arange(d // 2, dtype=torch.float64) / d)
    turned = torch.complex(x[..., : d // 2], x[..., d // 2:]) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], -1)


class Waves(nn.Module):
    def forward(self, x, offset=0):
        t, d = x.shape[-2:]
        angles = (torch.arange(t, dtype=torch.float64) + offset)[:, None] * 10000.0 ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)
        return x + torch.stack([angles.sin(), angles.cos()], -1).flatten(1)[:, :d]


class Rotary(nn.Module):
    def forward(self, x):
        return rotate(x)


class PositionEmbedding(nn.Embedding):
    def forward(self, x):
        return x + super().forward(torch.arange(x.shape[-2]))


class SwiGlu(nn.TransformerEncoderLayer):
    def _ff_block(self, x):
        a, b = self.linear1(x).chunk(2, -1)
        return self.linear2(F.silu(a) * b)


def swiglu(width, heads, between):
    layer = SwiGlu(width, heads, between, 0, batch_first=True, norm_first=True)
    layer.linear1 = nn.Linear(width, 2 * between)
    return layer


def main():
    attention_layers(np.random.default_rng(1))
    recurrent_layers(np.random.default_rng(2))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for layer, cases in CASES.items():
        text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        (FOLDER / f"{layer}.json").write_text(f"[\n{text}\n]\n")
        print(layer, len(cases))


def attention_layers(random):
    def attention(settings, module, operands, call, masks=()):
        Case(random, "MultiHeadAttention", settings, module, operands, call, masks)

    def self_attention(m, query, padding=None, mask=None):
        return m(query, query, query, key_padding_mask=padding, attn_mask=mask, need_weights=False)[0]

    for t, heads, size in [(1, 1, 8), (3, 2, 16), (5, 1, 20), (7, 2, 1)]:
        attention(f"heads={heads}", nn.MultiheadAttention(heads * size, heads, batch_first=True), {"query": [2, t, heads * size]}, self_attention)
        attention(f"heads={heads} Causal=true", nn.MultiheadAttention(heads * size, heads, batch_first=True), {"query": [1, t, heads * size]},
                  lambda m, query: self_attention(m, query, mask=causal(query.shape[1])))
    attention("heads=2 Bias=false", nn.MultiheadAttention(6, 2, bias=False, batch_first=True), {"query": [1, 4, 6]}, self_attention)
    attention("heads=3", nn.MultiheadAttention(6, 3, batch_first=True), {"query": [2, 5, 6]}, self_attention,
              {"padding": [[0, 0, 0, 0, 1], [0, 1, 0, 1, 1]]})
    attention("heads=2", nn.MultiheadAttention(8, 2, batch_first=True), {"query": [2, 3, 8], "key": [2, 5, 8]},
              lambda m, query, key: m(query, key, key, need_weights=False)[0])
    attention("heads=2", nn.MultiheadAttention(8, 2, batch_first=True), {"query": [2, 3, 8], "key": [2, 5, 8], "value": [2, 5, 8]},
              lambda m, query, key, value: m(query, key, value, need_weights=False)[0])
    attention("heads=2", nn.MultiheadAttention(8, 2, kdim=5, vdim=7, batch_first=True), {"query": [1, 3, 8], "key": [1, 4, 5], "value": [1, 4, 7]},
              lambda m, query, key, value: m(query, key, value, need_weights=False)[0])
    attention("heads=4 KeyValueHeads=2", Attention(8, 4, 2, False), {"query": [2, 3, 8]}, lambda m, query: m(query))
    attention("heads=4 KeyValueHeads=1 Causal=true", Attention(8, 4, 1, False), {"query": [1, 5, 8]}, lambda m, query: m(query, causal(5)))
    attention("heads=2 Rotary=true Causal=true", Attention(12, 2, 2, True), {"query": [2, 5, 12]}, lambda m, query: m(query, causal(5)))

    Case(random, "RotaryEmbedding", "", Rotary(), {"x": [2, 3, 5, 6]}, lambda m, x: m(x))
    Case(random, "SinusoidalPositions", "", Waves(), {"x": [2, 9, 6]}, lambda m, x: m(x))
    Case(random, "SinusoidalPositions", "", Waves(), {"x": [4, 5]}, lambda m, x: m(x))
    Case(random, "PositionEmbedding", "length=7", PositionEmbedding(7, 4), {"x": [2, 5, 4]}, lambda m, x: m(x))

    for name, settings in [("relu", ""), ("gelu", " Activation=Gelu NormFirst=true")]:
        pre = "NormFirst" in settings
        encoder = nn.TransformerEncoderLayer(8, 2, 12, 0, name, batch_first=True, norm_first=pre).train()
        Case(random, "TransformerEncoderLayer", f"heads=2 feedForward=12 Dropout=0{settings}", encoder, {"x": [2, 5, 8]}, lambda m, x: m(x))
        decoder = nn.TransformerDecoderLayer(8, 2, 12, 0, name, batch_first=True, norm_first=pre).train()
        Case(random, "TransformerDecoderLayer", f"heads=2 feedForward=12 Dropout=0{settings}", decoder, {"x": [2, 3, 8], "memory": [2, 5, 8]},
             lambda m, x, memory: m(x, memory, tgt_mask=causal(x.shape[1])))
    encoder = nn.TransformerEncoderLayer(6, 3, 4, 0, batch_first=True).train()
    Case(random, "TransformerEncoderLayer", "heads=3 feedForward=4 Dropout=0 Causal=true", encoder, {"x": [1, 4, 6]}, lambda m, x: m(x, causal(4)))
    Case(random, "TransformerEncoderLayer", "heads=3 feedForward=4 Dropout=0", encoder, {"x": [2, 4, 6]}, lambda m, x, padding: m(x, src_key_padding_mask=padding),
         {"padding": [[0, 0, 0, 1], [0, 0, 1, 1]]})
    Case(random, "TransformerEncoderLayer", "heads=2 feedForward=5 Dropout=0 Activation=SwiGlu NormFirst=true", swiglu(6, 2, 5).train(), {"x": [2, 3, 6]}, lambda m, x: m(x))
    decoder = nn.TransformerDecoderLayer(6, 2, 4, 0, batch_first=True).train()
    Case(random, "TransformerDecoderLayer", "heads=2 feedForward=4 Dropout=0", decoder, {"x": [2, 1, 6], "memory": [2, 3, 6]},
         lambda m, x, memory, padding, memoryPadding: m(x, memory, causal(1), tgt_key_padding_mask=padding, memory_key_padding_mask=memoryPadding),
         {"padding": [[0], [0]], "memoryPadding": [[0, 0, 1], [0, 1, 1]]})


def recurrent_layers(random):
    kinds = [("Rnn", nn.RNN, {}), ("Rnn", nn.RNN, {"nonlinearity": "relu"}), ("Lstm", nn.LSTM, {}), ("Gru", nn.GRU, {})]
    cases = [
        # [N, T, C] by units; options; whether states are given; lengths
        ([2, 1, 3], 4, {}, False, None),
        ([1, 5, 3], 16, {}, True, None),
        ([3, 7, 2], 5, {}, True, None),
        ([2, 3, 4], 3, {"bias": False}, True, None),
        ([2, 4, 3], 3, {"batch_first": False}, True, None),
        ([2, 3, 2], 3, {"num_layers": 2}, True, None),
        ([2, 3, 2], 3, {"num_layers": 3}, False, None),
        ([1, 1, 2], 1, {"bidirectional": True}, True, None),
        ([2, 5, 3], 3, {"bidirectional": True}, False, None),
        ([2, 3, 2], 3, {"bidirectional": True, "num_layers": 2}, True, None),
        ([3, 5, 2], 3, {}, True, [2, 5, 1]),
        ([3, 4, 2], 3, {"batch_first": False}, False, [3, 1, 2]),
        ([3, 5, 2], 3, {"bidirectional": True, "num_layers": 2}, True, [4, 1, 3]),
    ]
    names = {"num_layers": "Layers", "bidirectional": "Bidirectional", "bias": "Bias"}
    for layer, kind, extra in kinds:
        for (n, t, c), units, options, given, lengths in cases:
            options = {"batch_first": True, **options, **extra}
            settings = [f"units={units}"] + [f"{names[name]}={str(value).lower()}" for name, value in options.items() if name in names]
            settings += ["TimeFirst=true"] * (not options["batch_first"]) + ["Relu=true"] * ("nonlinearity" in options)
            operands = {"x": [n, t, c] if options["batch_first"] else [t, n, c]}
            states = ["hidden", "cell"][: 2 if layer == "Lstm" else 1] if given else []
            stacked = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
            operands.update({state: [stacked, n, units] for state in states})
            Case(random, layer, " ".join(settings), kind(c, units, **options), operands, recurrence, counts={"lengths": lengths} if lengths else {})


def recurrence(module, x, hidden=None, cell=None, lengths=None):
    """All that PyTorch returns, side by side; sequences of their own lengths go in packed."""
    states = hidden if cell is None else (hidden, cell)
    if lengths is None:
        y, final = module(x, states)
    else:
        y, final = module(nn.utils.rnn.pack_padded_sequence(x, lengths, module.batch_first, enforce_sorted=False), states)
        y, _ = nn.utils.rnn.pad_packed_sequence(y, module.batch_first, total_length=x.shape[1 if module.batch_first else 0])
    return (y, *final) if isinstance(final, tuple) else (y, final)


if __name__ == "__main__":
    main()
