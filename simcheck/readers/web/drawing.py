"""What does a drawing in a web page (SVG) say? Programs that show documents page by page make such pages.

Words have places there, and are joined like those of a PDF. What a drawing keeps and draws elsewhere (``use``) stands
where it is drawn; of alternatives (``switch``) one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from simcheck.readers.extract import PAGE
from simcheck.readers.fixed.lines import Line, Page, lines_of, rows_of
from simcheck.readers.fixed.reflow import reflowed

_TEXTS: Final = frozenset(("text", "tspan", "textpath", "tref", "foreignobject"))
_SILENT: Final = frozenset(("clippath", "desc", "marker", "mask", "metadata", "pattern", "script", "style", "title"))
"""What is only told, or drawn as a part of lines and surfaces."""
_KEPT: Final = frozenset(("defs", "symbol"))
"""What is drawn where it is used."""

_MOST: Final = 20_000
"""Pieces of words of one drawing: a page of single characters has two thousand."""
_USED: Final = 10 * _MOST
"""Pieces that are looked at while it is put together: what is used may use more."""
_DEEPEST: Final = 16
"""Uses inside each other."""

_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?:[eE][-+]?[0-9]{1,2})?")
_TRANSFORM: Final = re.compile(r"(matrix|translate|scale)\s{0,9}\(([^()]{0,200})\)")
_STYLE: Final = re.compile(
    r"(?:\A|;)\s{0,9}(font-size|text-anchor|fill|stroke|opacity|fill-opacity)\s{0,9}:\s{0,9}([^;]{1,40})"
)
_USUAL: Final = 16.0
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The part of words that stands to the left of their place."""
_NO_PAINT: Final = frozenset(("none", "transparent"))

UNPAINTED: Final = 1 << 40
"""In place of the number of the element that hides words: nothing does, but they are drawn in no colour."""

Scale = tuple[float, float, float, float]
"""How far things are stretched along and down, and moved: what turns them is not asked for."""

_WHOLE: Final[Scale] = (1.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class _Piece:
    """Words, where they begin and stand, and their size; or, with a ``target``, the element that is drawn there."""

    words: list[str]
    scale: Scale
    left: float
    base: float
    size: float
    anchor: float
    kept: int
    """In how many kept elements it is."""
    target: str = ""
    is_out: bool = False
    """Whether another alternative is drawn."""


class Part(NamedTuple):
    """The pieces of an element that may be used."""

    pieces: list[_Piece]
    first: int
    end: int
    kept: int
    scale: Scale
    """Where what is around it stands."""


@dataclass(slots=True)
class _Switch:
    """Alternatives: whether one of them is drawn, and the pieces of the first."""

    is_chosen: bool = False
    first: tuple[int, int] | None = None


class _Level(NamedTuple):
    """What holds inside an element."""

    scale: Scale = _WHOLE
    size: float = _USUAL
    anchor: float = 0.0
    texts: int = 0
    """In how many elements that hold words it is, from the outermost."""
    kept: int = 0
    veil: int = 0
    """Number of the element that hides this, if any."""
    fill: str = ""
    stroke: str = ""
    is_clear: bool = False
    """Whether one sees through it."""
    is_out: bool = False
    switch: _Switch | None = None
    id: str = ""
    first: int = 0


class Drawing:
    """The words of a drawing, collected while its elements are told one by one."""

    def __init__(self, attributes: Mapping[str, str], known: dict[str, Part], veil: int = 0) -> None:
        """``known`` are the elements with a name of the page's drawings; ``veil`` is what hides this one."""
        self.depth = 1
        """How many elements are open, the drawing itself among them."""
        self._silent = 0
        self._levels = [_within(_Level(veil=veil), "svg", attributes)]
        self._pieces: list[_Piece] = []
        self._known = known
        box = _numbers(attributes.get("viewbox", ""))
        self._wide, self._high = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)

    @property
    def says(self) -> bool:
        """Whether words that come now may be seen."""
        return self._levels[-1].texts > 0 and not self._silent

    @property
    def veil(self) -> int:
        """What hides them, 0 if nothing does."""
        here = self._levels[-1]
        is_unpainted = here.is_clear or (here.fill in _NO_PAINT and (not here.stroke or here.stroke in _NO_PAINT))
        return here.veil or (UNPAINTED if is_unpainted else 0)

    def start(self, tag: str, attributes: Mapping[str, str], veil: int = 0) -> None:
        """An element begins; ``veil`` is its number if it hides what is in it."""
        self.depth += 1
        if self._silent or tag in _SILENT:
            self._silent += 1
            return
        above = self._levels[-1]
        here = _within(above, tag, attributes)._replace(
            veil=above.veil or veil, id=attributes.get("id", ""), first=len(self._pieces)
        )
        if above.switch is not None:
            here = here._replace(is_out=above.is_out or above.switch.is_chosen or not _is_for_us(attributes))
            above.switch.is_chosen |= not here.is_out
        self._levels.append(here)
        if tag == "use":
            target = attributes.get("href") or attributes.get("xlink:href") or ""
            if target.startswith("#") and not self.veil:
                self._add(here, here.scale, target[1:])
        elif tag in _TEXTS:
            self._place(attributes, tag == "text" or tag == "foreignobject")

    def _place(self, attributes: Mapping[str, str], anew: bool) -> None:
        here = self._levels[-1]
        along, down = _numbers(attributes.get("x", "")), _numbers(attributes.get("y", ""))
        if not (anew or along or down):
            return
        last = self._pieces[-1] if self._pieces and not anew else None
        wide, high, right, below = here.scale
        size = abs(high) * here.size
        left = right + wide * along[0] if along else last.left if last else right
        base = below + high * down[0] if down else last.base if last else below
        lower = attributes.get("dy", "")
        if step := _numbers(lower):
            base += step[0] * (size if lower.strip().endswith("em") else high)
        self._add(here, (1.0, 1.0, left, base), size=size)

    def _add(self, here: _Level, scale: Scale, target: str = "", size: float = 0.0) -> None:
        if len(self._pieces) == _MOST:
            raise ValueError("more words than a drawing has")
        *_, left, base = scale
        piece = _Piece([], scale, left, base, size, here.anchor, here.kept, target, here.is_out)
        self._pieces.append(piece)

    def end(self) -> None:
        """An element ends."""
        self.depth -= 1
        if self._silent:
            self._silent -= 1
        elif self.depth:
            done, end = self._levels.pop(), len(self._pieces)
            above = self._levels[-1]
            if done.id:
                self._known.setdefault(done.id, Part(self._pieces, done.first, end, done.kept, above.scale))
            if above.switch is not None and above.switch.first is None:
                above.switch.first = (done.first, end)
            if done.switch is not None and not done.switch.is_chosen and done.switch.first and not done.is_out:
                # none of them is for us: better one than none
                for piece in self._pieces[slice(*done.switch.first)]:
                    piece.is_out = False

    def data(self, words: str) -> None:
        """Words inside of it."""
        if self.says and self._pieces:
            self._pieces[-1].words.append(words)

    def paragraphs(self) -> list[str]:
        """What it says, when it is complete."""
        lines = []
        whole = Part(self._pieces, 0, len(self._pieces), 0, _WHOLE)
        for piece, (wide, high, right, below) in _drawn(whole, _WHOLE, self._known, [_USED], 0):
            words = _WHITE.sub(" ", "".join(piece.words)).strip(" ")
            if words:
                size = abs(high) * piece.size
                width = sum(size * (0.5 if sign.isascii() else 1) for sign in words)
                left, base = right + wide * piece.left - piece.anchor * width, below + high * piece.base
                lines.append(Line(words, left, left + width, base - 0.88 * size, base + 0.12 * size))
        if not lines:
            return []
        wide = max(self._wide, *(line.right for line in lines))
        high = max(self._high, *(line.bottom for line in lines))
        # pieces of a line may be drawn in any order
        drawn = [line for row in rows_of(lines) for line in sorted(row, key=lambda line: line.left)]
        return reflowed([Page(wide, high, list(lines_of(drawn)))]).replace(PAGE, "").split("\n")


def _drawn(
    part: Part, scale: Scale, known: Mapping[str, Part], left: list[int], depth: int
) -> Iterator[tuple[_Piece, Scale]]:
    """The pieces that are drawn of a part, and where what is around them stands; ``left`` is how many may be."""
    for piece in part.pieces[part.first : part.end]:
        left[0] -= 1
        if left[0] < 0:
            raise ValueError("more words than a drawing has")
        if piece.is_out or piece.kept != part.kept:
            continue
        if not piece.target:
            yield piece, scale
        elif (used := known.get(piece.target)) and depth < _DEEPEST and 0 not in used.scale[:2]:
            place = _inside(scale, _inside(piece.scale, _back(used.scale)))
            yield from _drawn(used, place, known, left, depth + 1)


def _within(above: _Level, tag: str, attributes: Mapping[str, str]) -> _Level:
    """What holds inside an element of another."""
    if not attributes:
        return above._replace(
            texts=above.texts + (tag in _TEXTS or above.texts > 0),
            kept=above.kept + (tag in _KEPT),
            switch=_Switch() if tag == "switch" else None,
        )
    style = dict(_STYLE.findall(attributes.get("style", "")[:1000]))
    # a class may say otherwise, and is stronger than an attribute
    is_plain = "class" not in attributes and "id" not in attributes

    def said(name: str) -> str:
        return (style.get(name) or (attributes.get(name, "") if is_plain else "")).strip()

    def paint(name: str, before: str) -> str:
        return said(name) or (before if is_plain else "")

    scale = _scaled(above.scale, attributes.get("transform", ""))
    if tag in ("use", "svg"):
        along, down = (_numbers(attributes.get(name, "")) for name in ("x", "y"))
        scale = _inside(scale, (1.0, 1.0, along[0] if along else 0.0, down[0] if down else 0.0))
    size = _numbers(style.get("font-size") or attributes.get("font-size", ""))
    anchor = (style.get("text-anchor") or attributes.get("text-anchor", "")).strip()
    seen = [_numbers(said(name)) for name in ("opacity", "fill-opacity")]
    return above._replace(
        scale=scale,
        size=size[0] if size else above.size,
        anchor=_ANCHORS.get(anchor, above.anchor),
        texts=above.texts + (tag in _TEXTS or above.texts > 0),
        kept=above.kept + (tag in _KEPT),
        fill=paint("fill", above.fill),
        stroke=paint("stroke", above.stroke),
        is_clear=above.is_clear or any(number[:1] == [0.0] for number in seen),
        switch=_Switch() if tag == "switch" else None,
    )


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether an element of a drawing says of itself that it is not shown."""
    return attributes.get("display", "").strip() == "none" or attributes.get("visibility", "").strip() in _NOT_VISIBLE


_NOT_VISIBLE: Final = frozenset(("hidden", "collapse"))


def _is_for_us(attributes: Mapping[str, str]) -> bool:
    """Whether an alternative is for readers of Chinese, and asks for nothing that browsers have not."""
    languages = attributes.get("systemlanguage")
    needed = attributes.get("requiredextensions")
    is_ours = languages is None or any(one.strip().lower().startswith("zh") for one in languages.split(","))
    return is_ours and (needed is None or "xhtml" in needed)


def _numbers(words: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(words[:200])]


def _scaled(scale: Scale, transform: str) -> Scale:
    for kind, inside in _TRANSFORM.findall(transform[:1000]):
        numbers = _numbers(inside)
        if kind == "matrix" and len(numbers) == 6:
            scale = _inside(scale, (numbers[0], numbers[3], numbers[4], numbers[5]))
        elif kind == "translate" and numbers:
            scale = _inside(scale, (1.0, 1.0, numbers[0], (*numbers, 0.0)[1]))
        elif kind == "scale" and numbers:
            scale = _inside(scale, (numbers[0], numbers[-1], 0.0, 0.0))
    return scale


def _inside(outer: Scale, inner: Scale) -> Scale:
    """Of something that stands inside of something else."""
    wide, high, right, below = outer
    across, down, along, further = inner
    return wide * across, high * down, right + wide * along, below + high * further


def _back(scale: Scale) -> Scale:
    """What takes a scale, which is not 0, back."""
    wide, high, right, below = scale
    return 1 / wide, 1 / high, -right / wide, -below / high
