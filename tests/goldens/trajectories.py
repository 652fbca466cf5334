#!/usr/bin/env python3
"""Twenty training steps of seven small networks by PyTorch: initial weights, the data of every step, and the loss of every step.

    python3 tests/goldens/trajectories.py        (Debian: python3-torch)

writes, per network, <name>.safetensors (the weights) and <name>.data (little-endian: for each step the inputs as float32 and the labels as
int32; at the end the 20 losses as float32) to tests/Integration.Tests/Trajectories.
"""

import json
import math
import pathlib
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

STEPS = 20
FOLDER = pathlib.Path(__file__).parent.parent / "Integration.Tests" / "Trajectories"


class Mlp(nn.Module):
    """12 → 32 → 24 → 5, with two activations."""

    def __init__(self):
        super().__init__()
        self.linear1, self.linear2, self.linear3 = nn.Linear(12, 32), nn.Linear(32, 24), nn.Linear(24, 5)

    def forward(self, x):
        return self.linear3(torch.tanh(self.linear2(F.relu(self.linear1(x)))))


class Cnn(nn.Module):
    """Two convolutions with batch norm, one of them strided, max pooling, global mean."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(2, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8)
        self.conv2, self.bn2 = nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.relu(self.bn2(self.conv2(x)))
        return self.head(x.mean((2, 3)))


class Attention(nn.Module):
    """x + softmax(QKᵀ/√d)V of the normalized sequence, mean over time."""

    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(16)
        self.query, self.key, self.value = (nn.Linear(16, 16, bias=False) for _ in range(3))
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        y = self.norm(x)
        scores = self.query(y) @ self.key(y).transpose(1, 2) / math.sqrt(16)
        return self.head((x + scores.softmax(-1) @ self.value(y)).mean(1))


class Gpt(nn.Module):
    """Tokens and learned positions, two causal blocks (pre-norm, GELU), a norm and a head."""

    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(13, 24), nn.Embedding(16, 24)
        self.blocks = nn.ModuleList(nn.TransformerEncoderLayer(24, 3, 48, 0, "gelu", batch_first=True, norm_first=True) for _ in range(2))
        self.norm, self.head = nn.LayerNorm(24), nn.Linear(24, 13)

    def forward(self, x):
        t = x.shape[1]
        mask = torch.triu(torch.ones(t, t, dtype=torch.bool), 1)
        y = self.tokens(x) + self.positions(torch.arange(t))
        for block in self.blocks:
            y = block(y, mask)
        return self.head(self.norm(y))


class EncoderDecoder(nn.Module):
    """One layer each (post-norm, ReLU) over a source with padding; sinusoidal positions."""

    def __init__(self):
        super().__init__()
        self.source, self.target = nn.Embedding(11, 16), nn.Embedding(12, 16)
        self.encoder = nn.TransformerEncoderLayer(16, 2, 32, 0, batch_first=True)
        self.decoder = nn.TransformerDecoderLayer(16, 2, 32, 0, batch_first=True)
        self.head = nn.Linear(16, 12)

    def forward(self, source, target):
        padding, t = source == 0, target.shape[1]
        memory = self.encoder(self.source(source) + waves(source.shape[1]), src_key_padding_mask=padding)
        mask = torch.triu(torch.ones(t, t, dtype=torch.bool), 1)
        y = self.decoder(self.target(target) + waves(t), memory, mask, memory_key_padding_mask=padding)
        return self.head(y)


class Lstm(nn.Module):
    """Tokens, two layers of LSTM, and a head for the next token."""

    def __init__(self):
        super().__init__()
        self.tokens, self.lstm, self.head = nn.Embedding(13, 12), nn.LSTM(12, 20, 2, batch_first=True), nn.Linear(20, 13)

    def forward(self, x):
        return self.head(self.lstm(self.tokens(x))[0])


class Gru(nn.Module):
    """A bidirectional GRU; the last states of both directions are classified."""

    def __init__(self):
        super().__init__()
        self.gru, self.head = nn.GRU(6, 18, batch_first=True, bidirectional=True), nn.Linear(36, 4)

    def forward(self, x):
        return self.head(self.gru(x)[1].transpose(0, 1).flatten(1))


def waves(count, width=16):
    angles = torch.arange(count)[:, None] * 10000.0 ** (-torch.arange(0, width, 2) / width)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


def write_safetensors(path, state):
    """The format in ten lines: header length, JSON header, then the tensors one after the other."""
    header, blobs, offset = {}, [], 0
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        blob = tensor.numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        blobs.append(blob)
        offset += len(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def trajectory(name, network, optimizer, batch, shape, classes):
    write_safetensors(FOLDER / f"{name}.safetensors", network.state_dict())
    data, losses = [], []
    for _ in range(STEPS):
        labels = torch.randint(classes, (batch,))
        inputs = torch.randn(batch, *shape) + 0.5 * labels.reshape(-1, *[1] * len(shape))      # something to learn
        loss = F.cross_entropy(network(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        data += [inputs.numpy().astype("<f4").tobytes(), labels.numpy().astype("<i4").tobytes()]
        losses.append(loss.item())
    (FOLDER / f"{name}.data").write_bytes(b"".join(data) + np.array(losses, "<f4").tobytes())
    print(name, f"{losses[0]:.5f} … {losses[-1]:.5f}")


def token_trajectory(name, network, optimizer, batches):
    """Batches: the network's inputs, then the labels, int tensors that are written one after the other."""
    write_safetensors(FOLDER / f"{name}.safetensors", network.state_dict())
    data, losses = [], []
    for _ in range(STEPS):
        *inputs, labels = batches()
        loss = F.cross_entropy(network(*inputs).flatten(0, 1), labels.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        data += [x.numpy().astype("<i4").tobytes() for x in [*inputs, labels]]
        losses.append(loss.item())
    (FOLDER / f"{name}.data").write_bytes(b"".join(data) + np.array(losses, "<f4").tobytes())
    print(name, f"{losses[0]:.5f} … {losses[-1]:.5f}")


def next_tokens():
    x = torch.cumsum(torch.randint(1, 3, (4, 12)), 1) % 13
    return x[:, :-1], x[:, 1:]


def translations():
    source = torch.randint(1, 11, (4, 7))
    source[0, 5:] = source[1, 3:] = 0
    target = torch.cat([torch.zeros(4, 1, dtype=torch.int64), source + 1], 1)
    return source, target[:, :-1], target[:, 1:]


if __name__ == "__main__":
    torch.manual_seed(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    mlp, cnn, attention = Mlp(), Cnn(), Attention()
    trajectory("mlp", mlp, torch.optim.Adam(mlp.parameters(), lr=1e-2), 16, [12], 5)
    trajectory("cnn", cnn, torch.optim.SGD(cnn.parameters(), lr=0.05, momentum=0.9), 8, [2, 12, 12], 4)
    trajectory("attention", attention, torch.optim.AdamW(attention.parameters(), lr=3e-3, weight_decay=0.1), 8, [6, 16], 4)
    gpt, pair = Gpt(), EncoderDecoder()
    token_trajectory("gpt", gpt, torch.optim.AdamW(gpt.parameters(), lr=3e-3, weight_decay=0.1), next_tokens)
    token_trajectory("encoder_decoder", pair, torch.optim.Adam(pair.parameters(), lr=3e-3), translations)
    lstm, gru = Lstm(), Gru()
    token_trajectory("lstm", lstm, torch.optim.Adam(lstm.parameters(), lr=1e-2), next_tokens)
    trajectory("gru", gru, torch.optim.SGD(gru.parameters(), lr=0.1, momentum=0.9), 8, [7, 6], 4)
