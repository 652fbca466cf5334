"""From the lines of all rounds to tables: best rounds, ratios, distance from the roofline, geometric means against the bars."""
import math
from dataclasses import dataclass

PEER_NAMES = {"torch": "PyTorch", "ort": "ONNX Runtime"}
AGREEMENT = 1e-3   # outputs that differ by more, relative to the largest, are not the same computation


@dataclass(frozen=True)
class Group:
    """Workloads under one bar: every row, and their geometric mean."""
    title: str
    beginnings: tuple
    row: float
    mean: float

    def holds(self, name):
        return name.startswith(self.beginnings)


GROUPS = [
    Group("matmul and linear", ("gemm_", "linear_"), 1.0, 1.05),
    Group("image inference", ("mlp_", "lenet_", "resnet", "mobilenet"), 1.0, 1.15),
    Group("sequence inference", ("lstm_", "gru_", "encoder_", "gpt2_"), 1.0, 1.15),
    Group("training steps", ("train_",), 1.15, 1.35),
]


class Comparison:
    """Everything that was measured, by workload, threads and engine."""

    def __init__(self, workloads, rows, facts, roofline):
        self.workloads, self.facts, self.roofline = workloads, facts, roofline
        self.best = {}
        for row in rows:
            key = (row["name"], row["threads"], row["engine"])
            if "median_us" in row and row["median_us"] < self.best.get(key, math.inf):
                self.best[key] = row["median_us"]
        self.threads = sorted({threads for _, threads, _ in self.best})
        self.engines = sorted({engine for _, _, engine in self.best if engine != "sinter"}, key=lambda e: (e.startswith("ort"), e))

    def time(self, name, threads, engine="sinter"):
        return self.best.get((name, threads, engine))

    def best_peer(self, name, threads):
        """(microseconds, engine) of the fastest peer, or None."""
        return min(((time, engine) for engine in self.engines if (time := self.time(name, threads, engine))), default=None)

    def ratio(self, name, threads):
        """How many times faster we are than the best peer, or None."""
        ours, peer = self.time(name, threads), self.best_peer(name, threads)
        return peer[0] / ours if ours and peer else None

    def efficiency(self, name, threads):
        """The part of the roofline that we reach, or None."""
        ours, fact = self.time(name, threads), self.facts.get(name, {})
        return self.roofline.microseconds(fact["flops"], fact["bytes"], threads) / ours if ours and self.roofline and "flops" in fact else None

    def rate(self, name, threads):
        """Our rate in the unit of what bounds the workload."""
        ours, fact = self.time(name, threads), self.facts.get(name, {})
        if not ours or "flops" not in fact:
            return "–"
        if fact["flops"] == 0 or self.roofline and self.roofline.bound_by_memory(fact["flops"], fact["bytes"], threads):
            return f"{fact['bytes'] / ours / 1e3:.3g} GB/s"
        return f"{fact['flops'] / ours / 1e3:.4g} GFLOP/s"

    def agreement(self, name):
        """The largest differences from PyTorch and ONNX Runtime, or None where nothing was compared."""
        fact = self.facts.get(name, {})
        errors = [fact[key] for key in ("torch_error", "ort_error") if key in fact]
        return max(errors) if errors else None

    def members(self, group):
        return [w["name"] for w in self.workloads if group.holds(w["name"])]

    def mean(self, group, threads):
        ratios = [r for name in self.members(group) if (r := self.ratio(name, threads))]
        return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None

    def worst(self, group, threads):
        """(ratio, name) of the row that stands worst, or None."""
        return min(((r, name) for name in self.members(group) if (r := self.ratio(name, threads))), default=None)


def table(header, rows):
    """A Markdown table; the first column to the left, numbers to the right."""
    return "\n".join(["| " + " | ".join(cells) + " |" for cells in [header, ["---"] + ["---:"] * (len(header) - 1), *rows]])


def microseconds(time):
    return "–" if time is None else f"{time:,.0f}" if time >= 1000 else f"{time:.3g}"


def times(c, threads):
    """Every workload on so many threads."""
    engines = [e for e in c.engines if any(c.time(w["name"], threads, e) for w in c.workloads)]
    rows = []
    for workload in c.workloads:
        name = workload["name"]
        peer = c.best_peer(name, threads)
        cells = [f"**{microseconds(t)}**" if peer and peer[1] == e else microseconds(t) for e in engines for t in [c.time(name, threads, e)]]
        ours, ratio, part, error = c.time(name, threads), c.ratio(name, threads), c.efficiency(name, threads), c.agreement(name)
        rows.append([f"`{name}`", *cells, "*not yet*" if ours is None else microseconds(ours), "–" if ratio is None else f"{ratio:.2f}",
                     c.rate(name, threads), "–" if part is None or not c.facts[name]["flops"] else f"{100 * part:.0f} %",
                     "–" if error is None else f"{error:.0e}" if error <= AGREEMENT else f"**{error:.0e}**"])
    return table(["µs per call", *engines, "ours", "ratio", "our rate", "of roofline", "difference"], rows)


def groups(c):
    """The bars, and where we stand."""
    rows = []
    for group in GROUPS:
        for threads in c.threads:
            mean, worst = c.mean(group, threads), c.worst(group, threads)
            members = c.members(group)
            measured = sum(c.ratio(name, threads) is not None for name in members)
            rows.append([group.title, str(threads), f"{measured} of {len(members)}", "–" if mean is None else f"{mean:.2f}", f"{group.mean:.2f}",
                         "–" if worst is None else f"{worst[0]:.2f} (`{worst[1]}`)", f"{group.row:.2f}"])
    return table(["group", "threads", "rows", "geometric mean", "bar", "worst row", "bar"], rows)


def readme(c):
    """The geometric means alone."""
    rows = [[group.title, *("*not yet*" if (m := c.mean(group, t)) is None else f"{m:.2f}" for t in c.threads)] for group in GROUPS]
    return table(["times faster than the better of PyTorch and ONNX Runtime", *(f"{t} thread{'s' * (t > 1)}" for t in c.threads)], rows)
