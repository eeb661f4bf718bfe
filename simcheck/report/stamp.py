"""What marks a file as a result of simcheck: may ``-o`` replace it, is it left out by ``corpus add``?

Whoever reads a result back does not ask this; that it was altered is found by ``deserialise``.

A stamp is ``simcheck VERSION DIGEST``: of a table the name of its last, empty column, of a text its last line, in JSON
the last field of each result, of a Word document or a workbook a property, of a PDF a comment at its end. The digest is
that of the file without it, so that nothing that somebody has worked in is taken for ours to replace. It says nothing
about who wrote a file: anybody can make one.

Results without a stamp (those of 0.2, what was redirected from the screen, what was saved again by another program) are
known by their form: how they begin and end, in whichever encoding. Who quotes our last sentence has not our first line.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from io import BytesIO
from itertools import islice
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from simcheck.environment import LANGUAGES
from simcheck.i18n.messages import text
from simcheck.i18n.printable import unseen_escaped
from simcheck.readers.extract import broken
from simcheck.readers.package import DIRECTORY
from simcheck.readers.zips import zip_file

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
"""Bytes of a document's parts that are looked at, or of a result that was laid out anew."""


class Written(NamedTuple):
    """A result of simcheck: by which version, "" if it does not say, and whether it is still as it was written."""

    version: str
    is_untouched: bool


def stamped(content: bytes, suffix: str, version: str) -> bytes:
    """The content of a result with its stamp; ``suffix`` (".md") is its format."""
    if suffix == ".json":
        lines = content.split(b"\n")[:-1] if content.endswith(b"\n") else content.split(b"\n")
        return b"".join(_sealed(line, n, len(lines)) for n, line in enumerate(lines, 1))
    if suffix in (".docx", ".xlsx"):
        return _with_property(content, version)
    said = f"simcheck {version} {_digest(content)}".encode()
    if suffix == ".pdf":
        # a comment below the end of the file, where readers look no further
        return content + b"%%%b\n" % said
    if suffix == ".csv":
        head, newline, rows = content.partition(b"\r\n")
        return head.removesuffix(COLUMN.encode()) + said + newline + rows
    return content + (b"\n<!-- %b -->\n" if suffix in (".md", ".html", ".graphml") else b"\n %b\n") % said


def written(data: bytes) -> Written | None:
    """What result of simcheck these bytes are, None if they are none."""
    if data.startswith(b"PK\3\4"):
        return _document(data)
    if data.startswith(b"%PDF-"):
        end = _LAST_COMMENT.search(data[-200:])
        return None if end is None else Written(end[1].decode(), _digest(data[: -len(end[0])]) == end[2].decode())
    if data.startswith((_RTF, _OLE)):
        return Written("", is_untouched=False) if _NOTED[data[:4]] in data else None
    return _json(data) or _stamped_text(data) or _by_form(data)


def sealed(data: bytes, number: int = 1, count: int = 1) -> bool | None:
    """Whether a result in JSON, of so many the one of this number, is as it was saved; None if it has no digest, as
    what was redirected has none.

    One that another program has saved again is as it was if it only laid it out anew; of one whose names or numbers it
    wrote in another way or order nothing can be told, and it is not. One of several (up to ``_SEVERAL``) that was taken
    out of their file is as it was.
    """
    lines = data.removeprefix(BOM_UTF8).rstrip(b"\r\n").split(b"\n")
    line = lines[0]
    if len(lines) != 1 or not _SEAL.search(line[-40:]):
        if not _DIGEST_INSIDE.search(data):
            return None
        line = _on_one_line(data)
    if _is_sealed(line, number, count):
        return True
    most = _SEVERAL if len(line) <= _SHORT else 1
    return any(_is_sealed(line, n, of) for of in range(1, most + 1) for n in range(1, of + 1))


def _on_one_line(data: bytes) -> bytes:
    """A result as it is written, if it has the same names and values in their order; nothing if it cannot be."""
    if len(data) > _MOST:
        return b""
    try:
        value = json.loads(data.removeprefix(BOM_UTF8))
        line = unseen_escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        return line.encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return b""


_SEVERAL: Final = 20
_SHORT: Final = 2_000_000
"""Bytes of a result for which all these places are tried: a second at most."""


def is_result_text(text: str) -> bool:
    """Whether a text that was read is that of a result; a bounded look."""
    if is_result_line(text[:_GLANCE].encode("utf-8", "replace")):
        return True
    return bool(_LAST_LINE.search(text[-200:].encode("utf-8", "replace"))) or _has_form(text[:_GLANCE], text[-_GLANCE:])


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


_HEAD: Final = re.compile(rb'\s{0,9}\[?\s{0,9}\{\s{0,9}"format"\s?:\s?\d{1,9},\s{0,9}"simcheck"\s?:\s?"([^"\\]{1,40})"')
"""As it is written, or as another program has laid it out."""

_SEAL: Final = re.compile(rb',"digest":"([0-9a-f]{16})"\}\Z')
_DIGEST_INSIDE: Final = re.compile(rb'[{,]\s{0,99}"digest"\s{0,9}:\s{0,9}"')
"""As a name: within a string of JSON its quotes would stand behind backslashes."""


def _json(data: bytes) -> Written | None:
    head = _HEAD.match(data.removeprefix(BOM_UTF8))
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
_LAST_COMMENT: Final = re.compile(rb"%%%b\n\Z" % _STAMP.encode())
_LONGEST: Final = 100
"""Bytes of a stamp with what stands before it."""

_LAST_COLUMN: Final = re.compile(rb"(?<=,)%b\Z" % _STAMP.encode())


def _stamped_text(data: bytes) -> Written | None:
    line = _LAST_LINE.search(data[-200:])
    if line:
        version, digest = filter(None, line.groups())
        return Written(version.decode(), _digest(data[: -len(line[0])]) == digest.decode())
    head, newline, rows = data.partition(b"\r\n")
    column = _LAST_COLUMN.search(head, max(0, len(head) - _LONGEST))
    if column:
        bare = head[: column.start()] + COLUMN.encode() + newline + rows
        return Written(column[1].decode(), _digest(bare) == column[2].decode())
    return None


def _by_form(data: bytes) -> Written | None:
    begin, end = (part.decode("utf-8", "replace") for part in (data[:_GLANCE], data[-_GLANCE:]))
    return Written("", is_untouched=False) if _has_form(begin, end) else None


def _has_form(begin: str, end: str) -> bool:
    """Whether a text begins and ends as a report does, or begins as a table: somebody may have written below it."""
    begin = _COLOUR.sub("", begin).lstrip("\ufeff")
    header = begin.partition("\n")[0].strip()
    cells = [{cell.strip(' "') for cell in header.split(sign)} for sign in ",;\t"]
    if any(table <= row for table in _tables() for row in cells):
        return True
    lines = islice(filter(None, map(str.strip, begin.splitlines())), _HEAD_LINES)
    is_report = any(line in _titles() or _MEASURED.search(line) or _CROSSED.match(line) for line in lines)
    return is_report and any(closing in _bare(_COLOUR.sub("", end)) for closing in _closings())


_COLOUR: Final = re.compile(r"\x1b\[[0-9;]{0,20}m")
_HEAD_LINES: Final = 6
"""Lines of a report in which its title stands, or the lengths of its documents, a command above them aside."""
_MEASURED: Final = re.compile(
    r"\s\d[\d,]{0,12} (?:\w{0,3}字|chars?|characters?)\s.{0,60}?\d[\d,]{0,9} (?:段|paragraphs?)(?:\s|\Z)"
)
_CROSSED: Final = re.compile(r"\d[\d,]{0,12} (?:份文稿互查：|documents, each with each: )")
"""The first line of a crossing."""

_CLOSINGS: Final = (
    "文字相似是事实，是否抄袭要看引用、授权和惯例，请对照原文判断。",
    "Similar wording is a fact; copying is a judgement. Read both before deciding.",
)
_TITLES: Final = ("# 文字比对结果", "# Reused text")
_TABLES: Final = (
    ("类型", "改动处数", "本文起", "净证据（比特）"),
    ("kind", "edits", "document start", "evidence (bits)"),
    ("总复制比", "去除套话", "最大来源", "要留意"),
)
"""What they were in 0.2; what they are now is asked of the catalogues."""


@cache
def _closings() -> frozenset[str]:
    """The sentences with which reports end, without white space."""
    return frozenset(map(_bare, (*_CLOSINGS, *(text(lang, "closing") for lang in LANGUAGES))))


@cache
def _titles() -> frozenset[str]:
    now = [text(lang, "report.title") for lang in LANGUAGES]
    # of Markdown, and what is read of a page
    return frozenset((*_TITLES, *(f"# {title}" for title in now), "".join(now)))


@cache
def _tables() -> list[frozenset[str]]:
    """Columns that every table of findings has, those of the table of several documents, and those of a crossing."""
    findings = ("column.kind", "column.edits", "column.left_start", "column.bits")
    documents = tuple(f"check.overview.{name}" for name in ("total", "told", "largest", "notes"))
    crossing = tuple(f"cross.column.{name}" for name in ("high", "total", "largest", "taken"))
    pairs = tuple(f"cross.column.{name}" for name in ("other", "part", "back", "likeness"))
    every = (findings, documents, crossing, pairs)
    now = [frozenset(text(lang, name) for name in names) for lang in LANGUAGES for names in every]
    return [*map(frozenset, _TABLES), *now]


def _bare(words: str) -> str:
    """Words without the white space that breaks them into lines."""
    return "".join(words.split())


# Word documents and workbooks

_WORKBOOK: Final = "xl/workbook.xml"
_PROPERTIES: Final = "docProps/custom.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_BLANK: Final = b"0" * 16
"""What stands in place of the digest while it is made: it is that of every part, with the stamp but for itself."""

_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND: Final = f"{_NAMESPACE}/relationships/custom-properties"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that a user may name (ECMA-376, part 1, 22.3)."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can have."""

_PROPERTY: Final = re.compile(rb">%b</[\w:]*lpwstr>" % _STAMP.encode())
_OWN_PROPERTY: Final = re.compile(
    rb'<(?:\w{1,20}:)?property\s[^<>]{0,400}?\sname="simcheck"[^<>]{0,400}><[^<>]{0,200}>[^<>]{0,200}</[^<>]{0,50}></[^<>]{0,50}>'
)
_COMMENT: Final = re.compile(rb'<w:comment\s[^<>]{0,300}?w:author="%b"' % AUTHOR.encode())


_RTF, _OLE = b"{\\rt", bytes.fromhex("d0cf11e0")
_NOTED: Final = {
    _RTF: b"\\atnauthor %b}" % AUTHOR.encode(),
    _OLE: len(AUTHOR).to_bytes(2, "little") + AUTHOR.encode("utf-16-le"),
}
"""Who wrote a comment, in a copy that was saved as .rtf or .doc; the sign of their first bytes says which."""
_ANNOTATION: Final = re.compile(rb"<office:annotation\b[^<>]{0,900}>\s*<dc:creator>%b</dc:creator>" % AUTHOR.encode())
"""And as .odt."""


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
            # the same result, the same bytes
            new.writestr(ZipInfo(name, _EPOCH), part, ZIP_DEFLATED)
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
            if names.isdisjoint(("word/document.xml", _WORKBOOK)):
                is_ours = "content.xml" in names and _ANNOTATION.search(_part(archive, "content.xml"))
                return Written("", is_untouched=False) if is_ours else None
            sizes = {member.filename: member.file_size for member in archive.infolist()}
            if sum(sizes.values()) > _MOST:
                names &= {_PROPERTIES, _WORKBOOK, "word/comments.xml"}
            parts = {name: _part(archive, name) for name in sorted(names)}
    except broken():
        return None
    said = _PROPERTY.search(parts.get(_PROPERTIES, b""))
    if said and len(parts) == len(sizes):
        blank = parts[_PROPERTIES].replace(said[0], said[0].replace(said[2], _BLANK))
        if _digest_of((parts | {_PROPERTIES: blank}).items()) == said[2].decode():
            return Written(said[1].decode(), is_untouched=True)
    # a copy whose comments somebody took out is a document; a workbook is never one
    if (said and _WORKBOOK in names) or _COMMENT.search(parts.get("word/comments.xml", b"")):
        return Written(said[1].decode() if said else "", is_untouched=False)
    return None


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(_MOST)
