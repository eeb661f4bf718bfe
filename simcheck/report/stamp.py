"""What marks a file as a result of simcheck: may ``-o`` replace it, is it left out by ``corpus add``?

Whoever reads a result back does not ask this; that it was altered is found by ``deserialise``.

A stamp is ``simcheck VERSION DIGEST``: of a table the name of its last, empty column, of a text its last line, in JSON
the last field of each result, of a Word document a property. The digest is that of the file without it, so that nothing
that somebody has worked in is taken for ours to replace. It says nothing about who wrote a file: anybody can make one.

Results without a stamp (those of 0.2, and what was redirected from the screen) are known by their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from io import BytesIO
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from simcheck.environment import LANGUAGES
from simcheck.i18n.messages import text
from simcheck.readers.extract import broken
from simcheck.readers.package import DIRECTORY, zip_file

COLUMN: Final = "simcheck"
"""The name of the last column of a table before it is stamped."""

AUTHOR: Final = "simcheck"
"""Who wrote the comments of an annotated document."""

_DIGEST: Final = 8
"""Bytes: no two versions of a file have one by chance."""

_STAMP: Final = r"simcheck (\d[\w.+-]{0,30}) ([0-9a-f]{16})"

_GLANCE: Final = 4000
"""Bytes at either end of a file in which its form is looked for."""

_MOST: Final = 40_000_000
"""Bytes of a document's parts that are looked at."""


class Written(NamedTuple):
    """A result of simcheck: by which version, "" if it does not say, and whether it is still as it was written."""

    version: str
    is_untouched: bool


def stamped(content: bytes, suffix: str, version: str) -> bytes:
    """The content of a result with its stamp; ``suffix`` (".md") is its format."""
    if suffix == ".json":
        lines = content.split(b"\n")[:-1] if content.endswith(b"\n") else content.split(b"\n")
        return b"".join(_sealed(line, n, len(lines)) for n, line in enumerate(lines, 1))
    if suffix == ".docx":
        return _with_property(content, version)
    said = f"simcheck {version} {_digest(content)}".encode()
    if suffix == ".csv":
        head, newline, rows = content.partition(b"\r\n")
        return head.removesuffix(COLUMN.encode()) + said + newline + rows
    return content + (b"\n<!-- %b -->\n" if suffix == ".md" else b"\n %b\n") % said


def written(data: bytes) -> Written | None:
    """What result of simcheck these bytes are, None if they are none."""
    if data.startswith(b"PK\3\4"):
        return _document(data)
    if data.startswith(b'{"format":'):
        return _json(data)
    return _stamped_text(data) or _by_form(data)


def is_result_line(line: bytes) -> bool:
    """Whether a line is a result in JSON, as ``--json`` prints one for each document."""
    return _HEAD.match(line) is not None


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=_DIGEST).hexdigest()


# JSON: a result a line


def _sealed(line: bytes, number: int, count: int) -> bytes:
    return b'%b,"digest":"%b"}\n' % (line[:-1], _digest(_place(number, count) + line).encode())


def _place(number: int, count: int) -> bytes:
    """What the digest of a line also says, so that none is missing, or in another place."""
    return b"%d/%d\n" % (number, count)


_HEAD: Final = re.compile(rb'\{"format":\d{1,9},"simcheck":"([^"\\]{1,40})"')
_SEAL: Final = re.compile(rb',"digest":"([0-9a-f]{16})"\}\Z')


def _json(data: bytes) -> Written | None:
    head = _HEAD.match(data)
    if head is None:
        return None
    lines = data.split(b"\n")
    is_whole = lines.pop() == b""
    sealed = (_is_sealed(line, n, len(lines)) for n, line in enumerate(lines, 1))
    return Written(head[1].decode("utf-8", "replace"), is_whole and all(sealed))


def _is_sealed(line: bytes, number: int, count: int) -> bool:
    seal = _SEAL.search(line[-40:])
    if seal is None:
        return False
    return _digest(_place(number, count) + line[: -len(seal[0])] + b"}") == seal[1].decode()


# Texts and tables

_LAST_LINE: Final = re.compile(rb"\n(?: %b\n|<!-- %b -->\n)\Z" % (_STAMP.encode(), _STAMP.encode()))
_LAST_COLUMN: Final = re.compile(rb"(?<=,)%b\Z" % _STAMP.encode())


def _stamped_text(data: bytes) -> Written | None:
    line = _LAST_LINE.search(data[-200:])
    if line:
        version, digest = filter(None, line.groups())
        return Written(version.decode(), _digest(data[: -len(line[0])]) == digest.decode())
    head, newline, rows = data.partition(b"\r\n")
    column = _LAST_COLUMN.search(head)
    if column:
        bare = head[: column.start()] + COLUMN.encode() + newline + rows
        return Written(column[1].decode(), _digest(bare) == column[2].decode())
    return None


def _by_form(data: bytes) -> Written | None:
    end = _bare(data[-_GLANCE:].decode("utf-8", "replace"))
    begin = data[:_GLANCE].decode("utf-8", "replace").lstrip("\ufeff").splitlines()[:1]
    cells = {frozenset(line.split(sign)) for line in begin for sign in ",\t"}
    for closing, *heads in _forms():
        if end.endswith(closing) or any(head <= row for head in heads for row in cells):
            return Written("", is_untouched=False)
    return None


@cache
def _forms() -> tuple[tuple[tuple[str, ...], frozenset[str], frozenset[str]], ...]:
    """By language the sentence with which a report ends, columns that every table of findings has, and those of the
    table of several documents."""
    findings = ("column.kind", "column.edits", "column.left_start", "column.bits")
    documents = [f"check.overview.{name}" for name in ("total", "told", "largest", "notes")]
    return tuple(
        (
            tuple(_bare(text(lang, "closing") + more) for more in ("", text(lang, "local"))),
            frozenset(text(lang, column) for column in findings),
            frozenset(text(lang, column) for column in documents),
        )
        for lang in LANGUAGES
    )


def _bare(words: str) -> str:
    """Words without the white space that breaks them into lines."""
    return "".join(words.split())


# Word documents

_PROPERTIES: Final = "docProps/custom.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_BLANK: Final = b"0" * 16
"""What stands in place of the digest while it is made: it is that of every part, with the stamp but for itself."""

_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND: Final = f"{_NAMESPACE}/relationships/custom-properties"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that a user may name (ECMA-376, part 1, 22.3)."""

_PROPERTY: Final = re.compile(rb">%b</[\w:]*lpwstr>" % _STAMP.encode())
_OWN_PROPERTY: Final = re.compile(
    rb'<(?:\w{1,20}:)?property\s[^<>]{0,400}?\sname="simcheck"[^<>]{0,400}><[^<>]{0,200}>[^<>]{0,200}</[^<>]{0,50}></[^<>]{0,50}>'
)
_COMMENT: Final = re.compile(rb'<w:comment\s[^<>]{0,300}?w:author="%b"' % AUTHOR.encode())


def _with_property(content: bytes, version: str) -> bytes:
    with ZipFile(BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    said = b"simcheck %b %b" % (version.encode(), _BLANK)
    if _PROPERTIES in parts:
        # of a copy of a copy: a name may be there once
        parts[_PROPERTIES] = _OWN_PROPERTY.sub(b"", parts[_PROPERTIES])
    names = [int(number) for number in re.findall(rb'\spid="(\d{1,9})"', parts.get(_PROPERTIES, b""))]
    mine = (
        b'<property xmlns="%b/custom-properties" xmlns:vt="%b/docPropsVTypes" fmtid="%b" pid="%d" name="simcheck">'
        b"<vt:lpwstr>%b</vt:lpwstr></property>"
        % (_NAMESPACE.encode(), _NAMESPACE.encode(), _FORMAT_ID.encode(), max(names, default=1) + 1, said)
    )
    if _PROPERTIES in parts:
        parts[_PROPERTIES] = _inserted(parts[_PROPERTIES], mine)
    else:
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        parts[_PROPERTIES] = head + b'<Properties xmlns="%b/custom-properties">%b</Properties>' % (
            _NAMESPACE.encode(),
            mine,
        )
        kind = f'<Override xmlns="{_PACKAGE}/content-types" PartName="/{_PROPERTIES}" ContentType="{_TYPE}"/>'
        parts[_TYPES] = _inserted(parts[_TYPES], kind.encode())
        relation = (
            f'<Relationship xmlns="{_PACKAGE}/relationships" Id="rIdSimcheck" Type="{_KIND}" Target="{_PROPERTIES}"/>'
        )
        parts[_RELATIONS] = _inserted(parts[_RELATIONS], relation.encode())
    digest = _digest_of(parts.items()).encode()
    parts[_PROPERTIES] = parts[_PROPERTIES].replace(said, said.replace(_BLANK, digest))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def _inserted(document: bytes, element: bytes) -> bytes:
    """An XML document with an element more at the end of its root."""
    before, closing, after = document.rpartition(b"</")
    if not closing:
        # a root without anything in it
        before, _, after = document.rpartition(b"/>")
        name = before.rpartition(b"<")[2].split()[0]
        return before + b">" + element + b"</" + name + b">" + after
    return before + element + closing + after


def _digest_of(parts: Iterable[tuple[str, bytes]]) -> str:
    total = blake2b(digest_size=_DIGEST)
    for name, part in sorted(parts):
        total.update(f"{name}\0{len(part)}\0".encode("utf-8", "surrogatepass") + part)
    return total.hexdigest()


def _document(data: bytes) -> Written | None:
    try:
        with zip_file(BytesIO(data), DIRECTORY) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                return None
            sizes = {member.filename: member.file_size for member in archive.infolist()}
            if sum(sizes.values()) > _MOST:
                names &= {_PROPERTIES, "word/comments.xml"}
            parts = {name: _part(archive, name) for name in sorted(names)}
    except broken():
        return None
    said = _PROPERTY.search(parts.get(_PROPERTIES, b""))
    if said and len(parts) == len(sizes):
        blank = parts[_PROPERTIES].replace(said[0], said[0].replace(said[2], _BLANK))
        if _digest_of((parts | {_PROPERTIES: blank}).items()) == said[2].decode():
            return Written(said[1].decode(), is_untouched=True)
    # a copy whose comments somebody took out is a document
    if _COMMENT.search(parts.get("word/comments.xml", b"")):
        return Written(said[1].decode() if said else "", is_untouched=False)
    return None


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(_MOST)
