#!/usr/bin/env python3
"""What the peers' networks compute with our weights and inputs, and how much work a workload is. Runs where torch is installed.

Reads NAME.weights.safetensors and NAME.values.safetensors, as `Benchmarks --export` writes them, and prints one JSON line per workload:
name, flops (multiply-adds of contractions count as two, forward and backward), bytes (what must be read and written once), and, where we have the
workload, torch_error: the largest difference between our outputs and PyTorch's, relative to the largest output. With --onnx DIR, writes each
inference workload with these weights as DIR/NAME.onnx, through the peers' export_onnx.py; where its inputs are not ours, NAME.inputs.safetensors has them.

Names differ between the two, so tensors are matched by order: parameters in the order of first use, then running statistics. All shapes must agree.
"""
import argparse
import inspect
import json
import os
import re
import runpy
import sys

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--peers", required=True)
parser.add_argument("--values", required=True, help="folder of the exported files")
parser.add_argument("--onnx", default="", help="folder for the models")
parser.add_argument("--only", default="", help="regular expression on the workload name")
args = parser.parse_args()
sys.path[:0] = [args.peers, os.path.dirname(os.path.abspath(__file__))]

import torch  # noqa: E402
from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402
import models  # noqa: E402
import safetensors  # noqa: E402

torch.set_num_threads(1)
peer_case, peer_cross_entropy, peer_bce = models.inference_case, models.F.cross_entropy, models.F.binary_cross_entropy_with_logits
BYTES_PER_PARAMETER = {"adam": 24, "adamw": 24, "sgd_momentum": 16}   # the optimizer reads and writes it and its moments


class FlopCount(TorchDispatchMode):
    """Counts the contractions that are carried out under it."""
    flops = 0

    def __torch_dispatch__(self, function, types, arguments=(), keywords=None):
        result = function(*arguments, **(keywords or {}))
        name = function.overloadpacket.__name__
        if name in ("mm", "bmm", "addmm", "baddbmm"):
            a, b = arguments[-2:] if name in ("mm", "bmm") else arguments[1:3]
            self.flops += 2 * a.numel() * b.shape[-1]
        elif name == "mv":
            self.flops += 2 * arguments[0].numel()
        elif name == "convolution":
            weight = arguments[1]
            self.flops += 2 * result.numel() * weight[0].numel()
        elif name == "convolution_backward":
            dy, _, weight = arguments[:3]
            self.flops += 2 * dy.numel() * weight[0].numel() * sum(arguments[-1][:2])
        return result


def tensors_of(call, *networks):
    """Parameters in the order in which a call uses them first, then running statistics."""
    used = []
    hooks = [module.register_forward_pre_hook(lambda module, _: used.append(module)) for net in networks for module in net.modules()]
    with torch.no_grad():
        call()
    for hook in hooks:
        hook.remove()
    parameters = dict.fromkeys(p for module in used for p in module.parameters(recurse=False))
    statistics = dict.fromkeys(b for module in used for key, b in module.named_buffers(recurse=False) if key in ("running_mean", "running_var"))
    return [*parameters, *statistics]


def load(name, call, *networks):
    ours, theirs = safetensors.read(path(name, "weights")), tensors_of(call, *networks)
    if len(ours) != len(theirs):
        raise ValueError(f"{name}: {len(ours)} tensors, PyTorch's network has {len(theirs)}")
    with torch.no_grad():
        for (key, content), tensor in zip(ours.items(), theirs):
            if tuple(content.shape) != tuple(tensor.shape):
                raise ValueError(f"{name}: {key} is {list(content.shape)}, PyTorch's is {list(tensor.shape)}")
            tensor.copy_(torch.from_numpy(content.copy()))


def path(name, kind):
    return os.path.join(args.values, f"{name}.{kind}.safetensors")


def values(name, kind):
    tensors = safetensors.read(path(name, "values"))
    return [tensors[f"{kind}{i}"] for i in range(sum(key.startswith(kind) for key in tensors))]


def fill(tensor, content):
    with torch.no_grad():
        tensor.copy_(torch.from_numpy(content.copy()).view(tensor.shape).to(tensor.dtype))


def case(workload, in_place_cache=False):
    """inference_case of the peers, with our weights and inputs where we have them."""
    model, inputs = peer_case(workload, in_place_cache)
    name = workload["name"]
    if os.path.exists(path(name, "values")):
        load(name, lambda: model(*inputs), model)
        contents = values(name, "in")
        if workload["kind"] == "decode":
            contents = decoder_inputs(model.gpt, *contents)
            safetensors.write(path(name, "inputs"), {f"in{i}": content for i, content in enumerate(contents)})
        for tensor, content in zip(inputs, contents):
            fill(tensor, content)
    return model, inputs


def decoder_inputs(gpt, prompt, token):
    """The token, and the keys and values of every layer for the prompt: our decoder reads the prompt itself, the peers' are given its caches."""
    caches = []
    with torch.no_grad():
        x = gpt.tokens(torch.from_numpy(prompt.copy()).long()[None]) + gpt.positions(torch.arange(len(prompt)))
        for block in gpt.blocks:
            x, fresh = block(x)
            caches += [tensor.numpy() for tensor in fresh]
    return [token, *caches]


def difference(name, theirs):
    pairs = [(torch.from_numpy(o.copy()).view(t.shape), t) for o, t in zip(values(name, "out"), theirs)]
    largest = max(float(abs(t).max()) for _, t in pairs)
    return max(float(abs(o - t).max()) for o, t in pairs) / max(largest, 1e-30)


def inference(workload):
    model, inputs = case(workload)
    with torch.no_grad(), FlopCount() as count:
        outputs = model(*inputs)
    flat = lambda x: [x] if torch.is_tensor(x) else [t for part in x for t in flat(part)]   # noqa: E731
    outputs = flat(outputs)
    floats = list(inputs) + outputs + list(model.parameters())
    row = {"flops": count.flops, "bytes": sum(4 * t.numel() for t in floats)}
    if os.path.exists(path(workload["name"], "values")):
        row["torch_error"] = difference(workload["name"], outputs)
    return row


def training(workload):
    """Three steps with our weights and batch: the losses must be ours."""
    losses = []

    def recorded(function):
        def call(*arguments, **keywords):
            loss = function(*arguments, **keywords)
            losses.append(loss.detach().clone())
            return loss
        return call
    models.F.cross_entropy, models.F.binary_cross_entropy_with_logits = recorded(peer_cross_entropy), recorded(peer_bce)
    try:
        step = models.training_case(workload)
        held = inspect.getclosurevars(step).nonlocals
        networks = [held[key] for key in ("net", "g", "d") if key in held]
        forward = (lambda: held["net"](held["x"])) if "net" in held else (lambda: held["d"](held["g"](held["noise"])))
        name = workload["name"]
        have = os.path.exists(path(name, "values"))
        if have:
            load(name, forward, *networks)
            for tensor, content in zip([held[key] for key in ("x", "y", "real", "noise") if key in held], values(name, "in")):
                fill(tensor, content)
        with FlopCount() as count:
            step()
        parameters = sum(p.numel() for net in networks for p in net.parameters())
        row = {"flops": count.flops, "bytes": parameters * BYTES_PER_PARAMETER[workload["optimizer"]]}
        if have:
            step(), step()
            per_step = len(losses) // 3
            theirs = [torch.stack([losses[i * 3] + losses[i * 3 + 1], losses[i * 3 + 2]]) if per_step == 3 else losses[i].view(1) for i in range(3)]
            row["torch_error"] = difference(name, theirs)
        return row
    finally:
        models.F.cross_entropy, models.F.binary_cross_entropy_with_logits = peer_cross_entropy, peer_bce


for workload in json.load(open(os.path.join(args.peers, "workloads.json"))):
    if not re.search(args.only, workload["name"]):
        continue
    try:
        row = training(workload) if workload["kind"].startswith("train") else inference(workload)
    except Exception as error:
        row = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    print(json.dumps({"name": workload["name"], **row}), flush=True)

if args.onnx:
    models.inference_case = case
    sys.argv = ["export_onnx.py", "--out", args.onnx, "--only", args.only]
    with open(os.devnull, "w") as sys.stdout:
        runpy.run_path(os.path.join(args.peers, "export_onnx.py"), run_name="__main__")
