"""Leftovers (疑似漏改): which names and years of the source were forgotten when a text was filled in anew?

A name was forgotten if the document puts a name of its own in its place at least as often as it keeps it, and nothing
says that it speaks of the source's place: that is a neighbour, a road named after it, a leader of both, a village of
the same name, the year before. What cannot be told from that is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from simcheck.entities.dates import YEAR
from simcheck.entities.names import first_word, is_proper, is_unheard_of, is_well_known
from simcheck.entities.offices import CALLED, PLACE_WORDS, SETTLEMENT
from simcheck.entities.patterns import Pattern
from simcheck.entities.people import introduced, is_person, may_be_person
from simcheck.findings.authorship import Ground
from simcheck.findings.substitutions import equal_parts
from simcheck.intervals import Overlaps
from simcheck.metadata.guess import metadata_of
from simcheck.model import APART, Document, Finding, Flag, Note, Slot, Span, ranges
from simcheck.report.report import Report
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_SHOWN: Final = 8
"""Leftovers that are told one by one; a text with more of them is a copy with another heading."""


def leftover_notes(report: Report, shared_authors: Mapping[str, Ground | None]) -> Iterator[Note]:
    """A note on each leftover, the first ``_SHOWN``."""
    # what is quoted, or what a form gave, stays as it is
    specific = [f for f in report.findings if not f.flags & {*APART, Flag.QUOTED, Flag.TEMPLATE}]
    own_texts = [report.sources[id].text for id, shared in shared_authors.items() if shared]
    found: dict[tuple[str, tuple[Span, ...]], Leftover] = {}
    for leftover in leftovers(report.document, report.sources.values(), specific):
        # the villages of one's own township stay what they are called, in whatever source they stand as well
        is_own = leftover.slot is not Slot.DATE and any(leftover.theirs in text for text in own_texts)
        if not is_own:
            # several sources may have one and the same
            found.setdefault((leftover.theirs, leftover.places), leftover)
    spans = paragraphs(report.document.text)
    for leftover in list(found.values())[:_SHOWN]:
        numbers = sorted({paragraph_numbers(place, spans)[0] for place in leftover.places})
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "source": leftover.source,
            "theirs": leftover.theirs,
            "own": leftover.own,
            "count": len(leftover.places),
            "paragraph": numbers[0] if len(numbers) == 1 else ", ".join(ranges(numbers)),
        }
        yield Note("left-behind", leftover.places[0], facts)


class Leftover(NamedTuple):
    """A name or a year of the source that stands in taken-over text of the document, where elsewhere its own
    stands."""

    source: str
    theirs: str
    own: str
    places: tuple[Span, ...]
    slot: Slot


def leftovers(document: Document, sources: Iterable[Document], findings: Sequence[Finding]) -> list[Leftover]:
    """What was probably forgotten, source by source, what was replaced most first."""
    by_source: dict[str, list[Finding]] = {}
    for finding in findings:
        by_source.setdefault(finding.match.source, []).append(finding)
    found: list[Leftover] = []
    for source in sources:
        of_source = by_source.get(source.id, [])
        if of_source:
            found += _of_source(document, source, of_source)
    return found


def _of_source(document: Document, source: Document, findings: Sequence[Finding]) -> Iterator[Leftover]:
    replaced = _replaced(document, source, findings)
    sought = [*_names(document, source, replaced), *_years(replaced)]
    if replaced.bare:
        sought.append(replaced.bare)
    where = _Where(document.text, source.text, findings, {each.theirs for each in sought})
    for each in sought:
        places = where.forgotten(each)
        if places:
            yield Leftover(source.id, each.theirs, each.own, places, each.slot)


# What was replaced


@dataclass
class _Replaced:
    """What stands for what: for each name or year of the source those of the document, and how often."""

    names: dict[str, Counter[str]] = field(default_factory=dict)
    years: dict[str, Counter[str]] = field(default_factory=dict)
    bare: _Sought | None = None
    """The source's town without 镇, and the document's, as their titles have them."""


def _units(document: Document, source: Document) -> tuple[str, str] | None:
    """The settlements that two titles name, if nothing else in the titles differs but the year."""
    known, of_source = metadata_of(document), metadata_of(source)
    own, theirs = known.get("unit", ""), of_source.get("unit", "")
    titles = known.get("title", ""), of_source.get("title", "")
    if not (own in titles[0] and theirs in titles[1] and SETTLEMENT.fullmatch(own) and SETTLEMENT.fullmatch(theirs)):
        return None
    same = _FIGURES.sub("", titles[0].replace(own, "", 1)) == _FIGURES.sub("", titles[1].replace(theirs, "", 1))
    return (theirs, own) if same and theirs not in own and own not in theirs else None


_FIGURES: Final = Pattern(r"\d+")
_ENDS_OF_NAMES: Final = Pattern(PLACE_WORDS + r"\Z")
_ENDS_OF_SETTLEMENTS: Final = Pattern(r"(?:街道|社区|[镇乡村寨])\Z")
_TITLE: Final = 5
"""Times for which the unit in the title counts that was replaced: what is said of the source's own unit is not said of
a neighbour."""


def _replaced(document: Document, source: Document, findings: Sequence[Finding]) -> _Replaced:
    # overlapping findings tell one place once
    every = {s.left: s for finding in findings for s in finding.substitutions}
    replaced = _Replaced()
    for s in every.values():
        theirs, own = s.right.of(source.text).strip(), s.left.of(document.text).strip()
        if s.slot is Slot.NAME:
            replaced.names.setdefault(theirs, Counter())[own] += 1
        elif s.slot is Slot.DATE and _year(theirs) and _year(own) and _year(theirs) != _year(own):
            replaced.years.setdefault(_year(theirs), Counter())[_year(own)] += 1
    for bare, whole in _with_kind(replaced.names).items():
        owns = replaced.names[whole]
        wholes = _with_kind(owns)
        for own, times in replaced.names.pop(bare).items():
            owns[wholes.get(own, own)] += times
    if units := _units(document, source):
        replaced.names.setdefault(units[0], Counter())[units[1]] += _TITLE
        # 石坡 of 石坡街道, which is no other word
        theirs, own = (_ENDS_OF_SETTLEMENTS.sub("", unit) for unit in units)
        if is_unheard_of(theirs) and theirs not in own and own not in theirs:
            replaced.bare = _Sought(theirs, own, _TITLE, Slot.NAME)
    return replaced


def _with_kind(names: Iterable[str]) -> dict[str, str]:
    """Those of the names that stand among them with 村 or 镇 behind them as well, and what they are then."""
    every = {name for name in names if name}
    wholes = {_ENDS_OF_NAMES.sub("", name): name for name in sorted(every)}
    return {
        bare: whole
        for bare, whole in wholes.items()
        if bare in every and bare != whole and not _ENDS_OF_NAMES.search(bare)
    }


def _year(words: str) -> str:
    year = YEAR.search(words)
    return year[0] if year else ""


class _Sought(NamedTuple):
    """A name or a year, what it mostly became, and how often it was replaced."""

    theirs: str
    own: str
    times: int
    slot: Slot
    of_third: bool = False
    """Whether it is no more the source's than the document's: another town in the report of a town."""


def _names(document: Document, source: Document, replaced: _Replaced) -> Iterator[_Sought]:
    """Names of the source that may have been forgotten: proper ones that became proper ones, and not the document's."""
    known, of_source = metadata_of(document), metadata_of(source).get("unit", "")
    about = known.get("unit", "") + "\0" + known.get("title", "")
    instead: dict[str, Counter[str]] = {}
    for theirs, owns in replaced.names.items():
        for own, times in owns.items():
            instead.setdefault(own, Counter())[theirs] += times
    most = sorted(replaced.names.items(), key=lambda item: (-item[1].total(), item[0]))
    if not of_source:
        # whose report it is, the town that was replaced most says
        of_source = next((name for name, owns in most if _TOWN.search(name) and owns.total() >= _SURE), "")
    for theirs, owns in most[:_MOST]:
        times = owns.total()
        proper = Counter({own: n for own, n in owns.items() if _are_names(theirs, own, document, source)})
        if not proper or theirs in about:
            continue
        own = max(proper, key=lambda name: (proper[name], name))
        # what stands for a third name is the document's own; for its counterpart, a neighbour
        in_place_of = instead.get(theirs, Counter())
        if in_place_of.keys() - owns.keys() or in_place_of.total() >= times:
            continue
        # filled in anew it mostly becomes one and the same; in another list it is now this, now that
        if proper[own] * 2 > times and (times >= _SURE or not is_well_known(theirs)):
            yield _Sought(theirs, own, proper[own], Slot.NAME, _is_third(theirs, of_source))


def _is_third(name: str, unit: str) -> bool:
    """Whether a name is that of another town if ``unit`` is a town, of another village if it is a village; counties may
    be anybody's."""
    if name in unit:
        return False
    return bool(_COUNTY.search(name)) or any(level.search(name) and level.search(unit) for level in _LEVELS)


_COUNTY: Final = Pattern(r"(?:[省市县州旗]|(?<!社)区)\Z")
_TOWN: Final = Pattern(r"(?:[镇乡]|街道)(?=\Z|党|人民政府|政府|委)")
_LEVELS: Final = _TOWN, Pattern(r"(?:村|社区)(?=\Z|党|村?民?委)")

_MOST: Final = 500
"""Names that are looked at, those that were replaced most; a list of people has thousands."""

_SURE: Final = 3
"""Times that a place that everybody knows was replaced from which one that stayed was forgotten."""


def _are_names(theirs: str, own: str, document: Document, source: Document) -> bool:
    """Whether two words are a place or an office each, or a person each, and neither is a part of the other."""
    if theirs in own or own in theirs:
        return False
    if all(CALLED.fullmatch(name) and is_proper(name) for name in (theirs, own)):
        return True
    if not all(map(may_be_person, (theirs, own))):
        return False
    return all(map(is_person, (theirs, own))) or introduced(source.text, theirs) or introduced(document.text, own)


_TWICE: Final = 2
"""Times that a year was replaced from which one that stayed was forgotten."""


def _years(replaced: _Replaced) -> Iterator[_Sought]:
    """The year that was replaced most; those before it are the past in both texts, those behind it the future."""
    if replaced.years:
        theirs, owns = max(replaced.years.items(), key=lambda item: (item[1].total(), item[0]))
        own, times = owns.most_common(1)[0]
        if times >= _TWICE:
            yield _Sought(theirs, own, times, Slot.DATE)


# Where it stands


_AROUND: Final = 6
"""Characters on either side of a name that tell whether the source has it in the same words."""

_WITH: Final = 4
"""Characters beside a name that must be taken over with it."""

_WORD_END: Final = 4
"""Characters behind a name that show where its word ends."""

_CLAUSE: Final = Pattern(r"[，。；！？\n]")
_SENTENCE: Final = Pattern(r"[。；！？\n]")


class _Where:
    """Where names stand in a text, found for all of them in one pass, and whether in what was taken over."""

    def __init__(self, text: str, source: str, findings: Sequence[Finding], names: Collection[str]) -> None:
        self._text = text
        self._source = source
        parts = sorted({part for finding in findings for part in equal_parts(finding.match)})
        self._parts = Overlaps((part.start, part.end) for part in parts)
        self._every = parts
        replacing = sorted({(s.left.start, s.left.end) for finding in findings for s in finding.substitutions})
        self._replacing = Overlaps(replacing)
        self._begins: dict[str, list[int]] = {name[:2]: [] for name in names}
        if self._begins:
            for at in range(len(text)):
                begins = self._begins.get(text[at : at + 2])
                if begins is not None:
                    begins.append(at)

    def forgotten(self, sought: _Sought) -> tuple[Span, ...]:
        """The places where what is sought was forgotten; none if the document may speak of it rightly."""
        kept: list[Span] = []
        # the source may speak of the document's, the document of the source's, both of a third: then both may have it
        speak_of_both = sought.slot is Slot.NAME and (sought.of_third or sought.own in self._source)
        for at in self._begins[sought.theirs[:2]]:
            span = Span(at, at + len(sought.theirs))
            if span.of(self._text) != sought.theirs or self._replacing.any(span.start, span.end):
                continue
            is_other = self._is_past if sought.slot is Slot.DATE else self._is_of_another
            if self._is_taken_over(span):
                if not self._is_whole(span):
                    continue
                if not is_other(span) and not (sought.slot is Slot.NAME and self._is_beside(span, sought.own)):
                    kept.append(span)
            elif not speak_of_both and not is_other(span) and self._is_whole(span) and not self._source_has(span):
                # in words of the document's own
                speak_of_both = True
        most = sought.times
        if speak_of_both:
            most = most // _OFTEN if sought.slot is Slot.NAME else 0
        return tuple(kept) if len(kept) <= most else ()

    def _is_taken_over(self, span: Span) -> bool:
        """Whether the source has it with words around it, not the name alone."""
        parts = [self._every[part] for part in self._parts.near(span.start, span.start + 1)]
        return any(span.end <= part.end and len(part) >= len(span) + _WITH for part in parts)

    def _is_whole(self, span: Span) -> bool:
        """Whether a name is not inside a longer one, which is another's."""
        name = span.of(self._text)
        if YEAR.fullmatch(name):
            return True
        if self._text[span.start - 1 : span.start] in _BEFORE_NAMES or _NAMED_AFTER.match(self._text, span.end):
            return False
        if not _ENDS_OF_NAMES.search(name) and _KIND.match(self._text, span.end):
            return False
        return first_word(self._text[span.start : span.end + _WORD_END]) in (name, first_word(name))

    def _source_has(self, span: Span) -> bool:
        """Whether the source has it in the same words, though they are too few to be taken over."""
        begin = max(self._text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
        end = self._text.find("\n", span.end)
        end = min(len(self._text) if end < 0 else end, span.end + _AROUND)
        return self._text[begin:end] in self._source

    def _is_of_another(self, span: Span) -> bool:
        """Whether the words around a name say that it is a neighbour's, or a leader's of both."""
        clause = self._around(span, _CLAUSE)
        before = self._text[clause.start : span.start]
        if _NEIGHBOUR.search(clause.of(self._text)) or self._is_in_a_title(span):
            return True
        if _FORMER.search(before):
            return True
        return bool(_LEADER.search(before)) and not _ENDS_OF_NAMES.search(span.of(self._text))

    def _is_past(self, span: Span) -> bool:
        """Whether the words around a year compare with it, or say since when."""
        before = self._text[max(0, span.start - _WORD_END) : span.start]
        if _SINCE.search(before) or _AFTER_PAST.match(self._text, span.end):
            return True
        # 2023年买的抽水机今年换了皮带: it is not this year
        return bool(_NOW.search(self._around(span, _CLAUSE).of(self._text))) or self._is_in_a_title(span)

    def _is_in_a_title(self, span: Span) -> bool:
        before = self._text[max(0, span.start - _REACH) : span.start]
        return before.rfind("《") > max(before.rfind("》"), before.rfind("\n"))

    def _is_beside(self, span: Span, own: str) -> bool:
        """Whether the document's name stands in the same sentence of the source: it speaks of both."""
        sentence = self._around(span, _SENTENCE)
        at = self._text.find(own, sentence.start, sentence.end)
        while at >= 0:
            if self._is_taken_over(Span(at, at + len(own))):
                return True
            at = self._text.find(own, at + 1, sentence.end)
        return False

    def _around(self, span: Span, ends: Pattern) -> Span:
        """The clause or sentence, of at most ``_REACH`` characters on either side."""
        begin = max(0, span.start - _REACH)
        for end in ends.finditer(self._text, begin, span.start):
            begin = end.end()
        last = ends.search(self._text, span.end, span.end + _REACH)
        return Span(begin, last.start() if last else min(len(self._text), span.end + _REACH))


_OFTEN: Final = 3
"""Times that a name was replaced for each time that it was forgotten, if one of the texts speaks of both."""

_REACH: Final = 80
"""Characters of a sentence on either side of a name that are looked at."""

_BEFORE_NAMES: Final = tuple("大小上下前后东南西北新老")
"""What a longer name begins with: 大石桥村."""

_KIND: Final = Pattern(PLACE_WORDS)
_NAMED_AFTER: Final = Pattern("水库|大桥|特大桥|灌区|引水|电站|隧道|[—－\\-~～]")

_NEIGHBOUR: Final = Pattern(
    "交界|毗邻|接壤|相邻|邻近|邻镇|邻村|邻县|相接|友好|结对|对口|协作|一道|流经|途经|上游|下游|来自|教训|先进经验|典型经验|经验做法|联合|联防|联席|联办|共同承办|共同举办|合作(?!社)|携手|互访|两地|三地|跨界"
    "|学习考察|考察|参观|取经|借鉴|观摩|回访|来访|接待|来我|赴|前往|会同|对接|连接"
)
"""What is said of neighbours and partners."""

_LEADER: Final = Pattern("[省市县区州](?:委|政府|长|人大|政协|纪委|领导)[^，。]{0,10}$")
"""What stands before leaders of both."""

_FORMER: Final = Pattern(
    "(?:[原前]|前任|原任|上任|时任|老|退休|离任|已故)(?:党?支?部?书记|支书|主任|村长|[镇乡县]长|会计|校长|院长|所长)?$"
)
"""What stands before the name of one who, or of a place that, is no more what it was."""

_NOW: Final = Pattern("今年|本年|目前|如今|现在")
_SINCE: Final = Pattern(r"(?:比|较|与|同|自|从|继|截至|截止|截止到|到|至|于|过去的|[—－\-~～〔\[（(]|\d年[、和])\s*$")
_AFTER_PAST: Final = Pattern(
    r"(?:以来|以后|以前|之后|之前|起|至|底|末|同期|相比|至今|启动|开工|立项|建成|成立|实施|竣工|投产|度?(?:全[国省市县]|被|先进|优秀)|洪水|洪灾|水灾|地震|火灾|旱灾|打算|计划|将|拟|力争|争取|[买修建栽种架铺盖装购][^，。]{0,2}的|(?:获得?|评[上为])的|[—－\-~～〕\]]|[、和与及]\d)"
)
