"""How is a saved result read back? What this program cannot have written is refused, and said why.

Each part is of the types of ``schema``; here is asked whether all of it can be true together, and whether counting it
again takes no longer than it may.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from simcheck._version import __version__
from simcheck.errors import InvalidResult, InvalidSettings
from simcheck.model import (
    MOMENT,
    Block,
    Document,
    Edit,
    Evidence,
    FileFacts,
    Finding,
    Flag,
    Grade,
    Kind,
    Mark,
    Match,
    Note,
    Slot,
    Span,
    Substitution,
)
from simcheck.report import schema
from simcheck.report.circumstances import Circumstances, CorpusState, GivenFile
from simcheck.report.contents import Contents
from simcheck.report.schema import Malformed, decoded, is_json
from simcheck.report.serialise import FORMAT
from simcheck.settings import Settings

LIMIT: Final = 100_000_000
"""Characters of a saved result, which in Chinese are more bytes than a document may have."""

MOST: Final = 4_000_000
"""Objects and lists in one, at a few hundred bytes of memory each; a text with 400,000 edited words has fewer."""

WORK: Final = 1_000_000_000
"""What counting everything again may take, a quarter of a minute, in characters that findings and marks cover, each as
often as it is covered. Fifty sources that all hold the whole of a text of two million characters are a fifth of it."""

_A_FINDING: Final = 50_000
_A_PARAGRAPH: Final = 500
_A_PIECE: Final = 200
"""Characters that numpy counts in the time that is spent on each finding, on each paragraph that one touches, and on
each block or edit under a mark."""


def contents(data: str, name: str) -> Contents:
    """The contents of a saved result.

    Raises ``InvalidResult`` (naming ``name``) for anything that ``Report.to_json`` could not have written.
    """
    if len(data) > LIMIT:
        raise InvalidResult(name, "too-large", LIMIT)
    if data.count("[") + data.count("{") > MOST:
        raise InvalidResult(name, "too-many")
    data = data.removeprefix("\ufeff")
    head = _head(data, name)
    if head.format > FORMAT:
        raise InvalidResult(name, "newer")
    try:
        result: schema.Result = decoded(data, schema.Result)
        if UNSET in (result.document.text, *(source.text for source in result.sources)):
            raise InvalidResult(name, "no-text")
        is_newer = _numbers(head.simcheck) > _numbers(__version__)
        if not is_newer and _unknown_flags(result):
            raise Malformed("flags that no version has written")
        return _checked(result, name, is_older=head.format < FORMAT)
    except (Malformed, Unknown):
        # within a format a newer version may have words of its own
        reason = "newer" if _numbers(head.simcheck) > _numbers(__version__) else "not-ours"
        raise InvalidResult(name, reason) from None
    except Contradiction:
        raise InvalidResult(name, "altered") from None


def _head(data: str, name: str) -> schema.Head:
    try:
        head: schema.Head = decoded(data, schema.Head)
        return head
    except Malformed:
        lines = _results(data)
        if lines > 1:
            raise InvalidResult(name, "several", lines) from None
        raise InvalidResult(name, "not-ours" if is_json(data) else "not-json") from None


def _results(data: str) -> int:
    """How many results there are, one a line; 0 if any line is none."""
    count = at = 0
    while at < len(data):
        end = data.find("\n", at) + 1 or len(data)
        line = data[at:end]
        at = end
        if not line.isspace():
            try:
                decoded(line, schema.Head)
            except Malformed:
                return 0
            count += 1
    return count


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d{1,9}", version[:50])[:3]))


def reading(data: str, length: int) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """The notes and pages of a text of a corpus, of ``length`` characters; a bare list, as most are, has no pages.

    Raises ``Malformed`` for anything that ``reading_data`` could not have written.
    """
    told: tuple[schema.Note, ...] | schema.Reading = decoded(data, tuple[schema.Note, ...] | schema.Reading)
    notes, pages = (told.notes, told.pages) if isinstance(told, schema.Reading) else (told, ())
    try:
        _refuse_unordered(pages, length)
        return tuple(note_of(note, length) for note in notes), pages
    except Contradiction as error:
        raise Malformed(str(error)) from None


# --- What can be true together ----------------------------------------------------------------------------------------


class Unknown(Exception):
    """A word that this version does not have."""


class Contradiction(Exception):
    """Each part may stand in a result, but not together."""


def require(holds: bool, what: str) -> None:
    """Raise ``Contradiction`` where something does not hold."""
    if not holds:
        raise Contradiction(what)


def _checked(result: schema.Result, name: str, *, is_older: bool) -> Contents:
    """The contents, if all that is said of the texts can be true of them."""
    document = document_of(result.document)
    sources = {source.id: document_of(source) for source in result.sources}
    records = [copy.id for source in result.sources for copy in (source, *(source.copies or ()))]
    require(len(set(records)) == len(records), "ids twice")
    findings = tuple(finding_of(each, document, sources) for each in result.findings)
    require(_ascend([each.match.left.start for each in findings]), "findings out of order")
    length = len(document.text)
    marks = tuple(
        Mark(Flag(each.flag), span_of(each.span, length), each.code, each.facts)
        for each in result.marks
        if each.flag in _FLAGS
    )
    longest = max(length, *(len(source.text) for source in sources.values())) if sources else length
    contents = Contents(
        document=document,
        sources=sources,
        findings=findings,
        notes=(*_notes(result.notes, longest, is_older=is_older), *_aside(result)),
        settings=settings_of(result.settings),
        copies={source.id: _copies(source) for source in result.sources if source.copies},
        searched=result.corpus.documents if result.corpus else None,
        marks=marks,
        public=result.public.texts if result.public else 0,
        circumstances=circumstances_of(result.created, result.simcheck, result.circumstances),
    )
    if _work(contents) > WORK:
        raise InvalidResult(name, "too-many")
    return contents


def circumstances_of(moment: object, version: str, noted: schema.Circumstances | UnsetType) -> Circumstances | None:
    """What is known of how a result was made; None for one that was never saved and came from no command."""
    told = noted or schema.Circumstances()
    created = moment if isinstance(moment, str) and MOMENT.fullmatch(moment) else ""
    if not created and noted is UNSET:
        return None
    corpus = told.corpus
    return Circumstances(
        created=created,
        simcheck=version,
        command=told.command,
        corpus=CorpusState(corpus.folder, corpus.documents, corpus.updated, corpus.sha256) if corpus else None,
        templates=tuple(GivenFile(each.name, each.sha256 or "") for each in told.templates or ()),
        public_sha256=told.public_sha256 or "",
        settings_sha256=told.settings_sha256 or "",
    )


def document_of(value: schema.Document) -> Document:
    """A document; raises ``Contradiction``."""
    text = value.text or ""
    pages = value.pages or ()
    _refuse_unordered(pages, len(text))
    notes = tuple(note_of(each, len(text)) for each in value.notes or ())
    return Document(value.id, value.name, text, value.metadata or {}, notes, pages, _file(value.file))


def _file(value: schema.File | UnsetType) -> FileFacts | None:
    if value is UNSET:
        return None
    known = {name: told for name, told in msgspec.structs.asdict(value).items() if told is not UNSET}
    try:
        return FileFacts(**known)
    except ValueError as error:
        raise Contradiction(str(error)) from None


def _copies(source: schema.Source) -> tuple[Document, ...]:
    """The other records of the same text."""
    text = source.text or ""
    return tuple(
        Document(each.id, each.name, text, each.metadata or {}, file=_file(each.file)) for each in source.copies or ()
    )


def _refuse_unordered(pages: Sequence[int], length: int) -> None:
    require(_ascend(pages) and (not pages or pages[-1] <= length), "pages out of order")


def _ascend(numbers: Sequence[int]) -> bool:
    return all(a <= b for a, b in pairwise(numbers))


def span_of(pair: tuple[int, int], length: int) -> Span:
    """A span of a text of so many characters; raises ``Contradiction``."""
    start, end = pair
    require(start <= end <= length, "outside the text")
    return Span(start, end)


def note_of(value: schema.Note, length: int) -> Note:
    """A note on a text of so many characters; raises ``Contradiction``."""
    return Note(value.code, span_of(value.span, length) if value.span else None, value.facts)


_FLAGS: Final = frozenset(map(str, Flag))

_UNTRUE: Final = ("origin-", "widespread")
"""Notes of the first format that said of several sources what was true of one of them."""


def _notes(notes: Sequence[schema.Note], longest: int, *, is_older: bool) -> Iterator[Note]:
    """The notes; of an older result without those that were not true, and with one that says that it is."""
    for each in notes:
        if not (is_older and each.code.startswith(_UNTRUE)):
            yield note_of(each, longest)
    if is_older:
        yield Note("older-result", None, {})


def _unknown_flags(result: schema.Result) -> set[str]:
    found = {flag for each in result.findings for flag in each.flags} | {mark.flag for mark in result.marks}
    return found - _FLAGS


def _aside(result: schema.Result) -> Iterator[Note]:
    """A note on flags that a later version has: they say of a passage what this one cannot show."""
    unknown = _unknown_flags(result)
    if unknown:
        yield Note("unknown-flags", None, {"flags": ", ".join(sorted(unknown)), "count": len(unknown)})


_Word = TypeVar("_Word", bound=StrEnum)


def _known(word: str, words: type[_Word]) -> _Word:
    try:
        return words(word)
    except ValueError:
        raise Unknown(word) from None


def settings_of(values: dict[str, Any]) -> Settings:
    """Settings; raises ``Contradiction``."""
    try:
        return Settings.from_dict(values)
    except InvalidSettings as error:
        raise Contradiction(error.name) from None


def finding_of(value: schema.Finding, document: Document, sources: Mapping[str, Document]) -> Finding:
    """A finding of a document; raises ``Contradiction``, and ``Unknown`` for words of another version."""
    require(value.source in sources, "a source that is not there")
    left = span_of((value.left.start, value.left.end), len(document.text))
    right = span_of((value.right.start, value.right.end), len(sources[value.source].text))
    blocks = tuple(Block(span_of((a, b), left.end), span_of((c, d), right.end)) for a, b, c, d in value.blocks)
    _refuse_blocks(blocks, left, right)
    edits = tuple(Edit(*_sides(each, left, right)) for each in value.edits)
    require(all(_follow(a.left, b.left) for a, b in pairwise(edits)), "edits out of order")
    starts = [block.left.start for block in blocks]
    for edit in edits:
        block = blocks[max(0, bisect_right(starts, edit.left.start) - 1)]
        # at the seam of two blocks that touch, what was put in may belong to the first
        before = blocks[max(0, bisect_left(starts, edit.left.start) - 1)]
        require(_holds(block, edit) or _holds(before, edit), "an edit outside of the blocks")
    filled = tuple(Substitution(*_sides(each, left, right), _known(each.slot, Slot)) for each in value.substitutions)
    # two changes inside one number are both told with the whole of it, so that they may share characters
    require(all(a.left.start <= b.left.start for a, b in pairwise(filled)), "substitutions out of order")
    require(value.figures <= len(left), "more figures than characters")
    told = value.evidence
    evidence = Evidence(told.bits, told.frequency, _told(told.expected), _told(told.specific))
    match = Match(value.source, left, right, blocks, edits)
    flags = frozenset(Flag(flag) for flag in value.flags if flag in _FLAGS)
    grade = _known(value.grade, Grade) if value.grade else None
    return Finding(match, _known(value.kind, Kind), flags, evidence, filled, value.figures, grade)


def _told(value: float | None | UnsetType) -> float | None:
    return None if value is UNSET else value


def _refuse_blocks(blocks: Sequence[Block], left: Span, right: Span) -> None:
    """Blocks are not empty, ascend on the left, share no character on either side, and the hulls are theirs."""
    there = sorted(block.right for block in blocks)
    require(bool(blocks) and all(block.left and block.right for block in blocks), "an empty block")
    require(all(_follow(a.left, b.left) for a, b in pairwise(blocks)), "blocks out of order")
    require(all(map(_follow, there, there[1:])), "blocks over each other")
    require(left == Span(blocks[0].left.start, blocks[-1].left.end), "another hull")
    require(right == Span(there[0].start, there[-1].end), "another hull")


def _sides(value: schema.Edit, left: Span, right: Span) -> tuple[Span, Span]:
    here, there = span_of(value.left, left.end), span_of(value.right, right.end)
    require(left.contains(here) and right.contains(there), "outside the match")
    require(bool(here or there), "nothing at all")
    return here, there


def _follow(a: Span, b: Span) -> bool:
    return a.end <= b.start


def _holds(block: Block, edit: Edit) -> bool:
    return block.left.contains(edit.left) and block.right.contains(edit.right)


def _work(contents: Contents) -> int:
    """What it takes to count everything again, in characters (``WORK``)."""
    starts = sorted(mark.span.start for mark in contents.marks)
    ends = sorted(mark.span.end for mark in contents.marks)
    lines = _ends_of_lines(contents.document.text)

    def marks_on(span: Span) -> int:
        return bisect_left(starts, span.end) - bisect_right(ends, span.start)

    work = sum(len(mark.span) for mark in contents.marks)
    for finding in contents.findings:
        match = finding.match
        paragraphs = bisect_left(lines, match.left.end) - bisect_left(lines, match.left.start) + 1
        work += len(match.left) + len(match.right) + _A_FINDING + _A_PARAGRAPH * paragraphs
        if marks_on(match.left):
            pieces = (*(block.left for block in match.blocks), *(edit.left for edit in match.edits))
            work += _A_PIECE * sum(map(marks_on, pieces))
    return work


def _ends_of_lines(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"[\n\r\v\f\x85\u2028\u2029]", text)]
