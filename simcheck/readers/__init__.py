"""From a path, or bytes, to a ``Document``: one file a format, all behind ``read``.

The text is exactly what was decoded: line ends stay as they are, only a byte order mark is taken away.
"""

from __future__ import annotations

import os
from typing import Final

from simcheck.errors import Empty, NotText, TooLarge
from simcheck.files import given as files
from simcheck.files.given import LIMIT as LIMIT
from simcheck.formats import Format
from simcheck.model import Document, identity
from simcheck.readers import facts, passed, registry
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import Extract, Input
from simcheck.readers.plain import text as plain

_GLANCE: Final = 1 << 16
"""Characters in which something visible is looked for at once; nearly always there is some in the first."""


def read(path: str | os.PathLike[str], *, encoding: str | None = None) -> Document:
    """The document in the file ``path``, in ``encoding`` if given, else in the one that its bytes speak for.

    Raises a leaf of ``UnreadableDocument`` that says why there is none; ``InvalidSettings`` for an unknown encoding.
    Never waits for a pipe or a device.
    """
    given = os.fspath(path)
    _refuse_unknown(encoding)
    return from_content(given, os.path.basename(given), files.content(given), encoding=encoding)


def decode(name: str, data: bytes, *, encoding: str | None = None) -> Document:
    """The document in bytes that came from elsewhere, e.g. standard input (``name`` "-"); raises like ``read``."""
    _refuse_unknown(encoding)
    return from_content(name, name, data, encoding=encoding)


def _refuse_unknown(encoding: str | None) -> None:
    """Before the file is looked for: the mistake is in the option, whatever the file is like."""
    if encoding is not None:
        plain.codecs_named(encoding)


def from_content(path: str, name: str, data: bytes, *, encoding: str | None = None) -> Document:
    """The document called ``name`` whose file, ``path``, has these bytes; raises like ``read``."""
    if len(data) > LIMIT:
        raise TooLarge(path, len(data), LIMIT)
    if not data:
        raise Empty(path, 0)
    what = looks_like(data, os.path.splitext(name)[1].lower())
    what, extract = _extract(Input(path, name, data, encoding, registry.extract), what)
    text = extract.text
    if not _has_visible(text):
        there = passed.counted(extract.notes)
        # a form that nobody filled in is as empty as it looks
        raise Empty(path, len(data), there.total() - there[passed.Passed.PLACEHOLDER])
    file = facts.of_file(data, what, extract.facts)
    return Document(identity(name, text), name, text, notes=extract.notes, pages=extract.pages, file=file)


def _extract(given: Input, what: Format | None) -> tuple[Format | None, Extract]:
    """The format of a file and its text: a plain one is read here, any other by another process."""
    if what is None:
        return None, plain.extract(given)
    try:
        return what, _apart(given, what)
    except NotText as error:
        # a document may be found to be older than it looks
        if error.looks_like not in registry.CONVERTED:
            raise
        from simcheck.readers.office import libreoffice

        made = libreoffice.converted(given.name, given.data, Format(error.looks_like))
        if made is None:
            raise
        extract = _apart(given._replace(data=made, encoding=None), Format.DOCX)
        # its pages are LibreOffice's, and nobody's who wrote it
        notes = (libreoffice.told(given.name), *extract.notes)
        what = Format(error.looks_like)
        return what, Extract(extract.text, notes, facts=libreoffice.facts_of(what, extract.facts))


def _apart(given: Input, what: Format) -> Extract:
    from simcheck import worker

    if what not in registry.READERS or not worker.is_possible():
        return registry.extract(given, what)
    from simcheck.readers import sandbox

    return sandbox.read(given, what, meanwhile=_prepare)


def _prepare() -> None:
    """What a text needs as soon as it is there."""
    import simcheck.text.normalize  # noqa: F401


def _has_visible(text: str) -> bool:
    from simcheck.text.normalize import visible

    return any(visible(text[at : at + _GLANCE]).any() for at in range(0, len(text), _GLANCE))
