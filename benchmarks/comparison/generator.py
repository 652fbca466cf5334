"""What the generator costs: its own time per network in a warm compiler, the source it emits, and `dotnet build` with and without it."""
import glob
import json
import os
import shutil
import statistics
import subprocess
import time

from engines import REPOSITORY

BUILDS = 3
BENCHMARKS = os.path.join(REPOSITORY, "benchmarks")


def measure(folder):
    """One dict per network (network, median_ms, bytes), then one with the seconds of a build: build_with_s, build_without_s."""
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", os.path.join(BENCHMARKS, "GeneratorTime")], check=True)
    tool = os.path.join(BENCHMARKS, "GeneratorTime/bin/Release/net10.0/GeneratorTime.dll")
    lines = subprocess.run(["dotnet", tool, os.path.join(BENCHMARKS, "Networks")], check=True, capture_output=True, text=True).stdout
    return [*map(json.loads, lines.splitlines()), builds(folder)]


def builds(folder):
    """The benchmarks compiled with the generator, and the same sources with its output as plain files instead."""
    written, emitted = os.path.join(BENCHMARKS, "obj/Release/net10.0/generated"), os.path.join(folder, "emitted")
    for stale in (written, emitted):
        shutil.rmtree(stale, ignore_errors=True)
    seconds = {"with": [], "without": []}
    for _ in range(BUILDS):
        seconds["with"].append(build())
        if not os.path.exists(emitted):
            os.makedirs(emitted)
            for path in glob.glob(os.path.join(written, "**/*.g.cs"), recursive=True):
                shutil.copy(path, emitted)
        seconds["without"].append(build(f"-p:SinterEmitted={emitted}"))
    build()                                                 # what is left behind is the real one
    return {f"build_{name}_s": round(statistics.median(runs), 2) for name, runs in seconds.items()}


def build(*extra):
    """Seconds of a whole build of the benchmarks alone, in a compiler that starts with it."""
    begin = time.perf_counter()
    done = subprocess.run(["dotnet", "build", BENCHMARKS, "-c", "Release", "-v", "q", "--nologo", "--no-restore", "--no-dependencies", "-t:Rebuild",
                           "-p:UseSharedCompilation=false", "-nodeReuse:false", *extra], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the build {' '.join(extra)} failed:\n{done.stdout[-2000:]}")
    return time.perf_counter() - begin
