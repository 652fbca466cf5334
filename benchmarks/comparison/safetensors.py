"""Reads and writes safetensors files with float32 tensors: 8 bytes with the header's length, the header as JSON, the tensors."""
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


def write(path, tensors):
    """Float tensors by name."""
    header, end = {}, 0
    for name, content in tensors.items():
        begin, end = end, end + 4 * content.size
        header[name] = {"dtype": "F32", "shape": list(content.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for content in tensors.values():
            file.write(numpy.ascontiguousarray(content, dtype="<f4").tobytes())
