"""Under which circumstances was a result made: when, by which version and command, of which state of a corpus?

It is what the record of a comparison (比对记录) needs beside the result itself. Whoever calls from Python has none; the
commands note it. Nothing of it changes what is found or counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from simcheck import environment
from simcheck._version import __version__
from simcheck.model import Document
from simcheck.settings import Settings


@dataclass(frozen=True, slots=True)
class CorpusState:
    """A corpus as it was searched: its folder as the user called it, how many records, when it last changed (ISO 8601),
    and the SHA-256 of its list of documents (``Catalogue.listing``)."""

    folder: str
    documents: int
    updated: str
    sha256: str


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A template: its name, and the SHA-256 of its file, "" if it was not read from one."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``created`` is a moment (ISO 8601), ``simcheck`` a version, ``command`` the words that give the result again:
    those that were typed, without what only says how and where it is shown. "" and () for what is not known."""

    created: str = ""
    simcheck: str = ""
    command: tuple[str, ...] = ()
    corpus: CorpusState | None = None
    templates: tuple[GivenFile, ...] = ()
    public_sha256: str = ""
    """Of the list of public texts (``Public.listing``)."""
    settings_sha256: str = ""
    """Of the settings as they were saved (``sha256_of``)."""

    def data(self) -> dict[str, Any]:
        """As JSON has it, without what stands at the top of a result: version and time."""
        corpus, templates = self.corpus, self.templates
        return {
            "command": list(self.command),
            **({"corpus": {n: getattr(corpus, n) for n in CorpusState.__slots__}} if corpus else {}),
            **({"templates": [_given(each) for each in templates]} if templates else {}),
            **({"public_sha256": self.public_sha256} if self.public_sha256 else {}),
            **({"settings_sha256": self.settings_sha256} if self.settings_sha256 else {}),
        }


def circumstances(
    settings: Settings,
    command: Iterable[str],
    *,
    corpus: CorpusState | None = None,
    templates: Iterable[Document] = (),
    public_sha256: str = "",
) -> Circumstances:
    """Those of a result that is made now, by a command that was typed so."""
    return Circumstances(
        created=environment.now(),
        simcheck=__version__,
        command=tuple(command),
        corpus=corpus,
        templates=tuple(GivenFile(each.name, each.file.sha256 if each.file else "") for each in templates),
        public_sha256=public_sha256,
        settings_sha256=sha256_of(settings),
    )


def _given(file: GivenFile) -> dict[str, str]:
    return {"name": file.name} | ({"sha256": file.sha256} if file.sha256 else {})


def sha256_of(settings: Settings) -> str:
    """The SHA-256 of settings: of their JSON, in UTF-8, with sorted names and no blanks."""
    written = json.dumps(settings.to_dict(), sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
