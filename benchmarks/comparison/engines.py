"""The engines that are compared, each at its best settings: where they are, and how a round of one is run."""
import glob
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCHMARKS = os.path.join(REPOSITORY, "benchmarks/bin/Release/net10.0/Benchmarks.dll")
LIBRARIES = f"/usr/lib/{os.uname().machine}-linux-gnu"
ROUND_SECONDS = 900   # a round that hangs ends here

PEER_FILES = ["workloads.json", "models.py", "timing.py", "torch_bench.py", "export_onnx.py", "ort_native_bench.py", "cold_start_torch.py",
              "cold_start_ort.c", "fma_peak.c", "memory_bandwidth.c"]


class Missing(Exception):
    """Something that has to be installed or pointed to."""


def find_peers(given):
    """The folder of the peers' scripts: as given, from SINTER_PEERS, or beside the repository."""
    folder = given or os.environ.get("SINTER_PEERS") or os.path.join(REPOSITORY, "../shared/peers")
    absent = [name for name in PEER_FILES if not os.path.exists(os.path.join(folder, name))]
    if absent:
        raise Missing(f"{folder}: the peers' scripts are not all there (missing: {', '.join(absent)}); say where they are with --peers or SINTER_PEERS")
    return os.path.realpath(folder)


def find_python(given):
    """A Python that has PyTorch and NumPy."""
    candidates = [given] if given else [sys.executable, "/usr/bin/python3"]
    for candidate in candidates:
        if subprocess.run([candidate, "-c", "import torch, numpy"], capture_output=True).returncode == 0:
            return candidate
    raise Missing(f"none of {', '.join(candidates)} has torch and numpy; install python3-torch, or name another with --python")


def find_onnx_runtime(given):
    """The folder of the package onnxruntime-node, and the native library in it."""
    package = given or os.environ.get("SINTER_ORT") or os.path.join(REPOSITORY, "artifacts/ort/node_modules/onnxruntime-node")
    arch = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    found = sorted(glob.glob(os.path.join(package, f"bin/napi-v*/linux/{arch}/libonnxruntime.so*")))
    if not found:
        raise Missing(f"{package}: no ONNX Runtime; run `npm install --ignore-scripts --prefix artifacts/ort onnxruntime-node`, or say where it is with --ort or SINTER_ORT")
    return os.path.realpath(package), found[-1]


@dataclass(frozen=True)
class Engine:
    """One way to run the workloads."""
    name: str
    peer: str                 # whose it is: sinter, torch or ort
    command: list             # the workloads, threads and seconds are appended by `arguments`
    arguments: object
    environment: dict = field(default_factory=dict)

    def run(self, path, threads, workloads, seconds):
        """Times the workloads; leaves their JSON lines in the file, and returns what went wrong, or None."""
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **self.environment}
        partial = path + ".part"
        with open(partial, "w") as lines, open(path + ".log", "w") as log:
            try:
                code = subprocess.run(self.command + self.arguments(threads, workloads, seconds), stdout=lines, stderr=log, env=environment,
                                      timeout=ROUND_SECONDS).returncode
            except subprocess.TimeoutExpired:
                code = f"no end within {ROUND_SECONDS} s"
        os.replace(partial, path)
        return None if code == 0 else f"{self.name}: {code}; see {path}.log"


def exactly(workloads):
    return f"^({'|'.join(map(re.escape, workloads))})$"


def ours():
    return Engine("sinter", "sinter", ["dotnet", BENCHMARKS], lambda threads, workloads, seconds:
                  ["--threads", str(threads), "--seconds", str(seconds), "--filter", ",".join(workloads)])


def torch(python, peers):
    """PyTorch's modes; which is best differs from workload to workload."""
    openmp = os.path.join(LIBRARIES, "openblas-openmp")
    tcmalloc = os.path.join(LIBRARIES, "libtcmalloc_minimal.so.4")
    for needed, package in [(openmp, "libopenblas0-openmp"), (tcmalloc, "libtcmalloc-minimal4")]:
        if not os.path.exists(needed):
            raise Missing(f"{needed}: not there; PyTorch is slow without it: install {package}")
    best = {"LD_LIBRARY_PATH": openmp, "LD_PRELOAD": tcmalloc}
    variants = [("eager", "", {}), ("jit", "", {}), ("eager-nhwc", "", {}), ("jit-nhwc", "", {}),
                ("eager", "avx512", {"ATEN_CPU_CAPABILITY": "avx512"})]
    if "AuthenticAMD" in open("/proc/cpuinfo").read():
        variants.append(("eager", "haswell", {"OPENBLAS_CORETYPE": "Haswell"}))   # faster there than its AVX-512 kernels
    if "GenuineIntel" in open("/proc/cpuinfo").read():
        variants.append(("eager", "skylakex", {"OPENBLAS_CORETYPE": "SkylakeX"}))   # processors that this OpenBLAS does not know get generic kernels
        variants.append(("jit", "skylakex", {"OPENBLAS_CORETYPE": "SkylakeX"}))
    return [Engine("-".join(filter(None, ["torch", mode, label])), "torch", [python, os.path.join(peers, "torch_bench.py")],
                   lambda threads, workloads, seconds, mode=mode, label=label:
                   ["--mode", mode, "--label", label, "--threads", str(threads), "--min-seconds", str(seconds), "--only", exactly(workloads)],
                   {**best, **extra}) for mode, label, extra in variants]


def onnx_runtime(peers, library, models):
    """Through its C API: no JavaScript between the clock and the library."""
    return Engine("ort", "ort", [sys.executable, os.path.join(peers, "ort_native_bench.py"), "--lib", library, "--models", models],
                  lambda threads, workloads, seconds:
                  ["--threads", str(threads), "--min-seconds", str(seconds), "--only", exactly(workloads)])


def rows(path):
    """The JSON lines of a file, those that are whole."""
    if not os.path.exists(path):
        return []
    found = []
    with open(path) as lines:
        for line in lines:
            try:
                found.append(json.loads(line))
            except json.JSONDecodeError:
                pass
    return found
