"""Which encodings are recognized, and whether a text is ever shown wrong without a word.

    python -m benchmarks decoding
    python -m benchmarks decoding --seed 1 --out benchmarks/results/decoding.md

Texts of the samples (simplified, traditional, with much English in between, lists of names and figures, English) of six
lengths are written in each encoding that can hold them, whole and with one, three and ten bytes changed or lost, and
read without a hint. A case is right if every character is what was meant, but for those beside a damaged byte, and the
damage is told; refused, if there is an error that asks for the encoding; wrong otherwise. Damage that leaves the bytes
a valid text of that encoding cannot be seen by anybody: a case without a word about it counts as right if at most two
characters for each damaged byte differ. The same seed makes the same cases.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record

CORPUS: Final = record.ROOT / "corpus"

ENCODINGS: Final = (
    *(
        ("UTF-8", "utf-8"),
        ("UTF-8 with mark", "utf-8-sig"),
        ("GB18030", "gb18030"),
        ("GBK", "gbk"),
        ("GB2312", "gb2312"),
    ),
    *(("Big5", "big5"), ("Big5 (Windows)", "cp950"), ("Big5-HKSCS", "big5hkscs")),
    *(("UTF-16 with mark", "utf-16"), ("UTF-16 LE", "utf-16-le"), ("UTF-16 BE", "utf-16-be")),
    *(("UTF-32 with mark", "utf-32"), ("Windows-1252", "cp1252")),
)

LENGTHS: Final = (12, 40, 200, 1000, 4000, 20_000)
DAMAGE: Final = (0, 1, 3, 10)


class _Case(NamedTuple):
    script: str
    encoding: str
    codec: str
    length: int
    damage: int
    text: str
    data: bytes


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks decoding", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--show", action="store_true", help="print the cases that are not right")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    counted: Counter[tuple[str, str, str]] = Counter()
    for case in cases(random.Random(options.seed)):
        outcome = read(case)
        for kind, key in (("encoding", case.encoding), ("damage", str(case.damage)), ("length", str(case.length)),
                          ("script", case.script), ("all", "all")):  # fmt: skip
            counted[kind, key, outcome] += 1
        if options.show and outcome != "right":
            print(f"{outcome}: {case.encoding}, {case.script}, {case.length} characters, {case.damage} bytes damaged")
    total = sum(count for (kind, _, _), count in counted.items() if kind == "all")
    head = record.heading(f"encodings (seed {options.seed})", record.machine(), [f"{total} cases"])
    section = f"{head}\n{_table(counted)}\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return 0


_KINDS: Final = {"encoding": "{}", "script": "{}", "length": "{} characters", "damage": "{} bytes damaged", "all": "{}"}
"""How the rows are grouped and called."""


def _table(counted: Counter[tuple[str, str, str]]) -> str:
    rows: list[tuple[str, ...]] = [("cases", "number", "right", "refused", "wrong", "% right")]
    for kind, label in _KINDS.items():
        for name in dict.fromkeys(name for other, name, _ in counted if other == kind):
            right, refused, wrong = (counted[kind, name, outcome] for outcome in ("right", "refused", "wrong"))
            total = right + refused + wrong
            rows.append((label.format(name), *map(str, (total, right, refused, wrong)), f"{right / total:.1%}"))
    return record.table(rows)


def scripts() -> dict[str, str]:
    """Long texts of each kind."""
    import simcheck

    texts = {path.stem: simcheck.read(path).text for path in sorted(CORPUS.glob("*.txt"))}
    traditional = next(text for name, text in texts.items() if "繁體" in name)
    simplified = "\n".join(text for name, text in texts.items() if "繁體" not in name)
    english = (
        "In the past year the township finished the reconstruction of four roads – more than twelve kilometres – and "
        "opened a “one window” service hall; fees were cut by 8.5%. The café at the old quarry drew 19,000 visitors. "
    )
    words = [line for line in simplified.splitlines() if len(line) > 60]
    mixed = "\n".join(
        f"{line[:30]} (GDP +6.4%, R&D, PPP No. {n}) {line[30:60]} see Appendix {n}.2" for n, line in enumerate(words)
    )
    names = "\n".join(
        f"{n}\t{line[:3]}\t{line[5:8]}\t{n * 137 % 1000}.{n % 10}万元" for n, line in enumerate(words * 9)
    )
    return {
        "simplified": simplified,
        "traditional": traditional * 9,
        "with English": mixed * 3,
        "names and figures": names,
        "English": english * 100,
    }


def cases(rng: random.Random) -> Iterator[_Case]:
    """Every case, in a fixed order."""
    for script, whole in scripts().items():
        for encoding, codec in ENCODINGS:
            for length in LENGTHS:
                at = rng.randrange(max(1, len(whole) - length))
                text = whole[at : at + length]
                if script != "English" and not any(ord(sign) > 0x2000 for sign in text):
                    continue
                try:
                    data = text.encode(codec)
                except UnicodeEncodeError:
                    # a character or two that this encoding lacks, as in a file that was written in it
                    text = "".join(sign for sign in text if _holds(codec, sign))
                    data = text.encode(codec)
                    if len(text) < 0.9 * length:
                        continue
                if script == "English" and codec not in (
                    "utf-8",
                    "utf-8-sig",
                    "utf-16",
                    "utf-16-le",
                    "utf-16-be",
                    "cp1252",
                ):
                    continue
                for damage in DAMAGE:
                    if damage * 40 <= len(data):
                        yield _Case(script, encoding, codec, length, damage, text, _damaged(data, damage, rng))


def _holds(codec: str, sign: str) -> bool:
    try:
        sign.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _damaged(data: bytes, times: int, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        at = rng.randrange(4, len(changed))
        if rng.random() < 0.5:
            changed[at] = rng.randrange(256)
        else:
            del changed[at]
    return bytes(changed)


def read(case: _Case) -> str:
    """What becomes of a case: right, refused or wrong."""
    from rapidfuzz.distance import Indel

    from simcheck.errors import UnreadableDocument
    from simcheck.readers import decode

    try:
        document = decode("a.txt", case.data)
    except UnreadableDocument:
        return "refused"
    if document.text == case.text:
        return "right"
    told = any(note.code in ("replaced", "slipped") for note in document.notes)
    # each damaged byte may cost the characters beside it, and leave placeholders
    allowed = case.damage * (8 if told else 4)
    return "right" if case.damage and Indel.distance(document.text, case.text) <= allowed else "wrong"
