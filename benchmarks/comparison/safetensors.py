"""Reads safetensors files with float32 tensors: 8 bytes with the header's length, the header as JSON, the tensors."""
import json

import numpy


def read(path):
    """The tensors by name, in the order of the header."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = file.tell()
        tensors = {}
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            if entry["dtype"] != "F32":
                raise ValueError(f"{path}: {name} is {entry['dtype']}, expected F32")
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            tensors[name] = numpy.frombuffer(file.read(end - begin), dtype="<f4").reshape(entry["shape"])
    return tensors
