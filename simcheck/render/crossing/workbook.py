"""The workbook of a crossing: a row a document, a row each way of a pair, the members of groups, the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from simcheck.crossing.crossing import Pair, Passage
from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import Kind, Span, ranges
from simcheck.render.crossing.record import crossing_record
from simcheck.render.crossing.screen import answer, head_line, only_new, templates
from simcheck.render.crossing.view import LISTED, LONG, GroupRow, View, is_apart
from simcheck.render.view.record import Verified
from simcheck.render.xlsx.book import Book, Cell, Column, Sort
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_NAMES: Final = 5
"""Documents that a cell names."""

_SWAPS: Final = 8
"""Exchanges that a cell names."""


def crossing_workbook(view: View, *, texts: bool = True, corpus: str = "", verified: Verified | None = None) -> bytes:
    """The workbook; without ``texts`` passages are told by their places only. Its last sheet has the record, of a saved
    crossing with what was ``verified``."""
    say = view.lang
    book = Book(say, text(say, "book.title.cross", n=len(view.crossing.documents)))
    above = [text(say, "book.title.cross", n=len(view.crossing.documents)), answer(view), text(say, "closing")]
    if view.crossing.new:
        above.insert(1, only_new(view))
    book.sheet(text(say, "book.summary"), _columns(_SUMMARY, say), _summary(view), above=above, fixed=2)
    book.sheet(text(say, "book.pairs"), _columns(_PAIRS, say), _pairs(view), fixed=2, of_rows=2 * len(view.telling))
    book.sheet(text(say, "book.groups"), _columns(_GROUPS, say), _groups(view), fixed=3)
    holdings = sum(len(passage.holders) for passage in view.crossing.passages)
    book.sheet(text(say, "book.passages"), _columns(_PASSAGES, say), _passages(view, texts=texts), of_rows=holdings)
    book.about(text(say, "book.about"), (*_about(view, corpus), *_record(view, corpus, verified)))
    return book.content()


_Shape = tuple[tuple[str, Sort, float], ...]


def _columns(shape: _Shape, lang: Language) -> list[Column]:
    return [Column(text(lang, f"cross.column.{key}"), sort, width) for key, sort, width in shape]


_SUMMARY: Final[_Shape] = (
    ("number", Sort.COUNT, 5),
    ("document", Sort.NAME, 34),
    ("unit", Sort.NAME, 14),
    ("date", Sort.WORD, 11),
    ("compared", Sort.NUMBER, 8),
    ("high", Sort.PERCENT, 9),
    ("total", Sort.PERCENT, 9),
    ("largest", Sort.NAME, 34),
    ("taken", Sort.PERCENT, 9),
    ("group", Sort.COUNT, 7),
    ("same", Sort.NAME, 22),
    ("templated", Sort.NUMBER, 10),
    ("common", Sort.NUMBER, 9),
    ("own", Sort.NAME, 24),
    ("notes", Sort.TEXT, 36),
)


def _summary(view: View) -> Iterator[list[Cell]]:
    same = _same(view)
    own = _own(view)
    for row in view.rows:
        metadata = view.crossing.documents[row.id].metadata
        is_known = bool(row.share.part) or view.is_compared(row.id)
        yield [
            row.number,
            row.name,
            metadata.get("unit", ""),
            view.date(row.id),
            row.share.whole,
            row.upper.ratio if is_known else None,
            row.share.ratio if is_known else None,
            view.name(row.largest) if row.largest else "",
            row.taken.ratio if row.largest else None,
            row.group or None,
            same.get(row.id, ""),
            row.templated or None,
            row.common or None,
            own.get(row.id, ""),
            "\n".join(view.notes_of(row.id)),
        ]


def _same(view: View) -> dict[str, str]:
    """With which others a document is one, or nearly so."""
    said: dict[str, list[str]] = {}
    for likeness, ids in view.same:
        for id in ids:
            others = listed([view.name(other) for other in ids if other != id], view)
            said.setdefault(id, []).append(text(view.lang, f"cross.cell.{likeness}", names=others))
    for pair in view.near:
        for id, other in ((pair.a, pair.b), (pair.b, pair.a)):
            said.setdefault(id, []).append(text(view.lang, "cross.cell.near", names=view.name(other)))
    return {id: "\n".join(words) for id, words in said.items()}


def listed(names: Sequence[str], view: View, between: str = "") -> str:
    """Some names, and how many more there are."""
    words = (between or text(view.lang, "joint")).join(names[:_NAMES])
    return text(view.lang, "cross.more", names=words, n=len(names) - _NAMES) if len(names) > _NAMES else words


def _own(view: View) -> dict[str, str]:
    """What of a document stands in others of its own unit or author."""
    said: dict[str, list[str]] = {}
    for pair in view.own:
        for id, other, share in ((pair.a, pair.b, pair.a_share), (pair.b, pair.a, pair.b_share)):
            words = text(view.lang, "cross.cell.own", name=view.name(other), ratio=percent(share.ratio))
            said.setdefault(id, []).append(text(view.lang, "cross.ground", words=words, ground=view.own_ground(pair)))
    return {id: listed(words, view, "\n") for id, words in said.items()}


_PAIRS: Final[_Shape] = (
    ("document", Sort.NAME, 32),
    ("other", Sort.NAME, 32),
    ("part", Sort.NUMBER, 8),
    ("share", Sort.PERCENT, 9),
    ("high", Sort.PERCENT, 9),
    ("told", Sort.PERCENT, 12),
    ("back", Sort.PERCENT, 9),
    ("findings", Sort.COUNT, 9),
    ("kinds", Sort.NAME, 20),
    ("swaps", Sort.TEXT, 40),
    ("likeness", Sort.WORD, 10),
    ("own", Sort.WORD, 10),
    ("group", Sort.COUNT, 7),
)


def _pairs(view: View) -> Iterator[list[Cell]]:
    """Those of which most tells something come first."""
    for pair in view.telling:
        kinds, swaps = kinds_of(pair, view), view.swaps_in_words(view.swaps([pair]), _SWAPS)
        group = view.group_of.get(pair.a)
        both = group if group == view.group_of.get(pair.b) and not pair.own else None
        likeness = text(view.lang, f"cross.likeness.{pair.likeness}") if pair.likeness else ""
        tail: list[Cell] = [len(pair.findings), kinds, swaps, likeness, view.own_ground(pair), both]
        there, back = (pair.a_share, pair.a_upper), (pair.b_share, pair.b_upper)
        for one, other, (share, upper), reverse in (
            (pair.a, pair.b, there, pair.b_share),
            (pair.b, pair.a, back, pair.a_share),
        ):
            shares: list[Cell] = [share.part, share.ratio, upper.ratio, view.told(one, other), reverse.ratio]
            yield [view.name(one), view.name(other), *shares, *tail]


def kinds_of(pair: Pair, view: View) -> str:
    """How the passages of a pair were altered, without what is counted apart."""
    kinds = Counter(finding.kind for finding in pair.findings if not is_apart(finding))
    return view.kinds_in_words([(kind, kinds[kind]) for kind in Kind if kinds[kind]])


_GROUPS: Final[_Shape] = (
    ("group", Sort.COUNT, 7),
    ("members", Sort.COUNT, 9),
    ("document", Sort.NAME, 34),
    ("date", Sort.WORD, 20),
    ("first", Sort.WORD, 8),
    ("nearest", Sort.NAME, 34),
    ("taken", Sort.PERCENT, 9),
    ("back", Sort.PERCENT, 9),
    ("kinds", Sort.NAME, 22),
    ("swaps", Sort.TEXT, 44),
)


def _groups(view: View) -> Iterator[list[Cell]]:
    for group in view.groups:
        for id in group.documents:
            yield _member(id, group, view)


def _member(id: str, group: GroupRow, view: View) -> list[Cell]:
    mine = [pair for pair in group.pairs if id in (pair.a, pair.b)]
    shares = [(p.a_share, p.b_share, p.b) if p.a == id else (p.b_share, p.a_share, p.a) for p in mine]
    taken, back, nearest = max(shares, key=lambda each: (each[0].ratio, each[1].ratio), default=(None, None, ""))
    kinds = Counter(f.kind for pair in mine for f in pair.findings if not is_apart(f))
    return [
        group.number,
        len(group.documents),
        view.name(id),
        view.dated(id),
        text(view.lang, "cross.cell.first") if id == group.origin else "",
        view.name(nearest) if nearest else "",
        taken.ratio if taken else None,
        back.ratio if back else None,
        view.kinds_in_words([(kind, kinds[kind]) for kind in Kind if kinds[kind]]),
        view.swaps_in_words(view.swaps(mine), _SWAPS),
    ]


_PASSAGES: Final[_Shape] = (
    ("passage", Sort.COUNT, 6),
    ("holders", Sort.COUNT, 7),
    ("characters", Sort.NUMBER, 7),
    ("document", Sort.NAME, 30),
    ("group", Sort.COUNT, 7),
    ("pages", Sort.WORD, 7),
    ("paragraphs", Sort.WORD, 10),
    ("start", Sort.NUMBER, 8),
    ("end", Sort.NUMBER, 8),
    ("date", Sort.WORD, 11),
    ("kind", Sort.WORD, 10),
    ("remark", Sort.WORD, 10),
    ("text", Sort.TEXT, 80),
)


def _passages(view: View, *, texts: bool) -> Iterator[list[Cell]]:
    lang = view.lang
    for passage in sorted(view.crossing.passages, key=lambda passage: passage.is_common):
        for at, holder in enumerate(passage.holders):
            document = view.crossing.documents[holder.document]
            pages = [
                document.page(at) for place in holder.places for at in (place.start, max(place.start, place.end - 1))
            ]
            remarks = [first_cell(passage, view)] if passage.origin == holder.document else []
            remarks += [text(lang, "cross.cell.common")] if passage.is_common else []
            yield [
                view.numbers[passage.id],
                len(passage.holders),
                holder.characters,
                view.name(holder.document),
                view.group_of.get(holder.document),
                "".join(ranges(sorted({page for page in pages if page}))) if document.pages else "",
                text(lang, "joint").join(
                    f"{first}" if first == last else f"{first}–{last}"
                    for first, last in (paragraph_numbers(place, _paragraphs(document.text)) for place in holder.places)
                ),
                holder.span.start,
                holder.span.end,
                holder.date,
                view.kind_there(passage, at),
                text(lang, "comma").join(remarks),
                _words(view, passage, at) if texts else "",
            ]


def _words(view: View, passage: Passage, at: int) -> str:
    """What a holder has of a passage; that it is what the first one has, if it is."""
    holder = passage.holders[at]
    words, first = view.words_of(holder), view.words(passage)
    if at and passage.is_common:
        return text(view.lang, "cross.cell.form")
    return text(view.lang, "cross.cell.as-first") if at and words == first and len(words) > _SHORT else words


def first_cell(passage: Passage, view: View) -> str:
    """That a holder is the earliest, and how many that are none may be earlier."""
    key = "cross.cell.first.partly" if passage.partly else "cross.cell.first"
    return text(view.lang, key, n=passage.partly)


_SHORT: Final = 100
"""Characters that are written again though they are the same."""


@lru_cache(maxsize=256)
def _paragraphs(text: str) -> list[Span]:
    return list(paragraphs(text))


def _record(view: View, corpus: str, verified: Verified | None) -> Iterator[str]:
    filed = crossing_record(view, corpus, verified=verified, most=_FILES)
    yield filed.title
    for each in filed.sections:
        yield from (text(view.lang, "filed.title", role=row.label, name=row.value) for row in each.rows)
    yield from filed.remarks


_FILES: Final = 2000
"""Documents of which the record of a workbook tells."""


def _about(view: View, corpus: str) -> Iterator[str]:
    from simcheck._version import __version__

    lang, crossing = view.lang, view.crossing
    yield text(lang, "book.made", version=__version__)
    if corpus:
        yield corpus
    if crossing.new:
        yield only_new(view)
    yield head_line(view)
    if crossing.templates:
        yield templates(view)
    yield text(lang, "counted.rule")
    yield text(lang, "report.rule", minimum=crossing.settings.min_length)
    yield text(lang, "book.about.shares")
    rest = len(crossing.pairs) - len(view.telling)
    yield text(lang, "book.about.pairs", least=f"{LISTED:.0%}", long=LONG, n=rest)
    yield text(lang, "book.about.groups", at=percent(crossing.at).replace(".0%", "%"))
    yield text(lang, "book.about.passages")
    yield text(lang, "report.grades")
    if view.has_own:
        yield text(lang, "book.about.own")
    yield from view.notes()
    yield text(lang, "closing")
