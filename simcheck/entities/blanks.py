"""Blanks (空): what was left to be filled in: XX镇, ×年×月, ____, （　　）, 年　月　日, （此处填写……）?

Crosses that say times, hide a number or name rays (X光), rules and check boxes are none. What stands for a name or a
number inside a change is asked of ``numbers``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simcheck.entities.patterns import FIGURE, H, Pattern
from simcheck.model import Span

_UNIT: Final = "[年月日号时市县区镇乡村社州省校局户个名人亩元万亿次条件项家所座处份篇%％]"
"""What stands behind a place or a number that was left out."""

_PLACE: Final = r"(?:[省市州县区镇乡局校]|村(?!民)|街道|社区|学校|单位|公司|中心|小学|中学|医院|项目)"

_NO_BLANK: Final = r"A-Za-zＸ\d*×✕+=@"
"""Beside a figure or a letter a cross says times, or hides a number ..."""

_BEFORE, _BEHIND = rf"(?<![{_NO_BLANK}])", rf"(?!(?!20\d\d)[{_NO_BLANK}])"
"""... unless the figure is a year: XX2024年工作总结."""

_CROSSES: Final = Pattern(
    rf"{_BEFORE}(?:[XxＸｘ]{{1,20}}[.．][XxＸｘ]{{1,20}}|[XxＸｘ]{{2,20}}|[×✕]{{2,20}}|[XxＸｘ×✕](?={_UNIT})){_BEHIND}"
)
_MAY_BE_CROSSES: Final = Pattern("[XxＸｘ×✕]+")

_YEARS: Final = Pattern(r"(?<!\d)20(?:[XxＸｘ×]{2}|\d[XxＸｘ×])(?=[年级届])")

_CROSS: Final = Pattern(rf"{_BEFORE}(?<![-/.])[XＸ]{_BEHIND}(?![-/.]|\s?(?:[光射轴型形档片]|线(?!路)|染色体|波段))")
"""It may be a name as well (平台X), and is a blank where others are."""

_OTHERS: Final = 2
"""Blanks from which a text is one that was left unfilled."""

_LINES: Final = Pattern(r"(?<![A-Za-z0-9_＿])(?:_{3,}|_{2,}(?=[年月日号元])|＿{2,})(?![A-Za-z0-9])")
_MARGIN: Final = 20
"""Characters on either side of a line in which nothing else stands if it is a rule."""

_SIGNS: Final = Pattern(
    rf"□{{2,}}|(?<![{FIGURE}十])[○◯]{{2,6}}(?={_PLACE})|＊{{2,6}}(?={_UNIT})"
    rf"|(?<=[{H}])(?:…{{1,3}}|\.{{3,6}})(?=[万亿元亩%％]|公里|平方)"
    rf"|(?:(?<![{H}])|(?<=[在由到对向与和及为是经从于省市县区镇乡村局]))某{{2,6}}(?={_PLACE})"
)
_MAY_BE_SIGNS: Final = Pattern(r"[□○◯＊…某.]+")
"""What may be one is found several times as fast."""

_STARS: Final = Pattern(rf"\*{{2,6}}(?P<is_blank>{_UNIT})?")
_MOST: Final = 0.8
"""The part of a text's stars that stand before a unit from which they are blanks; elsewhere they make letters bold."""

_BRACKETS: Final = Pattern(
    r"（[ \u3000]{1,40}）|\((?: {2,40}|\u3000{1,40})\)|〔[ \u3000]{0,20}〕|【[ \u3000]{1,40}】|［[ \u3000]{1,40}］"
)
_DATES: Final = Pattern(r"(?<=\d)年[ \u3000]{1,9}月[ \u3000]{1,9}日|年(?: {2,9}|\u3000{1,9})月(?: {2,9}|\u3000{1,9})日")
_MAY_BE_DATES: Final = Pattern(r"年[ \u3000]+月")

_MAY_BE_TOLD: Final = Pattern("(?:此处|在此|待)[填写插添补]")
_TOLD: Final = Pattern(
    r"[（(【［\[<《](?=[^（）()【】［］\[\]<>《》\n]{0,12}(?:此处|在此|待)[填写插添补])[^（）()【】［］\[\]<>《》\n]{1,60}[）)】］\]>》]"
)


def blanks(text: str) -> list[Span]:
    """Where something was left to be filled in: ordered, disjoint."""
    found = _disjoint(sorted(_sure(text)))
    if len(found) >= _OTHERS and ("X" in text or "Ｘ" in text):
        found = _disjoint(sorted([*found, *_spans(_CROSS, text)]))
    return found


def _sure(text: str) -> Iterator[Span]:
    for run in _MAY_BE_CROSSES.finditer(text):
        at = run.start()
        tried = (_CROSSES, at), (_YEARS, max(0, at - 2)), (_YEARS, max(0, at - 3))
        yield from (Span(*match.span()) for pattern, start in tried if (match := pattern.match(text, start)))
    if "__" in text or "＿" in text:
        yield from (line for line in _spans(_LINES, text) if not _is_rule(text, line))
    stars = list(_STARS.finditer(text)) if "**" in text else []
    if sum(match["is_blank"] is not None for match in stars) >= _MOST * len(stars):
        yield from (Span(match.start(), match.end() - 1) for match in stars if match["is_blank"])
    for may_be, pattern in ((_MAY_BE_SIGNS, _SIGNS), (_MAY_BE_DATES, _DATES)):
        for begin in may_be.finditer(text):
            if match := pattern.match(text, begin.start()):
                yield Span(*match.span())
    yield from _spans(_BRACKETS, text)
    if _MAY_BE_TOLD.search(text):
        yield from _spans(_TOLD, text)


def _spans(pattern: Pattern, text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(text))


def _is_rule(text: str, line: Span) -> bool:
    """Whether a line of underscores stands alone: it is drawn, and nobody is to write on it."""
    before = text[max(0, line.start - _MARGIN) : line.start].rpartition("\n")[2]
    behind = text[line.end : line.end + _MARGIN].partition("\n")[0]
    return not (before + behind).strip()


def _disjoint(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
