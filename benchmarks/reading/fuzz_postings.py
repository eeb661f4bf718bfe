"""Files of postings that somebody made to do damage: every check is right and what they say is not."""

from __future__ import annotations

import contextlib
import json
import random
import sqlite3
import struct
import zlib
from pathlib import Path
from typing import Any, Final

from benchmarks.reading.fuzz_corpus import Corpora


class Postings(Corpora):
    """Files of postings whose every check is right."""

    name = "postings"

    def mutate(self, home: Path, rng: random.Random) -> None:
        path = rng.choice(sorted((home / "segments").iterdir()))
        data = path.read_bytes()
        length = int.from_bytes(data[-16:-12], "little")
        head = json.loads(data[-16 - length : -16])
        end = head["checks"][0]
        body = bytearray(data[:end])
        for _ in range(rng.choice((1, 1, 2, 5))):
            rng.choice((_values, _values, _directory, _order, _bytes))(body, head, rng)
        path.write_bytes(_spoilt(bytes(body), head, rng))
        with contextlib.closing(sqlite3.connect(home / "catalogue.sqlite", isolation_level=None)) as db:
            db.execute("UPDATE segments SET size = ? WHERE file = ?", (path.stat().st_size, path.name))


def _section(head: dict[str, Any], rng: random.Random) -> dict[str, Any] | None:
    sections = head.get("sections")
    if not isinstance(sections, dict) or not sections:
        return None
    section = sections[rng.choice(sorted(sections))]
    is_whole = isinstance(section, dict) and all(isinstance(section.get(k), int) for k in ("offset", "count"))
    return section if is_whole else None


def _span(section: dict[str, Any], body: bytearray) -> tuple[int, int, int]:
    width = {"<i8": 8, "<u4": 4, "V7": 7}.get(str(section.get("dtype")), 1)
    return width, section["offset"], min(len(body), section["offset"] + max(0, section["count"]) * width)


def _values(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """Numbers in an array become others."""
    section = _section(head, rng)
    if section is None:
        return
    width, start, end = _span(section, body)
    if end - start < width:
        return
    for _ in range(rng.choice((1, 1, 10, 1000))):
        at = start + rng.randrange((end - start) // width) * width
        value = rng.choice((0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, 1 << 63, rng.getrandbits(64)))
        body[at : at + width] = value.to_bytes(8, "little")[:width]


def _order(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """All of an array is the same number, or runs backwards, or is another part of the file."""
    section = _section(head, rng)
    if section is None:
        return
    width, start, end = _span(section, body)
    if end - start < width:
        return
    items = [bytes(body[at : at + width]) for at in range(start, end - width + 1, width)]
    match rng.randrange(3):
        case 0:
            items = [rng.choice(items)] * len(items)
        case 1:
            items.reverse()
        case _:
            rng.shuffle(items)
    body[start : start + len(items) * width] = b"".join(items)


def _bytes(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    for _ in range(rng.choice((1, 10, 1000))):
        body[rng.randrange(len(body))] = rng.randrange(256)


_NUMBERS: Final[tuple[Any, ...]] = (
    0, 1, -1, 4096, 4097, 8192, 1 << 31, 1 << 32, 1 << 62, 1 << 63, 1 << 64, 10**30, 1.5, float("nan"),
    float("inf"), "4096", None, True, [], {}, "<i8", "<u4", "V7", "O", "V999999999", "<f8", "<U1000000", ",", "[" * 500,
)  # fmt: skip


def _directory(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """What the directory says."""
    section = _section(head, rng)
    match rng.randrange(6):
        case 0 if isinstance(head.get("checks"), list) and head["checks"]:
            head["checks"][rng.randrange(len(head["checks"]))] = rng.choice(_NUMBERS)
        case 1:
            head[rng.choice(("format", "passages", "sections", "checks", "more"))] = rng.choice(_NUMBERS)
        case 2 if isinstance(head.get("sections"), dict) and head["sections"]:
            name = rng.choice(sorted(head["sections"]))
            taken = head["sections"].pop(name)
            if rng.random() < 0.5:
                head["sections"][rng.choice(("more", "texts.number", "terms.around", "fingerprints.keys"))] = taken
        case 3 if isinstance(head.get("sections"), dict) and head["sections"]:
            head["sections"][rng.choice(sorted(head["sections"]))] = rng.choice(_NUMBERS)
        case _ if section is not None:
            name = rng.choice(("dtype", "offset", "count", "more"))
            near = section.get(name)
            by = rng.choice((1, -1, 4096, -4096))
            section[name] = near + by if isinstance(near, int) and rng.random() < 0.4 else rng.choice(_NUMBERS)


def closed(body: bytes, head: dict[str, Any]) -> bytes:
    """A file of postings with checks that are right, as far as the directory says where they are."""
    crcs = [zlib.crc32(body[at : at + 4096]) for at in range(0, len(body), 4096)]
    checks = struct.pack(f"<{len(crcs)}I", *crcs)
    told = head.get("checks")
    if isinstance(told, list) and len(told) == 3:
        told[2] = zlib.crc32(checks)
    return body + checks + _ended(json.dumps(head).encode())


def _ended(directory: bytes, length: int | None = None) -> bytes:
    size = len(directory) if length is None else length
    return directory + size.to_bytes(4, "little") + zlib.crc32(directory).to_bytes(4, "little") + b"simcheck"


def _spoilt(body: bytes, head: dict[str, Any], rng: random.Random) -> bytes:
    """The same, but for a few that are cut, or end in something else."""
    whole = closed(body, head)
    if rng.random() < 0.95:
        return whole
    length = int.from_bytes(whole[-16:-12], "little")
    directory = whole[-16 - length : -16]
    if rng.random() < 0.5:
        other = rng.choice((b"[" * 50_000, b"", b"[]", b"5", directory[:-1], b" " * 100_000 + directory))
        return whole[: -16 - length] + _ended(other)
    return whole[: -16 - length] + _ended(directory, rng.choice((0, 1, length - 1, 1 << 31, (1 << 32) - 1)))
