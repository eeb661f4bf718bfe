"""Which reader reads what: every format has a reader of one form, or is known to have none."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from typing import Any, get_type_hints

import pytest
from support import ROOT

from simcheck.errors import Encrypted, NotText
from simcheck.formats import Format
from simcheck.readers import detect, registry
from simcheck.readers.extract import Extract, Input
from simcheck.readers.office import libreoffice

UNREADABLE = {
    *("caj", "msg", "odp", "ppt", "xml"),
    *("bmp", "gif", "heic", "icon", "jpeg", "png", "psd", "tiff", "webp"),
    *("bzip2", "cabinet", "gzip", "jar", "rar", "7z", "tar", "xz", "zip", "zstd"),
    *("avi", "flac", "matroska", "mp3", "mp4", "ogg", "wav"),
    *("elf", "mach-o", "wasm", "windows-program", "font", "shortcut", "sqlite"),
    *("binary", "device", "pipe", "socket"),
}
"""What nobody reads: of each the message says what can be done."""

READERS = ROOT / "simcheck" / "readers"


def given(data: bytes = b"PK\3\4") -> Input:
    return Input("a/b.txt", "b.txt", data, None, registry.extract)


def test_every_format_has_a_reader_or_is_known_as_unreadable() -> None:
    groups: list[set[str]] = [set(registry.READERS), set(registry.CONVERTED), UNREADABLE, {Format.ENCRYPTED}]
    assert sorted(Format) == sorted(each for group in groups for each in group)
    assert libreoffice._FILTERS.keys() == registry.CONVERTED


@pytest.mark.parametrize("what", registry.READERS)
def test_a_reader_stands_where_the_registry_says(what: Format) -> None:
    """One argument, what was given; one answer, the extract."""
    entry = registry.reader(what)
    assert entry is import_module(f"simcheck.readers.{registry.READERS[what]}").extract
    assert list(inspect.signature(entry).parameters) == ["given"]
    hints: dict[str, Any] = get_type_hints(entry)
    assert hints == {"given": Input, "return": Extract}


@pytest.mark.parametrize("what", sorted(set(Format) - set(registry.READERS) - {Format.ENCRYPTED}))
def test_what_has_no_reader_is_said_to_be_what_it_is(what: Format) -> None:
    with pytest.raises(NotText) as caught:
        registry.extract(given(), what)
    assert (caught.value.path, caught.value.looks_like, caught.value.head) == ("a/b.txt", what, "50 4B 03 04")


def test_an_encrypted_document_is_said_to_be_encrypted() -> None:
    with pytest.raises(Encrypted):
        registry.extract(given(), Format.ENCRYPTED)


def test_every_format_that_is_recognised_is_one() -> None:
    """What ``detect`` names stands in its own text as a member of the enumeration, and in no other form."""
    tree = ast.parse(inspect.getsource(detect))
    named = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Format"
    }
    # what has no beginning by which it is known is named by whoever finds it
    assert set(Format.__members__) - named == {"BINARY", "DEVICE", "PIPE", "SOCKET", "WORD_6"}


@pytest.mark.parametrize("path", sorted(READERS.glob("*/*.py")), ids=lambda path: path.stem)
def test_no_reader_knows_the_registry(path: Any) -> None:
    """It is handed what reads a document inside its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        else:
            continue
        assert not any("readers.registry" in name or "import_module" in name for name in names)
