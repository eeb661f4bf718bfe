"""One finding as lines: both sides in one column, or side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import printable
from simcheck.model import Finding, Flag, Span
from simcheck.render.terminal.options import Screen
from simcheck.render.terminal.wrap import Atom, Line, Role, Run, atoms, cells, clip, fit, pad, whole, wrap
from simcheck.render.view.differences import Part, Piece, Side, Sort, Texts, after, before, characters, rows, shortened
from simcheck.render.view.figures import Numbered, counted_apart, title
from simcheck.render.view.remarks import inside
from simcheck.render.view.sources import Names
from simcheck.report.report import Report

TOGETHER: Final = 24
"""A difference of no more cells than this is not broken over two lines."""

BETWEEN: Final = " │ "


@dataclass
class Flow:
    """Text on its way into lines; ``equal`` is the role of what both sides share."""

    screen: Screen
    equal: Role = Role.PLAIN
    _paragraphs: list[list[Atom]] = field(default_factory=lambda: [[]])

    def write(self, words: str, role: Role | None = None) -> None:
        """Add text; its line breaks stay line breaks."""
        first, *others = printable(words).split("\n")
        self._add(atoms(first, role or self.equal))
        for other in others:
            self._paragraphs.append(atoms(other, role or self.equal))

    def mark(self, opening: str, words: str, closing: str, role: Role) -> None:
        """Add one side of a difference between its brackets, unbroken if it is short."""
        inside = atoms(" ".join(printable(words).split("\n")), role)
        if not inside:
            return
        first, last = Run(opening, role), Run(closing, role)
        if sum(atom.cells for atom in inside) <= TOGETHER:
            self._add([whole(first, *(run for atom in inside for run in atom.runs), last)])
            return
        inside[0] = whole(first, *inside[0].runs)
        inside[-1] = whole(*inside[-1].runs, last)
        self._add(inside)

    def edge(self) -> None:
        """Where the match begins or ends; with colours the change of colour says it."""
        if not self.screen.colour:
            self._add(atoms("│", Role.FAINT))

    def line(self, words: str) -> None:
        """Add a remark on a line of its own."""
        self._paragraphs += [atoms(words, Role.FAINT), []]

    def lines(self, width: int) -> list[Line]:
        """All that was added, without empty lines."""
        return [line for paragraph in self._paragraphs for line in wrap(paragraph, width)]

    def _add(self, more: Sequence[Atom]) -> None:
        self._paragraphs[-1] += more


def inline(numbered: Numbered, report: Report, texts: Texts, names: Names, screen: Screen) -> Iterator[Line]:
    """Both sides in one column: the document's words, and the source's where they differ."""
    number, finding = numbered
    left, right = texts.left, texts.right(finding)
    yield from _title(number, finding, report, texts, names, screen)
    yield from _places(finding, texts, names, screen)
    flow = Flow(screen, _equal(finding))
    parts = _shown(texts.parts(finding), left, right, screen)
    several = any(part.moved for part in parts)
    _lead(flow, left, finding.match.left.start)
    for at, part in enumerate(parts):
        remark = _between(part, right, screen.lang, several=several, first=not at)
        if remark:
            flow.line(remark[0] + (f"← {remark[1]}" if several else remark[1]))
        for piece in part.pieces:
            _inline_piece(flow, piece, left.text, right.text)
    _tail(flow, left, finding.match.left.end)
    yield from _with_gutter(flow.lines(screen.columns - 1 - _indent(screen.lang)), finding, screen.lang)
    yield from _inside(finding, report, screen)


def _inside(finding: Finding, report: Report, screen: Screen) -> Iterator[Line]:
    """What of the passage is set apart, and why, each on lines of its own."""
    indent = " " * _indent(screen.lang)
    for flag, words in inside(finding, report, screen.lang):
        sign = text(screen.lang, f"gutter.{flag}")
        for at, line in enumerate(wrap(atoms(words, Role.FAINT), screen.columns - 1 - len(indent))):
            yield (Run(indent if at else f" {sign} ", Role(flag.value)), *line)


def _inline_piece(flow: Flow, piece: Piece, left: str, right: str) -> None:
    if piece.sort is Sort.EQUAL:
        flow.write(piece.left.of(left))
    elif piece.sort is Sort.LEFT_OUT:
        flow.line(text(flow.screen.lang, "left-out", n=characters(left, piece.left)))
    elif flow.screen.colour:
        flow.mark("[", piece.right.of(right), "]", Role.SOURCE)
        flow.mark("", piece.left.of(left), "", Role.CHANGED)
    else:
        flow.mark("[-", piece.right.of(right), "-]", Role.SOURCE)
        flow.mark("{+", piece.left.of(left), "+}", Role.CHANGED)


def side_by_side(numbered: Numbered, report: Report, texts: Texts, names: Names, screen: Screen) -> Iterator[Line]:
    """The document left and its source right; a row is a clause of both, so that the columns never drift apart."""
    number, finding = numbered
    column = column_width(screen)
    yield from _title(number, finding, report, texts, names, screen)
    yield _columns_head(finding, texts, names, screen, column)
    body: list[Line] = []
    for row in aligned(finding, texts, screen):
        body += _row(row[0].lines(column), row[1].lines(column), column)
    yield from _with_gutter(body, finding, screen.lang)
    yield from _inside(finding, report, screen)


def column_width(screen: Screen) -> int:
    """The cells that each side has."""
    return (screen.columns - 1 - _indent(screen.lang) - len(BETWEEN)) // 2


def aligned(finding: Finding, texts: Texts, screen: Screen) -> Iterator[tuple[Flow, Flow]]:
    """The rows of a finding: what stands left and right belongs together."""
    left, right = texts.left, texts.right(finding)
    parts = _shown(texts.parts(finding), left, right, screen)
    several = any(part.moved for part in parts)
    for at, part in enumerate(parts):
        remark = _between(part, right, screen.lang, several=several, first=not at)
        if remark:
            yield _remark_row(remark, screen)
        cut = list(rows(part, left, right))
        for n, row in enumerate(cut):
            flows = Flow(screen, _equal(finding)), Flow(screen, _equal(finding))
            if not n and not at:
                _lead(flows[0], left, finding.match.left.start)
            if not n and (several or not at):
                _lead(flows[1], right, part.right.start)
            for piece in row:
                _side_piece(flows, piece, left.text, right.text)
            if n == len(cut) - 1:
                if at == len(parts) - 1:
                    _tail(flows[0], left, finding.match.left.end)
                if several or at == len(parts) - 1:
                    _tail(flows[1], right, part.right.end)
            yield flows


def _remark_row(remark: tuple[str, str], screen: Screen) -> tuple[Flow, Flow]:
    flows = Flow(screen), Flow(screen)
    for flow, words in zip(flows, remark, strict=True):
        if words:
            flow.line(words)
    return flows


def _side_piece(flows: tuple[Flow, Flow], piece: Piece, left: str, right: str) -> None:
    for flow, words, span, brackets in (
        (flows[0], left, piece.left, ("{+", "+}")),
        (flows[1], right, piece.right, ("[-", "-]")),
    ):
        if piece.sort is Sort.EQUAL:
            flow.write(span.of(words))
        elif piece.sort is Sort.LEFT_OUT:
            flow.line(text(flow.screen.lang, "left-out", n=characters(words, span)))
        else:
            opening, closing = ("", "") if flow.screen.colour else brackets
            flow.mark(opening, span.of(words), closing, Role.CHANGED)


def _row(left: Sequence[Line], right: Sequence[Line], column: int) -> Iterator[Line]:
    for a, b in zip_longest(left, right, fillvalue=()):
        gap = Run(" " * (column - cells(a)))
        yield (*a, gap, Run(BETWEEN if b else BETWEEN.rstrip(), Role.FAINT), *b)


def _shown(parts: Sequence[Part], left: Side, right: Side, screen: Screen) -> list[Part]:
    return list(parts) if screen.every else [shortened(part, left, right) for part in parts]


def _between(part: Part, right: Side, lang: Language, *, several: bool, first: bool) -> tuple[str, str] | None:
    """What to say before a part: of the document's own text, and of the source's or where in it the part stands."""
    own = text(lang, "own", n=part.own) if part.own else ""
    if several:
        return own, right.place(part.right, lang)
    skipped = text(lang, "skipped", n=part.skipped) if part.skipped else ""
    return None if first or not (own or skipped) else (own, skipped)


def _lead(flow: Flow, side: Side, start: int) -> None:
    span = before(side.text, start)
    if not span:
        return
    flow.write(span.of(side.text), Role.FAINT)
    if side.letters(span):
        flow.edge()


def _tail(flow: Flow, side: Side, end: int) -> None:
    span = after(side.text, end)
    if not span:
        return
    if side.letters(span):
        flow.edge()
    flow.write(span.of(side.text), Role.FAINT)


def _title(number: int, finding: Finding, report: Report, texts: Texts, names: Names, screen: Screen) -> Iterator[Line]:
    words = title(number, finding, report, texts, screen.lang, names.remark(finding))
    for line in wrap(atoms(words, Role.FAINT if _grey(finding) else Role.STRONG), screen.columns - 2):
        yield (Run(" "), *line)


def _places(finding: Finding, texts: Texts, names: Names, screen: Screen) -> Iterator[Line]:
    sides = _place_words(finding, texts, names, screen, screen.columns - 7)
    joined = "   ←   ".join(sides)
    for words in [joined] if cells((Run(joined),)) <= screen.columns - 5 else [sides[0], f"← {sides[1]}"]:
        yield (Run("    "), Run(words, Role.FAINT))


def _columns_head(finding: Finding, texts: Texts, names: Names, screen: Screen, column: int) -> Line:
    left, right = _place_words(finding, texts, names, screen, column)
    return (
        Run(" " * _indent(screen.lang)),
        Run(pad(clip(left, column), column) + BETWEEN + clip(right, column), Role.FAINT),
    )


def _place_words(finding: Finding, texts: Texts, names: Names, screen: Screen, room: int) -> tuple[str, str]:
    """Where the finding stands on both sides; the documents' names are shortened to what ``room`` cells leave them."""
    match = finding.match
    result = []
    for name, side, span in zip(
        names.of(finding), (texts.left, texts.right(finding)), (match.left, match.right), strict=True
    ):
        taken = cells((Run(side.place(span, screen.lang, "")),))
        result.append(side.place(span, screen.lang, fit(name, max(4, room - taken))))
    return result[0], result[1]


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _grey(finding: Finding) -> Flag | None:
    """The flag for which a finding is shown in grey."""
    return Flag.TEMPLATE if Flag.TEMPLATE in finding.flags else counted_apart(finding)


def _equal(finding: Finding) -> Role:
    return Role.FAINT if _grey(finding) else Role.PLAIN


def gutter(finding: Finding, lang: Language) -> Run:
    """The one character that says the kind of a finding."""
    name = _grey(finding) or finding.kind
    return Run(text(lang, f"gutter.{name}"), Role(name.value))


def _indent(lang: Language) -> int:
    """The cells before a body line: a space, the gutter's character and a space."""
    return 2 + cells((Run(text(lang, "gutter.identical")),))


def _with_gutter(lines: Sequence[Line], finding: Finding, lang: Language) -> Iterator[Line]:
    sign = gutter(finding, lang)
    rest = Run("│".rjust(cells((sign,))), Role.FAINT)
    for at, line in enumerate(lines):
        yield (Run(" "), rest if at else sign, Run(" "), *line)
