"""What do the files beside the content of an OpenDocument say: who wrote it when, and which documents are inside it?"""

from __future__ import annotations

import re
from typing import Final

from simcheck.readers.extract import Facts
from simcheck.readers.facts import facts
from simcheck.readers.package import Package, said_in


def facts_in(parts: Package) -> Facts:
    """What a document of OpenDocument says of itself."""
    said = said_in(parts.aside("meta.xml"))
    return facts(
        # the writer of a document is called so, and its last editor the creator of this version
        author=said.get("initial-creator"),
        editor=said.get("creator"),
        software=said.get("generator"),
        created=said.get("creation-date"),
        modified=said.get("date"),
    )


_ENTRY: Final = re.compile(rb"<manifest:file-entry\s[^<>]{1,2000}>")
_OF_ENTRY: Final = re.compile(rb"""manifest:(full-path|media-type)\s{0,9}=\s{0,9}["']([^"'<>]{0,1000})["']""")


def objects_in(manifest: bytes) -> dict[str, str]:
    """The kinds of the documents inside this one, by where they stand."""
    entries = (dict(_OF_ENTRY.findall(entry)) for entry in _ENTRY.findall(manifest))
    return {
        entry.get(b"full-path", b"").decode("utf-8", "replace").rstrip("/"): entry.get(b"media-type", b"").decode(
            "ascii", "replace"
        )
        for entry in entries
    }
