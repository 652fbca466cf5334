"""Writes the fixtures of tests/Runtime.Tests/Training and Serialization with PyTorch, and reads back the file that Sinter wrote.

    python3 tests/goldens/training.py
"""

import json
import pathlib
import struct

import torch

HERE = pathlib.Path(__file__).resolve().parent.parent / "Runtime.Tests"
STEPS = 10

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
    "sgd momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "sgd dampening": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adam decay": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "adam amsgrad": lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True, betas=(0.9, 0.5)),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01),
    "adamw decay": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.3, amsgrad=True, betas=(0.9, 0.5)),
}

CLIPS = {
    "none": lambda p: None,
    "norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 1.5),
    "large norm": lambda p: torch.nn.utils.clip_grad_norm_(p, 1000),
    "value": lambda p: torch.nn.utils.clip_grad_value_(p, 0.25),
}

SCHEDULES = {
    "step": lambda o: torch.optim.lr_scheduler.StepLR(o, 7, 0.5),
    "cosine": lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 29, eta_min=0.01),
    "warm-up": lambda o: torch.optim.lr_scheduler.LinearLR(o, start_factor=0.25, total_iters=6),
    "warm-up, cosine": lambda o: torch.optim.lr_scheduler.SequentialLR(
        o,
        [torch.optim.lr_scheduler.LinearLR(o, start_factor=0.25, total_iters=6), torch.optim.lr_scheduler.CosineAnnealingLR(o, 23)],
        milestones=[6],
    ),
    "one cycle": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.7, total_steps=30),
    "one cycle, half": lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.7, total_steps=30, pct_start=0.5, div_factor=10, final_div_factor=100),
}


def optimizer_trajectories():
    torch.manual_seed(1)
    initial = torch.randn(37)
    gradients = torch.randn(STEPS, 37)
    cases = []
    for name, make in OPTIMIZERS.items():
        for clip_name, clip in CLIPS.items():
            if clip_name != "none" and name not in ("sgd momentum", "adamw"):
                continue
            parameter = torch.nn.Parameter(initial.clone())
            optimizer = make([parameter])
            after = []
            for gradient in gradients:
                parameter.grad = gradient.clone()
                clip([parameter])
                optimizer.step()
                after.append(parameter.detach().tolist())
            cases.append({"optimizer": name, "clip": clip_name, "after1": after[0], "after2": after[1], "afterAll": after[-1]})
    return {"initial": initial.tolist(), "gradients": gradients.tolist(), "cases": cases}


def group_trajectories():
    """A linear layer with two parameter groups; the average of its weights by torch.optim.swa_utils, with and without warm-up."""
    torch.manual_seed(2)
    model = torch.nn.Linear(6, 4)
    gradients = [(torch.randn(4, 6), torch.randn(4)) for _ in range(STEPS)]
    optimizers = {
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.3),
        "sgd momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    }
    averages = {"decay": lambda n: 0.9, "warm-up": lambda n: min(0.9, (1 + n) / (10 + n))}

    def flat(m):
        return torch.cat([m.weight.detach().flatten(), m.bias.detach()]).tolist()

    cases = []
    for name, make in optimizers.items():
        trained = torch.nn.Linear(6, 4)
        trained.load_state_dict(model.state_dict())
        probe = make([trained.bias])
        optimizer = make([{"params": [trained.weight]}, {"params": [trained.bias], "weight_decay": 0.0, "lr": 2.5 * probe.defaults["lr"]}])
        followed = {k: torch.optim.swa_utils.AveragedModel(trained, avg_fn=lambda a, p, n, d=d: a + (1 - d(int(n))) * (p - a)) for k, d in averages.items()}
        after = []
        for weight, bias in gradients:
            trained.weight.grad, trained.bias.grad = weight.clone(), bias.clone()
            torch.nn.utils.clip_grad_norm_(trained.parameters(), 4)
            optimizer.step()
            for average in followed.values():
                average.update_parameters(trained)
            after.append(flat(trained))
        cases.append({"optimizer": name, "after": after, "averages": {k: flat(a.module) for k, a in followed.items()}})
    return {"initial": flat(model), "gradients": [torch.cat([w.flatten(), b]).tolist() for w, b in gradients], "cases": cases}


def schedule_rates():
    rates = {}
    for name, make in SCHEDULES.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.4)
        scheduler = make(optimizer)
        rates[name] = []
        for _ in range(30):
            rates[name].append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if len(rates[name]) < 30:
                scheduler.step()
    return rates


DTYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8}


def to_bytes(tensor):
    return bytes(tensor.contiguous().view(-1).view(torch.uint8).tolist()) if tensor.numel() else b""


def write_safetensors(path, tensors, metadata):
    """The format from its description, without the reference package."""
    header, data = {"__metadata__": metadata}, b""
    for name, (dtype, tensor) in tensors.items():
        raw = to_bytes(tensor.to(DTYPES[dtype]))
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read_safetensors(path):
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        begin, end = entry["data_offsets"]
        tensors[name] = torch.tensor(struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])).reshape(entry["shape"])
    assert sum(t.numel() for t in tensors.values()) * 4 == len(data)
    return tensors, metadata


def check_file_of_sinter():
    """The values are those of SafetensorsFileTests.Writes_what_an_independent_reader_has_read."""
    tensors, metadata = read_safetensors(HERE / "Serialization" / "sinter.safetensors")
    assert metadata == {"format": "pt", "note": "ä \"quoted\""}, metadata
    assert torch.equal(tensors["conv1.weight"], torch.arange(6.0).reshape(2, 3, 1, 1) / 4)
    assert torch.equal(tensors["scale"], torch.tensor(-1.5))
    assert tensors["empty"].shape == (0, 3)
    assert len(tensors) == 3


def main():
    (HERE / "Training" / "optimizers.json").write_text(json.dumps(optimizer_trajectories()) + "\n")
    (HERE / "Training" / "groups.json").write_text(json.dumps(group_trajectories()) + "\n")
    (HERE / "Training" / "schedules.json").write_text(json.dumps(schedule_rates(), indent=1) + "\n")
    values = torch.tensor([[0.0, 1.0, 2.0], [-3.0, 100.0, 5.0]])
    every = {dtype.lower(): (dtype, values if dtype != "U8" else values.abs()) for dtype in DTYPES}
    write_safetensors(HERE / "Serialization" / "python.safetensors", every, {"format": "pt"})
    check_file_of_sinter()


main()
