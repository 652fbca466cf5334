"""Writes what was measured: the page of this machine, and the table in README.md."""
import os
import platform
import re
import subprocess

import table
from engines import REPOSITORY

README = os.path.join(REPOSITORY, "README.md")
BLOCK = re.compile(r"(<!-- benchmarks/compare writes this -->\n).*?(<!-- end -->)", re.DOTALL)
NAMES = {"sinter": "ours (NativeAOT)", "ort": "ONNX Runtime, from C", "torch": "PyTorch, from Python"}

# The better of the peers divided by ours: size on disk, time to the first result, peak memory.
COLD_BARS = {"disk_mib": 10, "start_ms": 8, "peak_mib": 2.5}
GENERATOR_BARS_MS = {"LeNet": 150, "ResNet18": 500, "Gpt2": 500}


def cpu():
    """(what the page is called, what it says) of this machine's processor."""
    fields = {}
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            key, _, value = line.partition(":")
            fields.setdefault(key.strip(), value.strip())
    name = re.sub(r"\((R|TM)\)", "", fields.get("model name", platform.machine()))
    numbers = [fields[key] for key in ("cpu family", "model") if key in fields]
    widths = [text for flag, text in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in fields.get("flags", "").split()]
    detail = ", ".join([f"family {numbers[0]}, model {numbers[1]}"] * (len(numbers) == 2) + widths[:1] + [f"{os.cpu_count()} cores"])
    return re.sub(r"[^a-z0-9]+", "-", " ".join([name.lower(), *numbers])).strip("-"), f"{name} ({detail})"


def line_of(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[-1]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def versions(settings):
    with open("/etc/os-release") as file:
        system = re.search(r'PRETTY_NAME="(.*)"', file.read())
    yield system[1] if system else platform.platform()
    yield f".NET {line_of('dotnet', '--version')} (SDK)"
    if settings["python"]:
        yield f"PyTorch {line_of(settings['python'], '-c', 'import torch; print(torch.__version__)')} with OpenBLAS (OpenMP) and tcmalloc"
    if settings["onnx"]:
        package = os.path.join(settings["onnx"][0], "package.json")
        with open(package) as file:
            yield "ONNX Runtime " + re.search(r'"version":\s*"([^"]+)"', file.read())[1]


def write(comparison, cold, generator, settings):
    """benchmarks/results/<cpu>.md; returns its path."""
    slug, description = cpu()
    lines = [
        f"# {description}", "",
        f"{'; '.join(versions(settings))}. {settings['days']}. Written by `benchmarks/compare`: rounds in turn ({settings['rounds']}), "
        f"{settings['seconds']:g} s per workload and round, the best round of each.", "",
        "*Ratio*: the best peer's time divided by ours; above 1 we are faster. *Of roofline*: the least time that the arithmetic (at the measured peak of "
        "multiply-adds) and the bytes that must move once (at the measured bandwidth of the cache that holds them) allow, divided by our time; padding counts as work, "
        "so it may pass 100 %. *Difference*: between our outputs (of training: the losses of three steps) and the peers' for the same weights, relative to the largest.", "",
        "## Against the bars", "", table.groups(comparison), "",
    ]
    for threads in comparison.threads:
        lines += [f"## {threads} thread{'s' * (threads > 1)}", "", table.times(comparison, threads), ""]
    if comparison.roofline:
        lines += ["## The machine", "", machine(comparison), ""]
    if cold:
        lines += ["## Process start to the first result: LeNet, one image", "", cold_table(cold), ""]
    if generator:
        lines += ["## The generator", "", generator_table(generator), ""]
    problems = settings["problems"] + [f"{name}: {fact['error']}" for name, fact in comparison.facts.items() if "error" in fact]
    if problems:
        lines += ["## Not measured", "", *(f"* {problem}" for problem in problems), ""]
    path = os.path.join(REPOSITORY, "benchmarks/results", f"{slug}.md")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write("\n".join(lines).rstrip() + "\n")
    return path


def machine(comparison):
    roofline = comparison.roofline
    levels = sorted({level for level, _ in roofline.bandwidth}, key=lambda level: (level == "DRAM", level))
    rows = [[f"{threads} thread{'s' * (threads > 1)}", f"{roofline.peak[threads]:.0f} GFLOP/s", *(f"{roofline.bandwidth[level, threads]:.0f} GB/s" for level in levels)]
            for threads in sorted(roofline.peak)]
    sizes = dict(roofline.sizes)
    return table.table(["", "peak", *(f"reads, {level}" + (f" ({sizes[level] // 1024} KiB)" if level in sizes else "") for level in levels)], rows)


def cold_table(cold):
    measured = {row["engine"]: row for row in cold if "error" not in row}
    rows = [[NAMES[engine], f"{row['start_ms']:.1f} ms", f"{row['median_start_ms']:.1f} ms", f"{row['peak_mib']:.1f} MiB", f"{row['disk_mib']:.1f} MiB"] for engine, row in measured.items()]
    if "sinter" in measured:
        for engine in [e for e in measured if e != "sinter"]:
            def times(key):
                return f"{measured[engine][key] / measured['sinter'][key]:.1f}"
            bars = [f" (bar {COLD_BARS[key]:g})" if engine == "ort" else "" for key in ("start_ms", "peak_mib", "disk_mib")]
            rows.append([f"{NAMES[engine]} ÷ ours", times("start_ms") + bars[0], times("median_start_ms"), times("peak_mib") + bars[1], times("disk_mib") + bars[2]])
    text = table.table(["", "best start", "median start", "peak memory", "on disk: what is loaded, with the weights"], rows)
    return "\n\n".join([text, *(f"{NAMES[row['engine']]} failed: {row['error'].splitlines()[0]}" for row in cold if "error" in row)])


def generator_table(generator):
    networks = [row for row in generator if "network" in row]
    sizes = {row["network"]: row["bytes"] for row in networks}
    rows = [[f"`{row['network']}`", f"{row['median_ms']:,.0f} ms", f"{GENERATOR_BARS_MS[row['network']]} ms" if row["network"] in GENERATOR_BARS_MS else "", f"{row['bytes']:,}"] for row in networks]
    text = [table.table(["network", "compile, in a warm compiler", "bar", "bytes of source"], rows)]
    if "Gpt2" in sizes and "Gpt2Block" in sizes:
        text.append(f"GPT-2 small is {sizes['Gpt2'] / sizes['Gpt2Block']:.1f} times the source of one of its blocks (bar: 2).")
    text += [f"`dotnet build` of the benchmarks alone, in a cold compiler: {row['build_with_s']:.1f} s with the generator, {row['build_without_s']:.1f} s of its output as plain files."
             for row in generator if "build_with_s" in row]
    return "\n\n".join(text)


def write_readme(comparison, page):
    """The block between the markers in README.md."""
    with open(README) as file:
        text = file.read()
    if not BLOCK.search(text):
        return
    relative = os.path.relpath(page, REPOSITORY)
    block = f"{table.readme(comparison)}\n\nGeometric means on {cpu()[1]}; every workload, and its distance from the machine's limit: [{relative}]({relative}).\n"
    with open(README, "w") as file:
        file.write(BLOCK.sub(lambda match: match[1] + block + match[2], text))
