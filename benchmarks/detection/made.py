"""Harder cases than a corpus has, made from its sources; the same seed makes the same documents.

    python -m benchmarks made SOURCES_DIR OUT_DIR
    python -m benchmarks made SOURCES_DIR OUT_DIR --kinds condensed none --each 40 --seed 1

SOURCES_DIR holds texts of one genre (.txt). OUT_DIR becomes a corpus in the format of pan.py, for quality:

  sprinkled    every sixth to eighth character of a passage is another common one: no eight in a row are left;
  synonyms     60 % of the words of two characters or more are others of the same part of speech, from other texts;
  condensed    half of the clauses are left out, and in every second one of the others a word is another;
  shuffled     the clauses are in random order;
  near-copy    the whole source with a tenth of such words replaced; it has no host;
  none         paragraphs of another text, and nothing of the source.

The others are passages of about 300 characters (condensed: 600 before) between paragraphs of another text, the host.
"""

from __future__ import annotations

import argparse
import random
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks import record
from benchmarks.detection import pan
from benchmarks.detection.pan import Annotation, CorpusError, Pair, Span

HARD: Final = ("sprinkled", "synonyms", "condensed", "shuffled", "near-copy")

PASSAGE: Final = 300
"""Characters of a passage that is planted; of a condensed one this is what is left."""

HOST: Final = 4000
"""Characters of a host around it, as many as a document of the Chinese corpus has."""

COMMON: Final = 500
"""The commonest characters, of which those are that replace others."""

NATURAL: Final = 13
"""Characters of a run that two reports share by themselves."""


@dataclass(frozen=True, slots=True)
class Task:
    """A pair, the names of the sources to take out of the background, and the text of one that was made here."""

    pair: Pair
    without: tuple[str, ...] = ()
    text: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks made", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", type=Path, metavar="SOURCES_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--kinds", nargs="+", choices=(*HARD, "none"), default=[*HARD, "none"], metavar="KIND")
    parser.add_argument("--each", type=record.positive, default=40, metavar="N", help="documents of each kind: 40")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    options = parser.parse_args(arguments)
    texts = {path.name: pan.read_text(path) for path in sorted(options.sources.glob("*.txt"))}
    try:
        maker = Maker(texts)
        for folder in ("susp", "src", *options.kinds):
            (options.out / folder).mkdir(parents=True)
    except FileExistsError as error:
        return record.refuse("made", f"there is something already: {error.filename}")
    except CorpusError as error:
        return record.refuse("made", str(error))
    for name, text in texts.items():
        _write(options.out / "src" / name, text)
    for done, kind in enumerate(options.kinds):
        lines = []
        for number in range(options.each):
            task = maker.task(kind, number, random.Random(f"{options.seed}-{kind}-{number}"))
            name = f"{task.pair.suspicious}.txt"
            assert task.text is not None
            _write(options.out / "susp" / name, task.text)
            _write(
                options.out / kind / f"{task.pair.suspicious}-{Path(task.pair.source).stem}.xml", _features(task.pair)
            )
            lines.append(f"{name} {task.pair.source}\n")
        _write(options.out / kind / "pairs", "".join(lines))
        record.progress(done + 1, len(options.kinds))
    return 0


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def _features(pair: Pair) -> str:
    root = ElementTree.Element("document", reference=f"{pair.suspicious}.txt")
    for name, places in (("plagiarism", pair.cases), ("natural", pair.natural)):
        for place in places:
            numbers = {
                "this_offset": place.left.start,
                "this_length": place.left.end - place.left.start,
                "source_offset": place.right.start,
                "source_length": place.right.end - place.right.start,
            }
            feature = ElementTree.SubElement(root, "feature", name=name, source_reference=pair.source)
            for key, value in numbers.items():
                feature.set(key, str(value))
    return ElementTree.tostring(root, encoding="unicode")


Words = Sequence[tuple[str, str]]
"""Words and their parts of speech, as jieba tags them; together they are all of a text."""

_HAN: Final = re.compile("[\u4e00-\u9fff]+")
_BORDER: Final = re.compile("[。！？；\n]")
_CLAUSE: Final = re.compile("[^，。；：！？\n]+[，。；：！？\n]*")


class Maker:
    """Makes documents with a passage of one text in another; the same random numbers make the same document."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        if len(texts) < 2:
            raise CorpusError("harder kinds need two sources or more; give --hard 0")
        self._texts = texts
        letters = Counter(letter for text in texts.values() for letter in text if _HAN.match(letter))
        self._common = [letter for letter, _ in letters.most_common(COMMON)]
        self._words = {name: tagged(text) for name, text in texts.items()}
        self._alike: dict[str, list[tuple[str, str]]] = {}
        """By part of speech: words, and the text that each stands in."""
        for name, words in self._words.items():
            for word, tag in filter(_replaceable, words):
                self._alike.setdefault(tag, []).append((word, name))

    def task(self, kind: str, number: int, rng: random.Random) -> Task:
        """The document of a kind and a number."""
        name, host = rng.sample(list(self._texts), 2)
        source = self._texts[name]
        suspicious = f"{kind}-{number:02d}"
        if kind == "near-copy":
            text = self._with_others(self._words[name], 0.1, name, rng)
            whole = Annotation(suspicious, Span(0, len(text)), name, Span(0, len(source)))
            return Task(Pair(kind, suspicious, name, (whole,)), (name,), text)
        if kind == "none":
            text = "".join(_parted(self._texts[host], rng))
            return Task(
                Pair(kind, suspicious, name, (), _natural(suspicious, text, 0, name, source)), (name, host), text
            )
        right = _passage(source, 2 * PASSAGE if kind == "condensed" else PASSAGE, rng)
        passage = self._rewritten(kind, source[right.start : right.end], name, rng).strip()
        before, after = _parted(self._texts[host], rng)
        text = f"{before}{passage}\n{after}"
        case = Annotation(suspicious, Span(len(before), len(before) + len(passage)), name, right)
        natural = [
            *_natural(suspicious, before, 0, name, source),
            *_natural(suspicious, after, len(text) - len(after), name, source),
        ]
        return Task(Pair(kind, suspicious, name, (case,), tuple(natural)), (name, host), text)

    def _rewritten(self, kind: str, passage: str, name: str, rng: random.Random) -> str:
        rewrite: dict[str, Callable[[], str]] = {
            "sprinkled": lambda: self._sprinkled(passage, rng),
            "synonyms": lambda: self._with_others(tagged(passage), 0.6, name, rng),
            "condensed": lambda: self._condensed(passage, name, rng),
            "shuffled": lambda: "".join(rng.sample(clauses := _CLAUSE.findall(passage), len(clauses))),
        }
        return rewrite[kind]()

    def _sprinkled(self, passage: str, rng: random.Random) -> str:
        letters = list(passage)
        left = rng.randint(6, 8)
        for at, letter in enumerate(letters):
            # punctuation is nothing that would interrupt a run
            left -= letter.isalnum()
            if not left:
                letters[at] = rng.choice([other for other in self._common if other != letter])
                left = rng.randint(6, 8)
        return "".join(letters)

    def _condensed(self, passage: str, name: str, rng: random.Random) -> str:
        clauses = _CLAUSE.findall(passage)
        kept = sorted(rng.sample(range(len(clauses)), (len(clauses) + 1) // 2))
        return "".join(
            self._with_others(tagged(clauses[n]), 1, name, rng) if turn % 2 else clauses[n]
            for turn, n in enumerate(kept)
        )

    def _with_others(self, words: Words, many: int | float, name: str, rng: random.Random) -> str:
        """The text of the words with so many of them, or such a part of those that can be, replaced."""
        able = [n for n, word in enumerate(words) if _replaceable(word)]
        number = many if isinstance(many, int) else round(many * len(able))
        chosen = set(rng.sample(able, min(number, len(able))))
        return "".join(self._other(*word, name, rng) if n in chosen else word[0] for n, word in enumerate(words))

    def replaced(self, words: Words, part: float, rng: random.Random) -> list[str]:
        """The words, such a part of those that can be replaced by others of their kind; as many as there were."""
        able = [n for n, word in enumerate(words) if _replaceable(word)]
        chosen = set(rng.sample(able, round(part * len(able))))
        return [self._other(*word, "", rng) if n in chosen else word[0] for n, word in enumerate(words)]

    def _other(self, word: str, tag: str, name: str, rng: random.Random) -> str:
        """A word of the same part of speech that stands in another text; the same word if there is none."""
        alike = self._alike.get(tag, [])
        for _ in range(100 if alike else 0):
            other, where = rng.choice(alike)
            if other != word and where != name:
                return other
        return word


def _replaceable(word: tuple[str, str]) -> bool:
    return len(word[0]) >= 2 and _HAN.fullmatch(word[0]) is not None


def tagged(text: str) -> Words:
    import warnings

    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba.posseg

    jieba.setLogLevel("ERROR")
    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


def _passage(text: str, length: int, rng: random.Random) -> Span:
    """Whole sentences of ``length`` characters or a few more, anywhere in the text."""
    borders = [0, *(match.end() for match in _BORDER.finditer(text))]
    starts = [border for border in borders if border + length <= borders[-1]]
    start = rng.choice(starts) if starts else 0
    end = next((border for border in borders if border >= start + length), len(text))
    bare = text[start:end].strip()
    start = text.index(bare, start)
    return Span(start, start + len(bare))


def _parted(text: str, rng: random.Random) -> tuple[str, str]:
    """Paragraphs of about ``HOST`` characters, anywhere in the text, in two parts."""
    borders = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    start = rng.choice([border for border in borders if border + HOST <= len(text)] or [0])
    end = next((border for border in borders if border >= start + HOST), len(text))
    middle = start + rng.randint(HOST // 4, 3 * HOST // 4)
    at = next((border for border in borders if border >= middle), end)
    at = min(at, end)
    return text[start:at].rstrip("\n") + "\n", text[at:end]


def _natural(suspicious: str, text: str, start: int, name: str, source: str) -> tuple[Annotation, ...]:
    """What a part of a document, from ``start`` on, shares with the source by itself."""
    return tuple(
        Annotation(suspicious, Span(start + left.start, start + left.end), name, there)
        for left, there in _shared(text, source)
    )


def _shared(text: str, source: str) -> Iterator[tuple[Span, Span]]:
    """Runs of ``NATURAL`` characters or more that stand in both, punctuation aside, with a place in the source."""
    mine, theirs = ([n for n, letter in enumerate(each) if letter.isalnum()] for each in (text, source))
    grams = {_gram(source, theirs, n): n for n in reversed(range(len(theirs) - NATURAL + 1))}
    common = [n for n in range(len(mine) - NATURAL + 1) if _gram(text, mine, n) in grams]
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(common), 1) if b > a + 1), len(common)]
    for a, b in pairwise(breaks):
        if a < b:
            first, last = common[a], common[b - 1] + NATURAL - 1
            there = grams[_gram(text, mine, first)]
            end = min(there + last - first, len(theirs) - 1)
            yield Span(mine[first], mine[last] + 1), Span(theirs[there], theirs[end] + 1)


def _gram(text: str, letters: Sequence[int], n: int) -> str:
    return "".join(text[at] for at in letters[n : n + NATURAL])
