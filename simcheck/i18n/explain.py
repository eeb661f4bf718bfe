"""How is an error, and a note on a document, told: what, where, why, and what to do?"""

from __future__ import annotations

import contextlib
import errno
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from simcheck.environment import Language, option_for_corpus
from simcheck.errors import (
    CannotWrite,
    Empty,
    IndexMismatch,
    InvalidResult,
    NoMatch,
    NotFound,
    NotText,
    SimcheckError,
    TooLarge,
)
from simcheck.formats import Format
from simcheck.i18n.messages import Fact, known, sentences, text
from simcheck.i18n.printable import printable, width
from simcheck.model import Note, ranges


@dataclass(frozen=True, slots=True)
class Explanation:
    """What went wrong, in words; parts that have nothing to say are empty."""

    code: str
    title: str
    place: str = ""
    reason: str = ""
    advice: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    """Facts that need more than a sentence; the first row is the head."""

    def render(self, lang: Language) -> str:
        """The lines to print, the remedy last."""
        parts = [(text(lang, "label.reason"), self.reason), (text(lang, "label.advice"), self.advice)]
        # 原因 and 建议 are four cells wide, like "help"
        rows = [
            f"  {label:<4}  {words}" if label.isascii() else f"  {label}  {words}" for label, words in parts if words
        ]
        place = [f"  -->   {self.place}"] if self.place else []
        head = f"{text(lang, 'label.error')}[{self.code}] {self.title}" if self.code else self.title
        return "\n".join([head, *place, *_aligned(self.table), *rows])


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table, its columns two cells apart."""
    wide = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        fields = (field + " " * (cells - width(field)) for field, cells in zip(row, wide, strict=True))
        yield f"          {'  '.join(fields)}".rstrip()


def explain(error: SimcheckError, lang: Language) -> Explanation:
    """The title, place, reason and advice of any error of ``errors``."""
    facts = _facts(error, lang)
    # what is wrong with a table or a list is not a setting in the words of somebody who gave a file
    special = f"error.{error.code}.{facts.get('name')}"
    prefix = special if known(f"{special}.title") else f"error.{error.code}"
    if isinstance(error, NoMatch) and not _PATTERN.search(error.path):
        prefix = "error.no-match.folder"
    if isinstance(error, Empty) and error.passed:
        prefix = "error.empty.passed"
    explanation = worded(prefix, error.code, lang, **facts)
    if isinstance(error, NotText) and (remedy := _REMEDIES.get(_format(error.looks_like))):
        return replace(explanation, advice=text(lang, f"error.not-text.advice.{remedy}"))
    if isinstance(error, TooLarge) and known(place := f"error.too-large.place.{error.unit}"):
        return replace(explanation, place=text(lang, place, **facts))
    if type(error) is CannotWrite and known(advice := f"error.cannot-write.advice.{error.reason}"):
        return replace(explanation, advice=text(lang, advice))
    if isinstance(error, InvalidResult) and known(advice := f"error.invalid-result.advice.{error.reason}"):
        return replace(explanation, advice=text(lang, advice))
    if isinstance(error, NotFound) and _PATTERN.search(error.path):
        return replace(explanation, advice=text(lang, "error.not-found.advice.pattern"))
    if isinstance(error, IndexMismatch):
        return replace(explanation, table=_settings(error, lang))
    return explanation


_PATTERN: Final[re.Pattern[str]] = re.compile(r"[*?]")

_REMEDIES: Final[Mapping[str, str]] = {
    **dict.fromkeys((Format.BMP, Format.GIF, Format.HEIC, Format.ICON, Format.JPEG, Format.PNG, Format.PSD), "picture"),
    **dict.fromkeys((Format.TIFF, Format.WEBP), "picture"),
    **dict.fromkeys((Format.BZIP2, Format.CABINET, Format.GZIP, Format.JAR, Format.RAR, Format.SEVEN_ZIP), "archive"),
    **dict.fromkeys((Format.TAR, Format.XZ, Format.ZIP, Format.ZSTD), "archive"),
    **dict.fromkeys(
        (Format.AVI, Format.FLAC, Format.MATROSKA, Format.MP3, Format.MP4, Format.OGG, Format.WAV), "other"
    ),
    **dict.fromkeys((Format.ELF, Format.MACH_O, Format.WASM, Format.WINDOWS_PROGRAM), "other"),
    **dict.fromkeys((Format.FONT, Format.SHORTCUT, Format.SQLITE), "other"),
}
"""By the format what can be done about it, where that is not to save it as another one."""


def _format(looks_like: str) -> str:
    """The format that a fact names by its value or, in the catalogue of an older corpus, by its name in English.

    A word that is neither comes from a newer version, and is shown as it is.
    """
    return next((each for each in Format if sentences("en")[f"format.{each}"] == looks_like), looks_like)


def _settings(error: IndexMismatch, lang: Language) -> tuple[tuple[str, ...], ...]:
    head = tuple(text(lang, key) for key in ("setting", "setting.there", "setting.here"))
    rows = ((_word(f"setting.{name}", name, lang), *values) for name, *values in error.differences)
    return head, *(tuple(" ".join(printable(cell).split("\n")) for cell in row) for row in rows)


def _word(key: str, otherwise: str, lang: Language) -> str:
    return text(lang, key) if known(key) else otherwise


def short(code: str, facts: Mapping[str, Any], lang: Language) -> str:
    """Why a file could not be read, in a few words: for lists of many. ``facts`` are those of the error."""
    if not known(f"short.{code}"):
        return code
    shown = {name: value for name, value in facts.items() if isinstance(value, (str, int, float))}
    key = "short.empty.passed" if code == "empty" and shown.get("passed") else f"short.{code}"
    return _part(key, lang, _translated(shown, lang))


def data_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an error that a file could not be read by, for JSON: in the words of 0.2, whichever version wrote
    them down."""
    said = dict(facts)
    if "looks_like" in said:
        format = _format(str(said["looks_like"]))
        said["looks_like"] = sentences("en").get(f"format.{format}", format)
    number = _REFUSED.get(said.get("reason"))
    if number is not None:
        said["reason"] = os.strerror(number)
    return said


_REFUSED: Final[Mapping[Any, int]] = {"no-read-permission": errno.EACCES, "link-circle": errno.ELOOP}
"""What the system calls a reason of ``files.refusal``."""


def worded(prefix: str, code: str, lang: Language, **facts: Fact) -> Explanation:
    """An explanation from the sentences ``prefix.title``, ``.place``, ``.reason`` and ``.advice``.

    Where a sentence would name a fact that is empty, its variant ``….none`` is taken.
    """
    parts = (_part(f"{prefix}.{part}", lang, facts) for part in ("title", "place", "reason", "advice"))
    title, place, reason, advice = parts
    return Explanation(code, title, place, reason, advice)


def _part(key: str, lang: Language, facts: Mapping[str, Fact]) -> str:
    lacking = any(value == "" and f"{{{name}}}" in sentences("zh").get(key, "") for name, value in facts.items())
    if lacking and known(f"{key}.none"):
        key = f"{key}.none"
    return text(lang, key, **facts) if known(key) else ""


def _facts(error: SimcheckError, lang: Language) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name, value in vars(error).items():
        if isinstance(value, tuple):
            facts[name] = text(lang, "joint").join(map(str, value))
        elif isinstance(value, (str, int, float)):
            facts[name] = value
        else:
            facts[name] = str(value)
    if "folder" in facts:
        facts["at"] = option_for_corpus(str(facts["folder"]))
    return _translated(facts, lang)


def _translated(facts: dict[str, Fact], lang: Language) -> dict[str, Fact]:
    """The facts, those in the words of a reader that are codes or times."""
    if facts.get("path") == "-":
        facts["path"] = text(lang, "stdin")
    if "reason" in facts and known(f"reason.{facts['reason']}"):
        rest = {name: value for name, value in facts.items() if name != "reason"}
        facts["reason"] = text(lang, f"reason.{facts['reason']}", **rest)
    if facts.get("name") in ("min_length", "encoding"):
        facts["name"] = f"--{facts['name']}".replace("_", "-")
    if "looks_like" in facts:
        what = _format(str(facts["looks_like"]))
        facts["looks_like"] = _word(f"format.{what}", what, lang)
    if "since" in facts:
        facts["since"] = moment(str(facts["since"]))
    return facts


def moment(written: str) -> str:
    """A time of a record, to the minute: 2026-11-22 18:02."""
    return written[:16].replace("T", " ") if written[10:11] == "T" else written


def dated_by(evidence: str, lang: Language) -> str:
    """By what a date is known, in words; of what this version does not know, as it stands."""
    return _word(f"dated.{evidence}", evidence, lang)


_LISTS: Final = frozenset({"paragraphs", "pages", "characters"})
"""Facts of notes that are lists, written with commas in whatever language."""


def listed(items: str, lang: Language) -> str:
    """A list that is written with commas ("16, 21, 22, …") as a sentence of a language has it: 16、21–22 等."""
    words = items.split(", ")
    is_cut = words[-1] == "…"
    words = words[:-1] if is_cut else words
    if all(word.isdecimal() and len(word) < 10 for word in words):
        words = ranges([int(word) for word in words])
    joined = text(lang, "joint").join(words)
    return text(lang, "and-more", words=joined) if is_cut else joined


WITHHELD: Final = "…"
"""What stands in a note's facts for words that are not to be told."""


def note(note: Note, lang: Language, names: Mapping[str, str]) -> str:
    """The sentence of a note; ``names`` are the documents' names by id."""
    facts: dict[str, Fact] = {"count": 1, "text": "请勿照搬照抄", "characters": "", **note.facts}
    facts |= {name: text(lang, "withheld") for name, said in facts.items() if said == WITHHELD}
    facts |= {name: listed(said, lang) for name, said in facts.items() if name in _LISTS and isinstance(said, str)}
    about = str(facts.get("document", "")) or text(lang, "both")
    facts["document"] = text(lang, "stdin") if about == "-" else names.get(about, about)
    if "source" in facts:
        facts["source"] = names.get(str(facts["source"]), str(facts["source"]))
    facts["by"] = evidence(str(facts.get("by", "")), lang)
    if note.code in ("passed-over", "not-read"):
        facts["passed"] = _passed(note.facts, lang)
    if "date_by" in facts:
        facts["dated"] = dated_by(str(facts["date_by"]), lang)
    key = f"note.{note.code}"
    if facts.get("partly") and known(f"{key}.partly"):
        key += ".partly"
    if known(key):
        # a result that was written by hand, or by another version, may lack some
        with contextlib.suppress(KeyError, ValueError):
            return text(lang, key, **facts)
    rest = text(lang, "joint").join(f"{name} {value}" for name, value in note.facts.items() if name != "document")
    return text(lang, "note.other", code=note.code, document=facts["document"], facts=rest)


def _passed(counts: Mapping[str, Fact], lang: Language) -> str:
    """3 张图片、1 个公式: what a reader passed over, by the facts of its note; what is unknown here by its name."""
    said = []
    for kind, count in counts.items():
        if known(key := f"passed.{kind}") and isinstance(count, int):
            said.append(text(lang, key, count=count))
        elif kind != "document":
            said.append(f"{kind} {count}")
    return text(lang, "joint").join(said)


def evidence(by: str, lang: Language) -> str:
    """，据标题、落款: by what a unit is known, "" if that is not told."""
    if not by:
        return ""
    return text(lang, "by", by=text(lang, "joint").join(_word(f"by.{each}", each, lang) for each in by.split(", ")))
