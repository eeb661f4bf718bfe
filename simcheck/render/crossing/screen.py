"""The screen of a crossing: what is one text, which documents form groups, who shares how much, what all of them have.

Facts only, the strongest first; the last line says again what an office would send upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.render.crossing.heatmap import heatmap
from simcheck.render.crossing.view import LISTED, LONG, TOLD, GroupRow, Row, View, one_line
from simcheck.render.terminal.lines import distinct, indented, len_cells, sentence, split
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.record import record_lines
from simcheck.render.terminal.wrap import Line, Role, Run, fit, pad, pad_left

if TYPE_CHECKING:
    from simcheck.render.view.record import Record

T = TypeVar("T")

GROUPS: Final = 10
ROWS: Final = 20
"""Groups and documents that are shown unless all are asked for; the others are counted."""

_FEW: Final = 5
"""Sets, pairs and passages of each sort that are shown unless all are asked for."""

_NAMES: Final = 8
"""Documents of a group that are named."""

_LEAST: Final = 16
"""Cells that a name has in the answer and in the table at least."""

_QUOTE: Final = 40
"""Characters of a passage that are quoted."""


def crossing_screen(view: View, screen: Screen, corpus: str = "", filed: Record | None = None) -> Iterator[Line]:
    """The whole screen, with a record if it is to be filed; ``corpus`` says what was crossed if it was a corpus."""
    yield ()
    yield from _head(view, screen, corpus)
    if view.nothing:
        yield ()
        yield from sentence("cross.nothing", screen)
    else:
        yield from _same(view, screen)
        yield from _near(view, screen)
        yield from _groups(view, screen)
        yield from _table(view, screen)
        yield from _common(view, screen)
        yield from _own(view, screen)
        yield from heatmap(view, screen)
    yield from _notes(view, screen)
    if screen.hints and not view.nothing:
        yield ()
        yield from sentence("cross.hint", screen, Role.FAINT)
    if filed:
        yield from record_lines(filed, screen)
    yield ()
    yield from sentence("closing", screen)
    yield from indented(answer(view, screen.columns - 2), screen, " ", role=Role.STRONG)


def answer(view: View, room: int = 10_000) -> str:
    """The answer in one line of so many cells: the groups, and the document that shares most."""
    lang, top = view.lang, view.rows[0] if view.rows else None
    parts = []
    if view.groups:
        parts.append(text(lang, "cross.answer.groups", n=len(view.groups), most=len(view.groups[0].documents)))
    elif view.same:
        parts.append(text(lang, "cross.answer.same", n=sum(len(ids) for _, ids in view.same)))
    if top is None or not top.share.part:
        if view.own:
            parts.append(text(lang, "cross.answer.own", n=len(view.own)))
        return text(lang, "semicolon").join(parts) if parts else text(lang, "cross.answer.nothing")
    facts = {"upper": percent(top.upper.ratio), "share": percent(top.share.ratio)}

    def told(name: str) -> str:
        return text(lang, "semicolon").join([*parts, text(lang, "cross.answer.most", document=name, **facts)])

    return told(fit(top.name, max(room - len_cells(told("")), _LEAST)))


# --- the head ---------------------------------------------------------------------------------------------------------


def _head(view: View, screen: Screen, corpus: str) -> Iterator[Line]:
    if corpus:
        yield from indented(corpus, screen, " ")
    if view.crossing.new:
        yield from indented(only_new(view), screen, " ")
    yield from indented(head_line(view), screen, " ")
    if view.crossing.templates:
        yield from indented(templates(view), screen, " ")
    if view.ending:
        yield from sentence("cross.ending", screen, Role.FAINT, ending=view.ending)
    yield from sentence("counted.rule", screen, Role.FAINT)


def head_line(view: View) -> str:
    """How many documents there are, and how many pairs and groups share enough."""
    facts = {"documents": len(view.crossing.documents), "pairs": len(view.linked), "groups": len(view.groups)}
    facts["linked"] = sum(len(group.pairs) for group in view.groups)
    if not facts["pairs"]:
        key = "cross.head.none"
    elif not facts["linked"]:
        key = "cross.head.loose"
    else:
        key = "cross.head" if facts["linked"] < facts["pairs"] else "cross.head.all"
    return text(view.lang, key, least=f"{LISTED:.0%}", long=LONG, aside=view.aside, **facts)


def only_new(view: View) -> str:
    """That some were compared with all, and the others not with each other."""
    return text(view.lang, "cross.new", n=len(view.crossing.new))


def templates(view: View) -> str:
    """What the templates that were given explain: of how many documents how many characters."""
    stands = [each.templated for each in view.crossing.standings.values() if each.templated]
    names = text(view.lang, "joint").join(one_line(name, _QUOTE) for name in view.crossing.templates)
    return text(view.lang, "cross.templates", names=names, n=len(stands), characters=sum(stands))


# --- what is one ------------------------------------------------------------------------------------------------------


def _same(view: View, screen: Screen) -> Iterator[Line]:
    if not view.same:
        return
    yield ()
    yield from _title("cross.same", screen)
    for likeness, ids in _first(view.same, screen):
        names = named(view, ids, None if screen.every else _NAMES)
        words = text(screen.lang, f"cross.same.{likeness}", n=len(ids), names=names)
        if ground := view.ground_of(ids):
            words = text(screen.lang, "cross.ground", words=words, ground=ground)
        yield from indented(words, screen, "     ", first="   ")
    yield from _more("cross.same.more", view.same, screen)


def _near(view: View, screen: Screen) -> Iterator[Line]:
    if not view.near:
        return
    yield ()
    yield from _title("cross.near", screen)
    for pair in _first(view.near, screen):
        facts = {"a_share": percent(pair.a_share.ratio), "b_share": percent(pair.b_share.ratio)}
        words = text(screen.lang, "cross.both", a=view.short(pair.a), b=view.short(pair.b), **facts)
        yield from indented(words, screen, "     ", first="   ")
    yield from _more("cross.near.more", view.near, screen)


# --- groups -----------------------------------------------------------------------------------------------------------


def _groups(view: View, screen: Screen) -> Iterator[Line]:
    shown = view.groups if screen.every else view.groups[:GROUPS]
    for group in shown:
        yield ()
        yield from _group(group, view, screen)
    if len(shown) < len(view.groups):
        yield ()
        rest = view.groups[len(shown) :]
        facts = {"n": len(rest), "documents": sum(len(group.documents) for group in rest)}
        yield from sentence("cross.groups.more", screen, Role.FAINT, **facts)


def _group(group: GroupRow, view: View, screen: Screen) -> Iterator[Line]:
    lang = screen.lang
    head = text(lang, "cross.group", number=group.number, n=len(group.documents))
    if group.pairs:
        head += text(lang, "comma") + spread_of(group, view)
    yield from indented(head, screen, "   ", first=" ", role=Role.STRONG)
    yield from indented(named(view, group.documents, None if screen.every else _NAMES), screen, "   ")
    if group.origin:
        yield from indented(first_of(group, view), screen, "     ", first="   ")
    kinds, swaps = view.kinds_in_words(group.kinds), view.swaps_in_words(group.swaps)
    if kinds:
        yield from indented(kinds, screen, "     ", first="   ")
    if swaps:
        yield from indented(text(lang, "cross.swapped", swaps=swaps), screen, "     ", first="   ")
    if group.passages:
        longest = group.passages[0]
        facts = {"n": len(group.passages), "characters": longest.characters, "holders": len(longest.holders)}
        words = text(lang, "cross.passages", words=view.quote(longest, _QUOTE), **facts)
        yield from indented(words, screen, "     ", first="   ")


def spread_of(group: GroupRow, view: View) -> str:
    """How much two of a group share: 两份之间最多 98.2%，最少 35.0%."""
    if len(group.pairs) == 1:
        pair = group.pairs[0]
        facts = {"a_share": percent(pair.a_share.ratio), "b_share": percent(pair.b_share.ratio)}
        return text(view.lang, "cross.group.pair", **facts)
    facts = {"most": percent(group.largest), "least": percent(group.smallest)}
    return text(view.lang, "cross.group.spread", pairs=len(group.pairs), **facts)


def first_of(group: GroupRow, view: View) -> str:
    """From which document, as dates say, all of it came; "" if that is not known."""
    if group.origin is None:
        return ""
    dated = view.dated(group.origin)
    key = "cross.first.dated" if dated else "cross.first"
    return text(view.lang, key, document=view.short(group.origin), dated=dated)


def named(view: View, ids: Sequence[str], most: int | None = None) -> str:
    """Documents by their names, and how many more there are."""
    words = text(view.lang, "joint").join(view.short(id) for id in ids[:most])
    rest = len(ids) - len(ids[:most])
    return text(view.lang, "cross.more", names=words, n=rest) if rest else words


# --- the table --------------------------------------------------------------------------------------------------------

COLUMNS: Final = ("document", "high", "total", "shared", "largest", "taken", "group")


def figures(row: Row, view: View) -> dict[str, str]:
    """A document in the table, by name of the column; of one that was compared with some only, what was found."""
    is_known = bool(row.share.part) or view.is_compared(row.id)
    return {
        "number": str(row.number),
        "document": row.name,
        "high": percent(row.upper.ratio) if is_known else "",
        "total": percent(row.share.ratio) if is_known else "",
        "shared": percent(row.common / row.share.whole) if row.common and row.share.whole else "",
        "largest": view.name(row.largest) if row.largest else "",
        "taken": percent(row.taken.ratio) if row.largest else "",
        "group": str(row.group) if row.group else "",
    }


def is_much_common(rows: Sequence[Row]) -> bool:
    """Whether there is a column of what most have: a phrase needs none."""
    return any(row.common >= TOLD * row.share.whole > 0 for row in rows)


def head(column: str, view: View) -> str:
    """The name of a column of the table."""
    return text(view.lang, f"cross.column.{column}")


def table_lines(view: View) -> str:
    """The table for another program: a line for each document, tabs between the columns, a header first."""
    lines = [[head(column, view) for column in COLUMNS]]
    lines += [[figures(row, view)[column] for column in COLUMNS] for row in view.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


_TEXTS: Final = ("document", "largest")


def _table(view: View, screen: Screen) -> Iterator[Line]:
    most = None if screen.every else ROWS if screen.limit is None else screen.limit
    sharing = [row for row in view.rows if row.share.part]
    rows = sharing[:most]
    if not rows:
        return
    yield ()
    cells = [
        {
            **figures(row, view),
            "document": view.short(row.id),
            "largest": view.short(row.largest) if row.largest else "",
        }
        for row in rows
    ]
    keys = ["number", "document", "high", "total", *(["shared"] if is_much_common(rows) else [])]
    keys += ["largest", "taken", "group"]
    columns = {key: [head(key, view), *(each[key] for each in cells)] for key in keys}
    wide = {key: max(map(len_cells, columns[key])) for key in keys}

    def room() -> int:
        return screen.columns - 2 - sum(wide[key] for key in keys if key not in _TEXTS) - 2 * (len(keys) - 1)

    # a name that cannot be read is no name: on a narrow screen others give way, which stand in the files
    for unneeded in (("shared",), ("group",), ("largest", "taken")):
        if room() < sum(min(wide[key], _LEAST) for key in _TEXTS if key in keys):
            keys = [key for key in keys if key not in unneeded]
    if "largest" in keys:
        wide["document"], wide["largest"] = split(room(), columns["document"], columns["largest"])
    else:
        wide["document"] = min(wide["document"], room())
    columns |= {key: distinct(columns[key], wide[key]) for key in _TEXTS}
    for at in range(len(cells) + 1):
        fields = [(pad if key in _TEXTS else pad_left)(columns[key][at], wide[key]) for key in keys]
        yield (Run(f" {'  '.join(fields)}".rstrip(), Role.PLAIN if at else Role.FAINT),)
    rest = len(sharing) - len(rows)
    if rest:
        yield from sentence("cross.rows.more", screen, Role.FAINT, n=rest)
    nothing = len(view.rows) - len(sharing)
    if nothing:
        yield from sentence(view.nothing_key, screen, Role.FAINT, n=nothing)


# --- what tells little ------------------------------------------------------------------------------------------------


def _common(view: View, screen: Screen) -> Iterator[Line]:
    if not view.common:
        return
    yield ()
    yield from _title("cross.common", screen)
    for passage in _first(view.common, screen):
        facts = {"n": len(passage.holders), "characters": passage.characters}
        words = text(screen.lang, "cross.common.passage", words=view.quote(passage, _QUOTE), **facts)
        yield from indented(words, screen, "     ", first="   ")
    yield from _more("cross.common.more", view.common, screen)
    if screen.hints:
        yield from sentence("cross.common.hint", screen, Role.FAINT)


def _own(view: View, screen: Screen) -> Iterator[Line]:
    if not view.own:
        return
    yield ()
    yield from _title("cross.own", screen)
    for pair in _first(view.own, screen):
        facts = {"a_share": percent(pair.a_share.ratio), "b_share": percent(pair.b_share.ratio)}
        words = text(screen.lang, "cross.both", a=view.short(pair.a), b=view.short(pair.b), **facts)
        ground = text(screen.lang, "cross.ground", words=words, ground=view.own_ground(pair))
        yield from indented(ground, screen, "     ", first="   ")
    yield from _more("cross.own.more", view.own, screen)


def _notes(view: View, screen: Screen) -> Iterator[Line]:
    notes = view.notes()
    if not notes:
        return
    yield ()
    yield from _title("notes", screen)
    for words in _first(notes, screen):
        yield from indented(words, screen, "    ", first=" !  ")
    rest = len(notes) - _FEW
    if rest > 0 and not (screen.every or screen.all_notes):
        yield from indented(text(screen.lang, "notes.more", n=rest), screen, "    ", role=Role.FAINT)


def _title(key: str, screen: Screen) -> Iterator[Line]:
    yield from sentence(key, screen, Role.STRONG)


def _first(some: Sequence[T], screen: Screen) -> Iterator[T]:
    return islice(some, None if screen.every else _FEW)


def _more(key: str, some: Sequence[object], screen: Screen) -> Iterator[Line]:
    rest = len(some) - _FEW
    if rest > 0 and not screen.every:
        yield from indented(text(screen.lang, key, n=rest), screen, "   ", role=Role.FAINT)
