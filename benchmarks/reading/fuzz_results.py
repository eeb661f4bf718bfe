"""Whether changed results, lists and tables of metadata are taken, or refused in the program's own words.

    python -m benchmarks fuzz_results
    python -m benchmarks fuzz_results --files 20000 --seed 1
    python -m benchmarks fuzz_results --seconds 5

Results are those of the samples, as ``-o`` writes them. Their bytes are changed, and their values as well, so that the
JSON stays whole: places move, lists grow, numbers become enormous, words become commands to a terminal or what XML
cannot hold. What is taken is shown in every form that there is (screen, Markdown, table, annotated copy, JSON again).
Lists and tables go through what reads them, and some through a corpus. Counted are those that were taken, those refused
by an error of ours, and what must not be: any other exception, and any file that takes longer than ten seconds.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks import record

HANG: Final = 10.0
"""Seconds."""

KINDS: Final = ("result", "list", "metadata", "reading")

ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 13, 2**31, 2**53 - 1, 2**53, 2**63, 2**64, 10**30, 1e-320, 1e308, -0.0, 0.5, [], {},
    [[]], {"a": 1}, [1, 2], "", "a", "-", "\0", "\x1b[31m\x1b]0;x\x07", "\u202e\u2066", "\u200b", "\ud800", "\udcff",
    "\ufffe\uffff", "\x0b\x0c\x85\u2028", "{count}", "{0}{x!r}", "%s%n", "=cmd|' /C calc'!A0", "../../a", "/etc/passwd",
    "a\nb", "|<b>*x*`[a](b)", "x" * 5000, "date", "9999-99-99", "identical", "quoted", "origin-earliest", "left-behind",
)  # fmt: skip
"""Values in the place of others."""

NAMES: Final = ("lang", "key", "self", "count", "document", "source", "text", "code", "reason", "", "\x1b[1m", "{}")


# What is damaged


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Whole files of a kind, as the program writes or takes them."""
    return tuple(each.encode("utf-8", "surrogatepass") for each in _SEEDS[kind]())


def _results() -> Iterator[str]:
    import simcheck

    texts = [simcheck.read(path) for path in sorted((record.ROOT / "corpus").glob("*.txt"))]
    # short ones, so that there is time for many
    texts = [replace(each, text=each.text[:900]) for each in texts]
    documents = record.ROOT / "tests" / "data" / "documents"
    for left, right in (texts[:2], texts[-2:]):
        yield simcheck.compare(left, right).to_json()
    yield simcheck.compare(simcheck.read(documents / "report.docx"), simcheck.read(documents / "report.rtf")).to_json()
    with tempfile.TemporaryDirectory() as folder, simcheck.Corpus.open(folder, create=True) as corpus:
        for each in texts:
            corpus.add(each)
        for each in texts[::2]:
            corpus.add(replace(each, id=f"{each.id}a", name=f"又一份 {each.name}"))
        yield corpus.check(replace(texts[-1], id="0", name="-")).to_json()
        yield corpus.check(simcheck.read(documents / "parts.docx")).to_json()


def _lists() -> Iterator[str]:
    text = "全镇新建文化广场三处，整修灌溉渠道十二公里，改造低产茶园八百亩，发放补贴四十二万元。"
    rows: list[dict[str, Any]] = [
        {"id": f"{n}", "text": text.replace("三", f"{n}"), "title": f"总结{n}", "date": "2024-03-01", "unit": "青禾镇"}
        for n in range(8)
    ]
    rows[3] = {"content": text, "id": 7, "author": "张三", "date": 2024}
    yield "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    yield "".join(json.dumps(row) + "\r\n" for row in rows)


def _tables() -> Iterator[str]:
    yield "\ufeff文件,标题,单位,日期,作者,备注\n" + "".join(
        f'{n}.txt,总结{n},青禾镇,2024年{n}月3日,张三,"一,二\n三"\n' for n in range(1, 9)
    )
    yield "file\ttitle\tdate\r\n" + "".join(f"a/{n}.txt\t甲\t2024-0{n}\r\n" for n in range(1, 9))


def _readings() -> Iterator[str]:
    from simcheck.model import Note, Span
    from simcheck.report.reader_notes import reading_data

    notes = [
        Note("encoding", None, {"encoding": "GB18030", "document": "a"}),
        Note("replaced", Span(1, 2), {"count": 3}),
    ]
    yield reading_data(notes, ())
    yield reading_data(notes, (0, 4, 9))
    yield reading_data([], (0, 4, 9))


_SEEDS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "result": _results,
    "list": _lists,
    "metadata": _tables,
    "reading": _readings,
}


# How


def damaged(kind: str, rng: random.Random) -> bytes:
    """One file of a kind, changed; the same generator gives the same file."""
    whole = rng.choice(seeds(kind))
    if kind != "metadata" and rng.random() < 0.7:
        return _revalued(whole, rng)
    changed = bytearray(whole)
    for _ in range(rng.choice((1, 1, 2, 5))):
        if changed:
            rng.choice(_CHANGES)(changed, rng)
    return bytes(changed)


def _revalued(whole: bytes, rng: random.Random) -> bytes:
    """Values of the JSON, line by line."""
    lines = [json.loads(line) for line in whole.splitlines() if line.strip()]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(lines))
        lines[at] = _with_other(lines[at], rng)
    if rng.random() < 0.05:
        lines *= 2
    escaped = rng.random() < 0.3
    written = "\n".join(json.dumps(line, ensure_ascii=escaped, separators=(",", ":")) for line in lines)
    if rng.random() < 0.1:
        number = rng.choice(("1e999", "-1e999", "NaN", "Infinity", "9" * 5000, "1.5e3", "01", "+1", "0x1"))
        written = re.sub(r"(?<=[\[:,])\d+(?=[,\]}])", number, written, count=rng.choice((1, 1, 50)))
    return written.encode("utf-8", "surrogatepass")


def _with_other(value: Any, rng: random.Random) -> Any:
    """The value with one of those inside it changed, each depth as likely."""
    if isinstance(value, (dict, list)) and value and rng.random() < 0.85:
        inside: Any = copy.copy(value)
        key = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
        inside[key] = _with_other(value[key], rng)
        return inside
    return rng.choice(_REPLACEMENTS)(value, rng)


def _odd(value: Any, rng: random.Random) -> Any:
    return rng.choice(ODD)


def _near(value: Any, rng: random.Random) -> Any:
    """A number that could as well stand there."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _grown(value, rng)
    return value + rng.choice((-1, 1, -5, 7, 100, value))


def _grown(value: Any, rng: random.Random) -> Any:
    """More of the same, less, or in another order."""
    if isinstance(value, list):
        some = value * rng.choice((0, 2, 2, 40)) if len(value) < 200 else value[: len(value) // 2]
        rng.shuffle(some)
        return some
    if isinstance(value, dict):
        members = dict(value)
        if members and rng.random() < 0.5:
            del members[rng.choice(list(members))]
        else:
            members[rng.choice(NAMES)] = rng.choice(ODD)
        return members
    if isinstance(value, str):
        at = rng.randrange(len(value) + 1)
        return value[:at] + str(rng.choice([odd for odd in ODD if isinstance(odd, str)])) + value[at:]
    return _odd(value, rng)


def _nested(value: Any, rng: random.Random) -> Any:
    for _ in range(rng.choice((1, 3, 200))):
        value = [value] if rng.random() < 0.5 else {"facts": value}
    return value


_REPLACEMENTS: Final = (_odd, _odd, _near, _near, _grown, _grown, _nested)


def flip(data: bytearray, rng: random.Random) -> None:
    """Some bytes become others."""
    for _ in range(rng.choice((1, 1, 3, 20))):
        data[rng.randrange(len(data))] = rng.randrange(256)


def cut(data: bytearray, rng: random.Random) -> None:
    """A part is gone, at times all that follows."""
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 4, 50, 2000, len(data)))]


def _repeat(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    part = bytes(data[at : at + rng.choice((1, 4, 60, 900))])
    data[at:at] = part * rng.choice((1, 2, 50, 2000))


def _put(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    word = rng.choice(
        (
            b"\xff\xfe",
            b"\0",
            b'"',
            b"\\",
            b"\n",
            b"\r",
            b",",
            b";",
            b"\t",
            b"[",
            b"{",
            b"]",
            b"\\ud800",
            b"\xed\xa0\x80",
        )
        + (
            b"\xef\xbb\xbf",
            b"NaN",
            b"1e999",
            b"=1+1",
            b"'",
            b"../",
            b"\xe2\x80\xae",
            b"\x1b[2J",
            b"\xc2\x9b",
            b"-",
            b"9",
        )
    )
    data[at : at + rng.choice((0, len(word)))] = word * rng.choice((1, 1, 1, 30, 3000))


_CHANGES: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (flip, flip, cut, _repeat, _put, _put)


# What becomes of it


def take(kind: str, data: bytes) -> None:
    """Do with the file what the program does; raises whatever comes of it."""
    _TAKERS[kind](data)


def _take_result(data: bytes) -> None:
    from simcheck import Report

    # halves of pairs come from Python alone, other bytes from files
    try:
        written = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        written = data.decode("utf-8", "replace")
    everywhere(Report.from_json(written, name="a.json"), random.Random(data))


def everywhere(report: Any, rng: random.Random) -> None:
    """A report in some of its forms: nothing in them may drive a terminal, and each can be written."""
    from simcheck import Report
    from simcheck.environment import LANGUAGES
    from simcheck.render.docx.annotated import annotated
    from simcheck.render.markdown import markdown
    from simcheck.render.table import table
    from simcheck.render.terminal.options import Screen, View
    from simcheck.render.terminal.screen import plain

    again = report.to_json()
    if Report.from_json(again).to_json() != again:
        raise AssertionError("a result is another after a round trip")
    lang = rng.choice(LANGUAGES)
    views = [Screen(lang, rng.choice((40, 80, 120)), view, every=True) for view in View]
    forms: list[Callable[[], str]] = [lambda view=view: plain(report, view) for view in views]  # type: ignore[misc]
    forms += [lambda: markdown(report, lang), lambda: table(report, lang)]
    for form in rng.sample(forms, 3):
        found = DRIVES.search(form().removeprefix("\ufeff"))
        if found:
            raise AssertionError(f"{found[0]!r} on a screen")
    if rng.random() < 0.3:
        annotated(report, lang)


DRIVES: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that drive a terminal or turn its lines round."""


def _take_list(data: bytes) -> None:
    from simcheck.corpus.inputs import Listing, Said

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(data)
        listing = Listing([path], Path(folder), Said())
        taken, failed = list(listing.inputs()), listing.failed
        # each line is one or the other
        lines = sum(bool(line.strip()) for line in data.split(b"\n"))
        if len(taken) + len(failed) != lines:
            raise AssertionError(f"{lines} lines, {len(taken)} taken, {len(failed)} refused")
        for source in taken:
            source.name.encode("utf-8", "surrogatepass")
        if not taken and failed:
            raise failed[0][1]


def _take_table(data: bytes) -> None:
    from simcheck.metadata.sidecar import sheet

    for said in sheet("metadata.csv", data).values():
        if not all(said.values()):
            raise AssertionError("nothing is said to be something")


def _take_reading(data: bytes) -> None:
    from simcheck.errors import CatalogueDamaged
    from simcheck.report.reader_notes import reading_from

    try:
        notes, pages = reading_from(data.decode("utf-8", "replace"), 20)
    except ValueError as error:
        raise CatalogueDamaged("", "", str(error)) from None
    if any(note.span and note.span.end > 20 for note in notes) or any(page > 20 for page in pages):
        raise AssertionError("outside the text")


_TAKERS: Final[dict[str, Callable[[bytes], None]]] = {
    "result": _take_result,
    "list": _take_list,
    "metadata": _take_table,
    "reading": _take_reading,
}


def outcome(kind: str, data: bytes) -> tuple[str, str]:
    """What became of a file: "taken", the code of an error of ours, "traceback" or "hang"; and its story if bad."""
    from simcheck.errors import SimcheckError

    started = time.monotonic()
    what, story = "taken", ""
    try:
        take(kind, data)
    except SimcheckError as error:
        what = error.code
    except Exception:  # noqa: BLE001 exactly what is looked for
        what, story = "traceback", traceback.format_exc()
    took = time.monotonic() - started
    return ("hang", f"{took:.1f} s") if took > HANG else (what, story)


def files(seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Changed files without end: kind, content, and a name by which each is made again."""
    number = 0
    while True:
        kind = KINDS[number % len(KINDS)]
        name = f"{kind} {seed} {number}"
        yield kind, damaged(kind, random.Random(name)), name
        number += 1


class Kind:
    """One of ``KINDS`` for ``fuzz``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._last = b""

    def run(self, rng: random.Random) -> str:
        """What became of a file: "read" or the code of an error of ours."""
        self._last = damaged(self.name, rng)
        what, story = outcome(self.name, self._last)
        if what == "traceback":
            raise AssertionError(story)
        return "read" if what == "taken" else what

    def keep(self, to: Path) -> None:
        """Put the last file aside."""
        to.with_name(f"{to.name}.{self.name}").write_bytes(self._last)

    def close(self) -> None:
        """Nothing to be put away."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks fuzz_results",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--files", type=int, default=4_000, metavar="N", help="4000")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long instead")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="put the files that failed here")
    options = parser.parse_args(arguments)
    for kind in KINDS:
        seeds(kind)
    begun = time.monotonic()
    counts: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []
    for number, (kind, data, name) in enumerate(files(options.seed)):
        if time.monotonic() - begun > options.seconds if options.seconds else number >= options.files:
            break
        what, story = outcome(kind, data)
        counts[kind, what] += 1
        if story:
            failures.append(f"{name}: {story}")
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{name.replace(' ', '-')}.bin").write_bytes(data)
    for (kind, what), count in sorted(counts.items()):
        print(f"{kind:10} {what:20} {count}")
    for words in failures[:20]:
        print(words)
    print(f"{sum(counts.values())} files, {len(failures)} failures")
    return 1 if failures else 0
