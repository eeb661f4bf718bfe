"""What does the record of a crossing (比对记录) say: what was crossed and when, from which files, by which command?

As that of a report (``view.record``), with one section for all documents: the SHA-256 of each, and on a line what else
its file says and whether it still agrees.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import FileFacts
from simcheck.render.crossing.screen import only_new
from simcheck.render.crossing.view import View
from simcheck.render.view.record import (
    NOTHING_CHOSEN,
    Record,
    Row,
    Section,
    Verified,
    ending,
    facts_of_file,
    given_beside,
    line,
    made_by,
    words_of_looked,
)


def crossing_record(
    view: View, corpus: str = "", *, verified: Verified | None = None, most: int | None = None
) -> Record:
    """The record of a crossing, of a saved one with what was ``verified``; ``corpus`` says which one was crossed.
    ``most`` documents are told of, in the order of ``View.rows``; all without."""
    lang, documents = view.lang, view.crossing.documents
    sections = [Section(text(lang, "filed.comparison"), tuple(_crossed(view, corpus, verified)))]
    files = tuple(_files(view, verified, most))
    if files:
        sections.append(Section(text(lang, "filed.documents"), files))
    rest = len(documents) - most if most is not None else 0
    remarks = [text(lang, "filed.more.documents", n=rest)] if rest > 0 else []
    if files:
        remarks.append(text(lang, "filed.hash"))
    if any(each.file and _says(each.file) for each in documents.values()):
        remarks.append(text(lang, "filed.own-word"))
    return Record(text(lang, "filed"), tuple(sections), tuple(remarks))


def _crossed(view: View, corpus: str, verified: Verified | None) -> Iterator[Row]:
    lang, crossing = view.lang, view.crossing
    made = crossing.circumstances
    yield from made_by(made, lang)
    yield Row(text(lang, "filed.what"), text(lang, "filed.cross", n=len(crossing.documents)))
    if crossing.new:
        yield Row(text(lang, "filed.extent"), only_new(view))
    if made and made.corpus:
        state = made.corpus
        where = text(lang, "check.corpus", folder=state.folder, documents=state.documents, date=state.updated[:10])
        yield Row(text(lang, "filed.corpus"), line(where))
        yield Row(text(lang, "filed.corpus.sha256"), state.sha256, is_exact=True)
    elif corpus:
        yield Row(text(lang, "filed.corpus"), line(corpus))
    yield from given_beside(made, lang)
    yield Row(text(lang, "filed.at"), percent(crossing.at).replace(".0%", "%"))
    yield from ending(made, crossing.settings, NOTHING_CHOSEN, verified, lang)


def _files(view: View, verified: Verified | None, most: int | None) -> Iterator[Row]:
    """Two rows a document: the hash, which is to be copied as it is, and what else is known of the file."""
    lang = view.lang
    for each in view.rows[:most]:
        file = view.crossing.documents[each.id].file
        if file is None:
            continue
        yield Row(f"{each.number} {line(each.name)}", file.sha256, is_exact=True)
        words = [f"{label} {value}" if label else value for label, value in _told(file, lang)]
        if verified is not None:
            words.append(words_of_looked(verified.files.get(each.id), lang))
        yield Row(text(lang, "filed.file"), text(lang, "semicolon").join(words))


def _told(file: FileFacts, lang: Language) -> Iterator[tuple[str, str]]:
    for row in facts_of_file(file, lang):
        # a number of bytes and a format say what they are
        is_plain = row.label in (text(lang, "filed.size"), text(lang, "filed.format"))
        yield ("" if is_plain else row.label), line(row.value)


def _says(file: FileFacts) -> bool:
    return any((file.author, file.editor, file.software, file.created, file.modified))
