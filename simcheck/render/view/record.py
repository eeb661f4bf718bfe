"""What does the record of a comparison (比对记录) say: what was compared with what, when, from which files, how?

Values in an order, which each format draws as it can: sections of rows, then sentences on what they prove. Facts of a
file are its own word but for its SHA-256 and size; what is not known has no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from simcheck.environment import Language, Shell, command_line
from simcheck.i18n.explain import dated_by
from simcheck.i18n.messages import Fact, known, text
from simcheck.i18n.printable import printable
from simcheck.model import Document, FileFacts, Span, ranges
from simcheck.render.view.anonymous import is_nameless
from simcheck.render.view.differences import Side
from simcheck.render.view.figures import called, names
from simcheck.render.view.selection import Selection, chosen_in_words
from simcheck.render.view.sources import Library, Sources, of_corpus, searched_in
from simcheck.report.circumstances import Circumstances, sha256_of
from simcheck.report.report import Report
from simcheck.settings import Settings

NOTHING_CHOSEN: Final = Selection()


@dataclass(frozen=True, slots=True)
class Row:
    """What is said, and of what; ``is_exact`` is to be set so that every character can be told (a hash, a command)."""

    label: str
    value: str
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the record: the comparison, or one document, by its ``id``."""

    title: str
    rows: tuple[Row, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The sections, the comparison first, and the sentences below them."""

    title: str
    sections: tuple[Section, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read to verify a document: its path as it was looked for, and whether it has the bytes that were
    compared. One that has others may have been changed, or be another file that is called so."""

    path: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What still agrees with a saved result: by the id of a document the file that was read for it (documents without
    such a file are missing), the settings, and the result itself; None where nothing tells. ``is_unsealed``: the digest
    with which it was saved is gone."""

    files: Mapping[str, Looked] = field(default_factory=dict)
    settings: bool | None = None
    result: bool | None = None
    is_unsealed: bool = False


def record(
    report: Report,
    lang: Language,
    *,
    selection: Selection = NOTHING_CHOSEN,
    verified: Verified | None = None,
    most: int | None = None,
) -> Record:
    """The record of a report that is shown with a ``selection``; of a saved one with what was ``verified``. ``most``
    sources are told of, all without."""
    sources = Sources(report, lang) if of_corpus(report, None) else None
    order = sorted(report.sources, key=sources.numbers.__getitem__) if sources else list(report.sources)
    sections = [
        Section(text(lang, "filed.comparison"), tuple(_comparison(report, lang, selection, verified))),
        _document(report.document, text(lang, "filed.document"), report, lang, verified),
    ]
    for id in order[:most]:
        role = text(lang, "filed.source.numbered", sign=sources.sign(id)) if sources else text(lang, "filed.source")
        sections.append(_document(report.sources[id], role, report, lang, verified))
        for copy in report.copies.get(id, ()):
            if copy.file is not None:
                sections.append(_document(copy, text(lang, "filed.copy", role=role), report, lang, verified))
    rest = len(order[most:]) if most is not None else 0
    remarks = [text(lang, "filed.more", n=rest)] if rest else []
    remarks += [text(lang, "filed.hash")]
    if any(_said(each) for each in (report.document, *report.sources.values())):
        remarks.append(text(lang, "filed.own-word"))
    return Record(text(lang, "filed"), tuple(sections), tuple(remarks))


# --- the comparison ---------------------------------------------------------------------------------------------------


def _comparison(report: Report, lang: Language, selection: Selection, verified: Verified | None) -> Iterator[Row]:
    made = report.circumstances
    yield from made_by(made, lang)
    if of_corpus(report, None):
        yield Row(text(lang, "filed.what"), text(lang, "filed.check", document=called(report.document, lang)))
    else:
        here, there = names(report, lang)
        yield Row(text(lang, "filed.what"), text(lang, "filed.compare", document=here, source=there))
    if made and made.corpus:
        state = made.corpus
        library = Library(state.folder, state.documents, state.updated)
        yield Row(text(lang, "filed.corpus"), line(searched_in(library, lang, report)))
        yield Row(text(lang, "filed.corpus.sha256"), state.sha256, is_exact=True)
    elif report.searched is not None:
        yield Row(text(lang, "filed.corpus"), text(lang, "filed.searched", n=report.searched))
    if report.public:
        yield Row(text(lang, "filed.public"), text(lang, "filed.public.count", n=report.public))
    yield from given_beside(made, lang, public=bool(report.public))
    yield from ending(made, report.settings, selection, verified, lang)


def made_by(made: Circumstances | None, lang: Language) -> Iterator[Row]:
    """When and by which version a result was made, as far as it is known."""
    if made and made.created:
        yield Row(text(lang, "filed.made"), made.created.replace("T", " "))
    if made and made.simcheck:
        yield Row(text(lang, "filed.version"), f"simcheck {line(made.simcheck)}")


def given_beside(made: Circumstances | None, lang: Language, *, public: bool = True) -> Iterator[Row]:
    """The public texts and the templates that were compared too."""
    if made and public and made.public_sha256:
        yield Row(text(lang, "filed.public.sha256"), made.public_sha256, is_exact=True)
    for template in made.templates if made else ():
        hashed = text(lang, "filed.template.sha256", sha256=template.sha256) if template.sha256 else ""
        yield Row(text(lang, "filed.template"), line(template.name) + hashed, is_exact=True)


def ending(
    made: Circumstances | None, settings: Settings, selection: Selection, verified: Verified | None, lang: Language
) -> Iterator[Row]:
    """What was chosen, the settings, whether a saved result still agrees, and the command that gives it again."""
    command = made.command if made else ()
    yield from (Row(*chosen) for chosen in chosen_in_words(command, selection, lang))
    hashed = made.settings_sha256 if made and made.settings_sha256 else sha256_of(settings)
    yield Row(text(lang, "filed.settings"), text(lang, "filed.settings.value", minimum=settings.min_length))
    yield Row(text(lang, "filed.settings.sha256"), hashed, is_exact=True)
    if verified and verified.settings is False:
        yield Row(text(lang, "filed.settings.now"), text(lang, "filed.settings.changed"))
    if verified and verified.result is not None:
        key = "filed.result.same" if verified.result else "filed.result.changed"
        yield Row(text(lang, "filed.result"), text(lang, key))
    elif verified and verified.is_unsealed:
        yield Row(text(lang, "filed.result"), text(lang, "filed.result.unsealed"))
    yield from commands((*command, *selection.options()) if command else (), lang)


def words_of_looked(looked: Looked | None, lang: Language) -> str:
    """Whether a file still has the bytes that were compared, and which file was read."""
    if looked is None:
        return text(lang, "filed.now.absent")
    return text(lang, "filed.now.same" if looked.is_same else "filed.now.changed", path=line(looked.path))


def commands(words: tuple[str, ...], lang: Language) -> Iterator[Row]:
    """The command of these words, for each shell in which it is another; none if it is not known."""
    lines = {shell: command_line(words, shell) for shell in _SHELLS}
    if lines["windows"] == lines["posix"] != "":
        yield Row(text(lang, "filed.command"), lines["posix"], is_exact=True)
        return
    if lines["powershell"] == lines["posix"] != "":
        yield Row(text(lang, "filed.command.both"), lines["posix"], is_exact=True)
        return
    lines["powershell"] = "" if lines["windows"] else lines["powershell"]
    for shell, line in lines.items():
        if line:
            yield Row(text(lang, f"filed.command.{shell}"), line, is_exact=True)
    if words and not lines["posix"]:
        yield Row(text(lang, "filed.command"), text(lang, "filed.command.none"))


_SHELLS: Final[tuple[Shell, ...]] = ("posix", "windows", "powershell")


# --- the documents ----------------------------------------------------------------------------------------------------


def _document(document: Document, role: str, report: Report, lang: Language, verified: Verified | None) -> Section:
    rows = tuple(_facts(document, report, lang, verified))
    title = text(lang, "filed.title", role=role, name=called(document, lang))
    return Section(title, rows, document.id)


def _facts(document: Document, report: Report, lang: Language, verified: Verified | None) -> Iterator[Row]:
    def row(key: str, value: str, *, exact: bool = False) -> Row:
        return Row(text(lang, f"filed.{key}"), value, exact)

    file = document.file
    if file is not None:
        yield row("sha256", file.sha256, exact=True)
        if verified is not None:
            yield row("now", words_of_looked(verified.files.get(document.id), lang))
        yield from facts_of_file(file, lang)
    elif document.id == report.document.id or not is_nameless(document):
        words = document.text.encode("utf-8", "surrogatepass")
        yield row("text.sha256", sha256(words).hexdigest(), exact=True)
    if date := document.metadata.get("date"):
        by = document.metadata.get("date_by", "")
        yield row("date", text(lang, "spread.dated", date=date, by=dated_by(by, lang)) if by else line(date))
    if pages := _pages(document, report, lang):
        yield row("pages", pages)
    if document.id != report.document.id and (shared := _revisions(document, report)):
        yield row("revisions", text(lang, "filed.revisions.shared", n=shared))


def facts_of_file(file: FileFacts, lang: Language) -> Iterator[Row]:
    """How large a file is, what it is, and what it says of itself."""
    yield Row(text(lang, "filed.size"), text(lang, "filed.bytes", n=file.size))
    if file.format:
        key = f"format.{file.format}"
        yield Row(text(lang, "filed.format"), text(lang, key) if known(key) else file.format)
    for key in _SAID:
        if said := getattr(file, key):
            yield Row(text(lang, f"filed.{key}"), said.replace("T", " ") if key in ("created", "modified") else said)


_SAID: Final = ("author", "editor", "software", "created", "modified")
"""What a file says of itself, in the order of the rows."""


def _said(document: Document) -> bool:
    return document.file is not None and any(getattr(document.file, name) for name in _SAID)


def _pages(document: Document, report: Report, lang: Language) -> str:
    """共 12 页，重合在第 3–5、8 页; "" where the original does not tell."""
    if not document.pages:
        return ""
    side, touched = Side(document.text, document.pages), set[int]()
    for span in _places(document, report):
        first, _, last = side.on(span).partition("–")
        touched.update(range(int(first), int(last or first) + 1))
    words: dict[str, Fact] = {"n": len(document.pages)}
    if not touched:
        return text(lang, "filed.pages.none", **words)
    return text(lang, "filed.pages.some", pages=text(lang, "joint").join(ranges(sorted(touched))), **words)


def _places(document: Document, report: Report) -> Iterable[Span]:
    """Where a document has what another one has."""
    if document.id == report.document.id:
        return [finding.match.left for finding in report.findings]
    return [block.right for f in report.findings if f.match.source == document.id for block in f.match.blocks]


def _revisions(document: Document, report: Report) -> int:
    """How many sessions of editing (rsid) both files name."""
    files = document.file, report.document.file
    return len(set.intersection(*(set(file.revisions) if file else set() for file in files)))


def line(words: str) -> str:
    """Words from outside on one line."""
    return " ".join(printable(words).split())
