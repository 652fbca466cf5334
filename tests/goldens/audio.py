#!/usr/bin/env python3
"""Spectra by PyTorch, and mel spectrograms and MFCC from their formulas in NumPy (torchaudio and librosa, where they agree), for tests/Runtime.Tests/Audio.

    python3 tests/goldens/audio.py

writes spectra.json there.
"""

import json
import pathlib

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parent.parent / "Runtime.Tests" / "Audio"


def hz_to_mel(f, scale):
    f = np.asarray(f, dtype=float)
    if scale == "Htk":
        return 2595 * np.log10(1 + f / 700)
    return np.where(f < 1000, 3 * f / 200, 15 + 27 * np.log(np.maximum(f, 1e-9) / 1000) / np.log(6.4))


def mel_to_hz(m, scale):
    m = np.asarray(m, dtype=float)
    if scale == "Htk":
        return 700 * (10 ** (m / 2595) - 1)
    return np.where(m < 15, 200 * m / 3, 1000 * 6.4 ** ((m - 15) / 27))


def filters(rate, size, bands, low, high, scale, normalize):
    """[bands, bins]: np.interp draws each triangle through its three corners."""
    corners = mel_to_hz(np.linspace(hz_to_mel(low, scale), hz_to_mel(high, scale), bands + 2), scale)
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    rows = []
    for left, middle, right in zip(corners, corners[1:], corners[2:]):
        row = np.interp(frequencies, [left, middle, right], [0, 1, 0], left=0, right=0)
        rows.append(row * 2 / (right - left) if normalize else row)
    return np.array(rows)


def decibels(power, spread=80):
    db = 10 * np.log10(np.maximum(power, 1e-10))
    return np.maximum(db, db.max() - spread)


def dct(x, count):
    """Type II, orthonormal, along the last axis: the real part of a transform of twice the length."""
    n = x.shape[-1]
    mirrored = np.concatenate([x, x[..., ::-1]], -1)
    k = np.arange(n)
    y = np.real(np.fft.fft(mirrored, axis=-1)[..., :n] * np.exp(-1j * np.pi * k / (2 * n))) / 2
    return (y * np.where(k == 0, np.sqrt(1 / n), np.sqrt(2 / n)))[..., :count]


def rounded(x):
    return [float(f"{v:.7g}") for v in np.asarray(x, dtype=float).reshape(-1)]


def main():
    random = np.random.default_rng(1)
    time = np.arange(500) / 8000
    signal = np.round(0.5 * np.sin(2 * np.pi * 440 * time) + 0.2 * np.sin(2 * np.pi * 1900 * time) + 0.05 * random.standard_normal(500), 4)
    cases = []
    for size, hop, length, center in [(64, 50, 64, True), (64, 100, 40, True), (50, 60, 50, False), (400, 160, 400, True), (45, 90, 45, True), (62, 150, 31, False)]:
        x = torch.stft(torch.tensor(signal), size, hop, length, torch.hann_window(length, dtype=torch.float64), center=center, pad_mode="reflect", return_complex=True).numpy().T
        cases.append({"size": size, "hop": hop, "window": length, "center": center, "frames": len(x), "real": rounded(x.real), "imaginary": rounded(x.imag)})

    mels = []
    for size, hop, bands, low, high, scale, normalize in [(128, 80, 12, 0, 4000, "Htk", False), (256, 100, 20, 50, 3800, "Slaney", True), (200, 160, 8, 300, 4000, "Slaney", False)]:
        x = torch.stft(torch.tensor(signal), size, hop, window=torch.hann_window(size, dtype=torch.float64), return_complex=True).numpy().T
        matrix = filters(8000, size, bands, low, high, scale, normalize)
        mel = np.abs(x) ** 2 @ matrix.T
        mels.append({"size": size, "hop": hop, "bands": bands, "low": low, "high": high, "scale": scale, "normalize": normalize, "filters": rounded(matrix), "mel": rounded(mel),
                     "decibels": rounded(decibels(mel)), "mfcc": rounded(dct(decibels(mel), 7))})
    FOLDER.joinpath("spectra.json").write_text('{"signal":' + json.dumps(rounded(signal)) + ',\n"stft":[\n' + ",\n".join(map(json.dumps, cases)) + '\n],\n"mel":[\n' + ",\n".join(map(json.dumps, mels)) + "\n]}\n")


main()
