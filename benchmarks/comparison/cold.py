"""One LeNet inference from process start to the first result: time, peak memory, size on disk. Ours is the published NativeAOT binary."""
import os
import random
import shutil
import statistics
import subprocess
import time

from engines import BENCHMARKS, REPOSITORY

RUNS = 30


def measure(python, peers, onnx, folder):
    """One dict per engine: engine, start_ms (the best and the median of the runs), peak_mib, disk_mib, result. `onnx` is (library, models) or None."""
    os.makedirs(folder, exist_ok=True)
    programs = {}
    errors = []
    for name, prepare in [("sinter", lambda: ours(folder)), ("ort", lambda: onnx_runtime(peers, onnx, folder)), ("torch", lambda: torch(python, peers, folder))]:
        try:
            programs[name] = prepare()
        except (subprocess.CalledProcessError, OSError, ValueError) as error:
            errors.append({"engine": name, "error": str(error) + "\n" + str(getattr(error, "stderr", "") or getattr(error, "stdout", ""))[-2000:]})
    starts = {name: [] for name in programs}
    order = list(programs)
    for _ in range(RUNS):                       # in turn, and each behind each other one: a large process leaves cold caches to the next
        order = random.sample(order, len(order))
        for name in order:
            command, _, environment = programs[name]
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
            starts[name].append(1e3 * (time.perf_counter() - begin))
    rows = []
    for name, (command, files, environment) in programs.items():
        result, peak = peak_memory(command, {**os.environ, **environment})
        rows.append({"engine": name, "start_ms": round(min(starts[name]), 2), "median_start_ms": round(statistics.median(starts[name]), 2), "peak_mib": peak,
                     "disk_mib": round(sum(map(os.path.getsize, files)) / 2**20, 2), "result": result})
    return rows + errors


def peak_memory(command, environment):
    """Through a shell of its own: a process begins with the peak of the one that it was forked from, and Python's is large."""
    done = subprocess.run(["sh", "-c", '"$@"; exit $?', "sh", *command], check=True, capture_output=True, text=True, env=environment)
    peak = next(line.split()[1] for line in done.stderr.splitlines() if line.startswith("peak_rss_mib"))
    return float(done.stdout.split()[0]), float(peak)


def ours(folder):
    publish = os.path.join(folder, "sinter")
    linker = next(filter(None, map(shutil.which, ["clang", "gcc"])), None)
    if not linker:
        raise OSError("no clang or gcc to link with")
    arch = {"x86_64": "x64", "aarch64": "arm64"}[os.uname().machine]
    run(["dotnet", "publish", os.path.join(REPOSITORY, "benchmarks/LeNetAot"), "-c", "Release", "-r", f"linux-{arch}", "-o", publish,
         f"-p:CppCompilerAndLinker={os.path.basename(linker)}"])
    binary, weights = os.path.join(publish, "lenet"), os.path.join(folder, "lenet_b1.weights.safetensors")
    run(["dotnet", BENCHMARKS, "--export", folder, "--filter", "lenet_b1"])     # the weights that ONNX Runtime's model has
    return [binary, weights], [binary, weights], {}


def onnx_runtime(peers, onnx, folder):
    if not onnx:
        raise OSError("no ONNX Runtime")
    library, models = onnx
    program, model = os.path.join(folder, "cold_start_ort"), os.path.join(models, "lenet_b1.onnx")
    run(["gcc", "-O2", os.path.join(peers, "cold_start_ort.c"), "-o", program, "-ldl"])
    return [program, library, model], [program, library, model], {}


def torch(python, peers, folder):
    script, model = os.path.join(peers, "cold_start_torch.py"), os.path.join(folder, "lenet.pt")
    environment = {"PYTHONDONTWRITEBYTECODE": "1"}
    run([python, script, "--save", model], environment)
    # What is loaded: the libraries that the process has mapped.
    mapped = run([python, "-c", "import torch; print(*{line.split()[-1] for line in open('/proc/self/maps') if '/' in line}, sep='\\n')"], environment).split("\n")
    return [python, script, model], [model, *filter(os.path.isfile, mapped)], environment


def run(command, environment={}):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment}).stdout
