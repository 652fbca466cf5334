"""What the machine can do: fp32 multiply-adds per second, and bytes per second from each level of memory."""
import os
import re
import subprocess


def measure(peers, folder):
    """Builds and runs the peers' two C programs, once per folder; minutes, mostly for the bandwidth."""
    for name in ("fma_peak", "memory_bandwidth"):
        result = os.path.join(folder, name + ".txt")
        if os.path.exists(result):
            continue
        program = os.path.join(folder, name)
        subprocess.run(["gcc", "-O3", "-march=native", "-pthread", os.path.join(peers, name + ".c"), "-o", program], check=True)
        lines = subprocess.run([program], check=True, capture_output=True, text=True).stdout
        with open(result + ".part", "w") as file:
            file.write(lines)
        os.replace(result + ".part", result)
    return Roofline(folder)


class Roofline:
    """A workload takes at least as long as its arithmetic at the peak, and as its bytes at the bandwidth of the level that holds them."""

    def __init__(self, folder):
        self.peak, self.bandwidth = {}, {}
        for line in open(os.path.join(folder, "fma_peak.txt")):
            match = re.match(r"fma\d+\s+threads=(\d+) best=([\d.]+)", line)
            if match:
                self.peak[int(match[1])] = max(self.peak.get(int(match[1]), 0), float(match[2]))
        for line in open(os.path.join(folder, "memory_bandwidth.txt")):
            match = re.match(r"read\s+(\w+)\s+pages=\w+ threads=(\d+) best=([\d.]+)", line)
            if match:
                key = (match[1], int(match[2]))
                self.bandwidth[key] = max(self.bandwidth.get(key, 0), float(match[3]))
        self.sizes = caches()

    def level(self, size):
        return next((level for level, capacity in self.sizes if size <= capacity), "DRAM")

    def microseconds(self, flops, size, threads):
        return max(flops / self.peak[threads], size / self.bandwidth[self.level(size), threads]) / 1e3

    def bound_by_memory(self, flops, size, threads):
        return size / self.bandwidth[self.level(size), threads] > flops / self.peak[threads]


def caches():
    """(level, bytes) of the data caches of one core, smallest first."""
    sizes, root = {}, "/sys/devices/system/cpu/cpu0/cache"
    for index in sorted(os.listdir(root)) if os.path.isdir(root) else []:
        def read(name):
            with open(os.path.join(root, index, name)) as file:
                return file.read().strip()
        if index.startswith("index") and read("type") != "Instruction":
            sizes[f"L{read('level')}"] = int(read("size").rstrip("K")) * 1024
    return sorted(sizes.items(), key=lambda item: item[1])
