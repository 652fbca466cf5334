#!/usr/bin/env python3
"""Twenty training steps of three small networks by PyTorch: initial weights, the data of every step, and the loss of every step.

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


if __name__ == "__main__":
    torch.manual_seed(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    mlp, cnn, attention = Mlp(), Cnn(), Attention()
    trajectory("mlp", mlp, torch.optim.Adam(mlp.parameters(), lr=1e-2), 16, [12], 5)
    trajectory("cnn", cnn, torch.optim.SGD(cnn.parameters(), lr=0.05, momentum=0.9), 8, [2, 12, 12], 4)
    trajectory("attention", attention, torch.optim.AdamW(attention.parameters(), lr=3e-3, weight_decay=0.1), 8, [6, 16], 4)
