#!/usr/bin/env python3
"""Byte-pair encoding as GPT-2's encoder.py does it, and its training as Sennrich et al. (2016) write it, for small texts: the plainest program, no matter how slow.

    python3 tests/goldens/text.py

writes tests/Runtime.Tests/Text/byte-pairs.json: pieces of each text, the merges learned from all, vocabulary and tokens.
"""

import collections
import json
import pathlib
import re
import sys
import unicodedata

FOLDER = pathlib.Path(__file__).parent.parent / "Runtime.Tests" / "Text"

TEXTS = [
    "low low low low low lower lower newest newest newest newest newest newest widest widest widest",
    "I'm sure they've said: we'll see, don't you'd think? it's 'tis 'Re 're",
    "  two  spaces\n\n\tand a tab \n",
    " ",
    "",
    "x\u00a0y \u2003 z\u3000",
    "Räksmörgås på ön; 1,024 ⅔ ½x² Ⅷ ٣",
    "日本語のテキスト。中文字符",
    "𝐀bc 👩‍👩‍👧 e\u0301 ﬁ",
    "aaaaaaa aaa aaaa",
    "a_b-c --- ... !!! ?a",
    "\x00\x01\x7f\x85\u2028end",
]


def character_class(wanted):
    """The code points of Unicode categories as an explicit class: re has no \\p{L}."""
    ranges, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and wanted(chr(code))
        if inside and start is None:
            start = code
        if not inside and start is not None:
            ranges.append((start, code - 1))
            start = None
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in ranges)


LETTER = character_class(lambda c: unicodedata.category(c)[0] == "L")
NUMBER = character_class(lambda c: unicodedata.category(c)[0] == "N")
SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"   # White_Space
PATTERN = re.compile(
    f"'s|'t|'re|'ve|'m|'ll|'d| ?[{LETTER}]+| ?[{NUMBER}]+| ?[^{SPACE}{LETTER}{NUMBER}]+|[{SPACE}]+(?![^{SPACE}])|[{SPACE}]+")


def bytes_to_unicode():
    bs = list(range(ord("!"), ord("~") + 1)) + list(range(ord("¡"), ord("¬") + 1)) + list(range(ord("®"), ord("ÿ") + 1))
    cs = bs[:]
    n = 0
    for b in range(256):
        if b not in bs:
            bs.append(b)
            cs.append(256 + n)
            n += 1
    return dict(zip(bs, map(chr, cs)))


ALPHABET = bytes_to_unicode()


def pieces(text):
    return PATTERN.findall(text)


def merge(word, pair):
    merged, i = [], 0
    while i < len(word):
        if tuple(word[i:i + 2]) == pair:
            merged.append(word[i] + word[i + 1])
            i += 2
        else:
            merged.append(word[i])
            i += 1
    return merged


def train(texts, count, number):
    words = [[ALPHABET[b] for b in piece.encode()] for text in texts for piece in pieces(text)]
    merges = []
    while len(merges) < count:
        pairs = collections.Counter(pair for word in words for pair in zip(word, word[1:]))
        best = min(pairs, key=lambda pair: (-pairs[pair], number[pair[0]], number[pair[1]]))
        if pairs[best] < 2:
            break
        number[best[0] + best[1]] = len(number)
        merges.append(best)
        words = [merge(word, best) for word in words]
    return merges


def encode(text, merges, number):
    tokens = []
    for piece in pieces(text):
        word = [ALPHABET[b] for b in piece.encode()]
        while True:
            ranks = [merges.index(pair) for pair in zip(word, word[1:]) if pair in merges]
            if not ranks:
                break
            word = merge(word, merges[min(ranks)])
        tokens += [number[token] for token in word]
    return tokens


def main():
    number = {ALPHABET[b]: b for b in range(256)}
    merges = train(TEXTS, 60, number)
    lines = [json.dumps({"text": text, "pieces": pieces(text), "tokens": encode(text, merges, number)}) for text in TEXTS]
    FOLDER.joinpath("byte-pairs.json").write_text(
        '{"merges":' + json.dumps([" ".join(pair) for pair in merges]) + ',\n"alphabet":' + json.dumps("".join(ALPHABET[b] for b in range(256))) + ',\n"texts":[\n' + ",\n".join(lines) + "\n]}\n")


main()
