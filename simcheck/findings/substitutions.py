"""Substitutions (换了什么): which names, dates and numbers stand for others: 平安镇 ← 李家镇, 350万元 ← XX万元?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from simcheck.entities.dates import TIME
from simcheck.entities.names import first_word
from simcheck.entities.numbers import BLANK, CN, MEASURE, NUMBER, ORDINAL, PARTS
from simcheck.entities.offices import IN_PLACES, is_landmark, names_place
from simcheck.entities.patterns import H
from simcheck.entities.people import is_followed, is_introduced, is_person
from simcheck.intervals import Overlaps
from simcheck.model import Edit, Match, Slot, Span, Substitution


def substitutions(left: str, right: str, edits: Sequence[Edit]) -> tuple[Substitution, ...]:
    """What each edit of names and numbers put where: by whole words, several in one edit apart if both sides have the
    same in the same order."""
    return tuple(
        s for edit in _lists(left, right, edits) for s in _of(left, right, edit) if not _is_more(s, left, right)
    )


_LIST_GAP: Final = 4
"""Characters that two edits of one list of names may have between them: 村、."""


def _lists(left: str, right: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, those that change a list of names as one, if it is as long on both sides."""
    result: list[Edit] = []
    for edit in edits:
        last = result[-1] if result else None
        if last and last.left.end <= edit.left.start and last.right.end <= edit.right.start:
            gap = left[last.left.end : edit.left.start]
            both = Edit(last.left.hull(edit.left), last.right.hull(edit.right))
            names = both.left.of(left).count("、"), both.right.of(right).count("、")
            goes_on = "、" in gap + edit.left.of(left) + edit.right.of(right) and not _MORE.search(gap)
            same = gap == right[last.right.end : edit.right.start]
            if goes_on and same and len(gap) <= _LIST_GAP and names[0] == names[1] > 0:
                result[-1] = both
                continue
        result.append(edit)
    return result


_MORE: Final = re.compile(r"[，。；：！？（）()]")


def _is_more(substitution: Substitution, left: str, right: str) -> bool:
    """Whether a name goes over a clause's end: something else was changed as well."""
    words = substitution.left.of(left) + substitution.right.of(right)
    return substitution.slot is Slot.NAME and bool(_MORE.search(words))


def _of(left: str, right: str, edit: Edit) -> Iterator[Substitution]:
    names = _parted(edit.left.of(left), edit.left.start), _parted(edit.right.of(right), edit.right.start)
    if len(names[0]) == len(names[1]) > 1:
        for here, there in zip(*names, strict=True):
            if here.of(left) != there.of(right):
                yield _whole(left, right, here, there)
        return
    if _is_place(left, edit.left) and _is_place(right, edit.right):
        yield _whole(left, right, edit.left, edit.right)
        return
    left_parts, right_parts = _parts(edit.left.of(left)), _parts(edit.right.of(right))
    if len(left_parts) == len(right_parts) > 1 and all(
        _alike(x, y) for x, y in zip(left_parts, right_parts, strict=True)
    ):
        for x, y in zip(left_parts, right_parts, strict=True):
            if x.words != y.words:
                yield _whole(left, right, _moved(x, edit.left.start), _moved(y, edit.right.start))
        return
    yield _whole(left, right, edit.left, edit.right)


def _is_place(text: str, span: Span) -> bool:
    """Whether a place is named, though it may begin with a figure: 三岔河, 五里铺村."""
    words = span.of(text)
    if not _BEGINS_WITH_FIGURE.match(words):
        return False
    more = _REST_OF_PLACE.match(text, span.end, span.end + _BEHIND)
    whole = words + more["rest"] if more else words
    return bool(_IS_SETTLEMENT.search(whole)) and names_place(whole)


_BEGINS_WITH_FIGURE: Final = re.compile(rf"[{CN}][{H}]")


def _parted(words: str, start: int) -> list[Span]:
    """The names of a list."""
    spans = []
    for name in words.split("、"):
        spans.append(Span(start, start + len(name)))
        start += len(name) + 1
    return spans


class _Part(NamedTuple):
    words: str
    start: int
    slot: Slot | None
    """None for words that are neither numbers nor blanks."""


def _parts(words: str) -> list[_Part]:
    """Numbers and blanks with their measures, and what stands between them."""
    parts: list[_Part] = []
    last = 0
    for match in PARTS.finditer(words):
        if match.start() > last:
            parts.append(_Part(words[last : match.start()], last, None))
        slot = Slot.BLANK if match["blank"] else Slot.NUMBER
        parts.append(_Part(match[0], match.start(), slot))
        last = match.end()
    if last < len(words):
        parts.append(_Part(words[last:], last, None))
    return parts


def _alike(one: _Part, other: _Part) -> bool:
    return (one.slot is None) == (other.slot is None)


def _moved(part: _Part, by: int) -> Span:
    return Span(by + part.start, by + part.start + len(part.words))


def _whole(left: str, right: str, here: Span, there: Span) -> Substitution:
    """The two sides with what both go on with, if it belongs to them: a measure, 镇, 是."""
    here, there = _with_line(left, here), _with_line(right, there)
    left_words, right_words = here.of(left), there.of(right)
    if not left_words or not right_words:
        return Substitution(here, there, _slot(left_words, right_words))
    is_figure = _is_figure(left_words) or _is_figure(right_words)
    before = 1 if is_figure and left[here.start - 1 : here.start] == right[there.start - 1 : there.start] == "第" else 0
    measures = _RANKS if _is_rank(left_words) and _is_rank(right_words) else _MEASURES
    more = measures.match(left, here.end, here.end + _BEHIND) if is_figure else None
    length = len(more[0] if more else _goes_on(left_words, right_words, left[here.end : here.end + _BEHIND]))
    if right[there.end : there.end + length] != left[here.end : here.end + length]:
        length = 0
    here, there = Span(here.start - before, here.end + length), Span(there.start - before, there.end + length)
    if not (is_figure or length):
        here, there = _whole_person(left, right, here, there)
    return Substitution(here, there, _slot(here.of(left), there.of(right)))


_BEHIND: Final = 8
"""Characters behind two words in which what belongs to both is looked for; no measure is longer."""
_RANKS: Final = re.compile(rf"[是要季][度]?|{MEASURE}")
_MEASURES: Final = re.compile(MEASURE)
_PLACE: Final = r"街道|社区|小学|中学|医院|卫生院|公司|合作社|[省市县区镇乡村组寨屯河江湖山路桥]"


def _with_line(text: str, span: Span) -> Span:
    """Where there seems to be nothing, the line that was left to write on."""
    line = None if span else _LINE.match(text, span.start)
    return Span(line.start(1), line.end(1)) if line else span


_LINE: Final = re.compile(r"[ \u3000]*([_＿]{2,})")


def _goes_on(left_words: str, right_words: str, behind: str) -> str:
    """What of the words behind belongs to the two: 来 to a time, 镇 or 沟村 to a name unless it begins another word."""
    both = left_words, right_words
    if all(re.search(r"(?:以|年|半年)\Z", words) for words in both):
        return "来" if behind.startswith("来") else ""
    are_people = all(map(is_person, both))
    more = re.match(_PLACE, behind)
    if more and first_word(behind) == more[0] and not are_people:
        return more[0]
    more = _REST_OF_PLACE.match(behind)
    # the head of a town follows nobody's name
    if more and not (are_people and more["whose"]) and all(names_place(words + more["rest"]) for words in both):
        return more["rest"]
    more = _LANDMARK.match(behind)
    if more and first_word(behind) == more[0] and all(is_landmark(words + more[0]) for words in both):
        return more[0]
    more = _REST_OF_FIRM.match(behind)
    return more[0] if more and all(map(_IDEOGRAPHS.fullmatch, both)) and not _NO_FIRM.search(more[0]) else ""


_SETTLEMENT: Final = "街道|社区|镇(?![压定静])|乡(?![村镇土亲情愁音])|村(?![庄镇落容貌级])|寨"
_REST_OF_PLACE: Final = re.compile(rf"(?P<rest>{IN_PLACES}{{0,2}}?(?:{_SETTLEMENT}))(?P<whose>[民委小长支]?)")
_IS_SETTLEMENT: Final = re.compile(r"(?:街道|社区|[镇乡村寨])\Z")
_LANDMARK: Final = re.compile("[沟坝岭垭坪湾坡坳塘冲畈圩垸]")
_REST_OF_FIRM: Final = re.compile(rf"[{H}]{{1,6}}?(?:合作社|公司)")
_NO_FIRM: Final = re.compile(
    "[镇乡村县市区的和与等及由在为把被让个家]|街道|发展|开展|组建|成立|加强|引导|支持|鼓励|带动|依托|通过|领办|推行|创办"
)
_IDEOGRAPHS: Final = re.compile(rf"[{H}]{{2,6}}")


def _whole_person(left: str, right: str, here: Span, there: Span) -> tuple[Span, Span]:
    """The two sides with the surname or the given name that people have in common, where a post or 同志 says that they
    are people."""
    before, other = left[here.start - 1 : here.start], right[there.start - 1 : there.start]
    if before and before == other:
        wider = Span(here.start - 1, here.end), Span(there.start - 1, there.end)
        if is_introduced(left, wider[0]) and is_introduced(right, wider[1]):
            return wider
    for length in (2, 1) if len(here) == len(there) == 1 else ():
        given = left[here.end : here.end + length]
        wider = Span(here.start, here.end + length), Span(there.start, there.end + length)
        # 余小 of 余小燕 is nobody, and of 余杰靠 the last belongs to what follows
        is_word = length > 1 and first_word(left[here.end : here.end + _GIVEN]) == given
        is_whole = given == wider[1].of(right)[1:] and (is_word or is_followed(left, wider[0]))
        if is_whole and is_introduced(left, wider[0]) and is_introduced(right, wider[1]):
            return wider
    return here, there


_GIVEN: Final = 4
"""Characters behind a surname that show where the given name ends."""


def _is_rank(words: str) -> bool:
    return bool(re.fullmatch(rf"[{CN}]{{1,3}}", words))


def _is_figure(words: str) -> bool:
    return bool(re.fullmatch(rf"{BLANK}+|{NUMBER}", words.strip()))


def _slot(left_words: str, right_words: str) -> Slot:
    both = [words.strip() for words in (left_words, right_words) if words.strip()]
    if any(re.match(rf"{BLANK}+", words) for words in both):
        return Slot.BLANK
    if both and all(TIME.fullmatch(words) for words in both):
        return Slot.DATE
    if both and all(ORDINAL.fullmatch(words) for words in both):
        return Slot.ORDINAL
    if both and all(re.fullmatch(rf"[约近达]?(?:{NUMBER}){MEASURE}", words) for words in both):
        return Slot.NUMBER
    return Slot.NAME


# Figures that were taken over


_FIGURE: Final = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?![\d.])")
_NO_FIGURE: Final = re.compile(r"(?:19|20)\d\d年|\d{1,2}[.、．)）](?!\d)")
"""Years, and the numbers of a list."""


def figures_kept(text: str, match: Match) -> int:
    """How many numbers of the document stand in a match as they stand in the source, years and list numbers aside."""
    return sum(1 for part in equal_parts(match) for _ in _figures(text, part))


def _figures(text: str, part: Span) -> Iterator[Span]:
    for found in _FIGURE.finditer(text, part.start, part.end):
        # what the edges of the part cut is not whole
        if text[found.end() : found.end() + 1].isdigit() or text[max(0, found.start() - 1) : found.start()].isdigit():
            continue
        if not _NO_FIGURE.match(text, found.start()):
            yield Span(*found.span())


def equal_parts(match: Match) -> Iterator[Span]:
    """The stretches of the document between the edits of a match."""
    edits = Overlaps((edit.left.start, edit.left.end) for edit in match.edits)
    for block in match.blocks:
        at = block.left.start
        for number in edits.touching(block.left.start, block.left.end):
            edit = match.edits[number]
            if block.left.contains(edit.left):
                if edit.left.start > at:
                    yield Span(at, edit.left.start)
                at = max(at, edit.left.end)
        if block.left.end > at:
            yield Span(at, block.left.end)
