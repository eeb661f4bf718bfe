"""What can go wrong, as a tree of facts.

    SimcheckError
    ├── UnreadableDocument(path)
    │     NotFound(similar) · NoMatch · NoAccess · IsFolder(entries) · Empty(size, passed) · NotText(looks_like, head)
    │     · UnknownEncoding(tried, offset) · TooLarge(size, limit, unit) · Damaged(reason) · Encrypted
    │     · NoTextLayer(pages) · OwnResult
    ├── InvalidSettings(name, value, reason)
    ├── InvalidResult(path, reason, count)   a saved result that cannot be shown again
    ├── UnusableCorpus(folder)
    │     NoCorpus · IndexDamaged(file, reason) · CatalogueDamaged(file, reason) · IndexMismatch(differences)
    │     · NewerFormat(version, supported) · UnknownRecord(wanted, similar) · UnsafeCorpus(file, reason)
    │     · CorpusReplaced · PublicTextsDamaged(file, reason) · UnknownPublicText(wanted, similar)
    ├── MissingPackage(package, extra)   what only some ask for, and is not installed
    ├── ClusterFailed(address, reason)   of simcheck cross --spark
    ├── CannotServe(host, port, reason) · StateInUse(folder, process)   of simcheck serve
    └── CannotWrite(path, reason)
          CorpusBusy(holder, process, since) · CorpusNotWritten · WouldOverwrite

An error carries facts and a stable ``code``; its sentence and its remedy, in both languages, are made by
``messages.explain``. Callers catch at the level that they care about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(eq=False, repr=False)
class SimcheckError(Exception):
    """Anything that simcheck refuses to do, with the facts that explain why."""

    code: ClassVar[str] = "error"

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{self.code}({facts})"


@dataclass(eq=False, repr=False)
class UnreadableDocument(SimcheckError):
    """A document that could not be read; ``path`` is as the caller gave it, ``-`` for standard input."""

    path: str


@dataclass(eq=False, repr=False)
class NotFound(UnreadableDocument):
    """No such file; ``similar`` names files beside it whose names are near."""

    code: ClassVar[str] = "not-found"
    similar: tuple[str, ...] = ()


@dataclass(eq=False, repr=False)
class NoMatch(UnreadableDocument):
    """A pattern like *.docx that no file is like, or a folder or an archive without a document."""

    code: ClassVar[str] = "no-match"


@dataclass(eq=False, repr=False)
class NoAccess(UnreadableDocument):
    """The file is there, but the operating system does not let this user read it."""

    code: ClassVar[str] = "no-access"
    reason: str = ""


@dataclass(eq=False, repr=False)
class IsFolder(UnreadableDocument):
    """A folder stands where a document is expected; ``entries`` are documents inside it."""

    code: ClassVar[str] = "is-folder"
    entries: tuple[str, ...] = ()


@dataclass(eq=False, repr=False)
class Empty(UnreadableDocument):
    """Nothing to compare: no bytes, or white space and invisible characters only."""

    code: ClassVar[str] = "empty"
    size: int = 0
    passed: int = 0
    """Pictures and other things in it that are not read."""


@dataclass(eq=False, repr=False)
class NotText(UnreadableDocument):
    """The content is something else than text, whatever its name says: ``looks_like`` is a ``Format``, or the word
    for one of another version; ``head`` are its first bytes in hex."""

    code: ClassVar[str] = "not-text"
    looks_like: str = ""
    head: str = ""


@dataclass(eq=False, repr=False)
class UnknownEncoding(UnreadableDocument):
    """No encoding turns the bytes into text; ``offset`` is the first byte that defeats the best of ``tried``."""

    code: ClassVar[str] = "unknown-encoding"
    tried: tuple[str, ...] = ()
    offset: int = 0


@dataclass(eq=False, repr=False)
class TooLarge(UnreadableDocument):
    """More than simcheck reads as one document: of bytes, or of what ``unit`` says (pages, characters, files in an
    archive; unpacked: an archive that holds far more than its size lets expect)."""

    code: ClassVar[str] = "too-large"
    size: int = 0
    limit: int = 0
    unit: str = ""


@dataclass(eq=False, repr=False)
class Damaged(UnreadableDocument):
    """The file says that it is a document, and cannot be read as one."""

    code: ClassVar[str] = "damaged"
    reason: str = ""


@dataclass(eq=False, repr=False)
class Encrypted(UnreadableDocument):
    """The file can only be opened with a password."""

    code: ClassVar[str] = "encrypted"


@dataclass(eq=False, repr=False)
class NoTextLayer(UnreadableDocument):
    """All ``pages`` of the file are pictures: it has to be recognized before it can be compared."""

    code: ClassVar[str] = "no-text-layer"
    pages: int = 0


@dataclass(eq=False, repr=False)
class OwnResult(UnreadableDocument):
    """A result that simcheck wrote, where documents are collected: it repeats the words of those that it is about."""

    code: ClassVar[str] = "own-result"


@dataclass(eq=False, repr=False)
class InvalidSettings(SimcheckError):
    """A setting outside its range; ``reason`` is a key of ``messages``."""

    code: ClassVar[str] = "invalid-settings"
    name: str
    value: object
    reason: str


@dataclass(eq=False, repr=False)
class InvalidResult(SimcheckError):
    """A saved result that is not one of ours, is damaged, or comes from a newer version; ``count`` is of what the
    reason counts."""

    code: ClassVar[str] = "invalid-result"
    path: str
    reason: str
    count: int = 0


@dataclass(eq=False, repr=False)
class MissingPackage(SimcheckError):
    """A package that is needed for what was asked and is not installed; ``extra`` is the name by which it comes along
    with simcheck."""

    code: ClassVar[str] = "missing-package"
    package: str
    extra: str


@dataclass(eq=False, repr=False)
class ClusterFailed(SimcheckError):
    """A cluster cannot be reached at this address, or broke off; ``reason`` is its own word for it."""

    code: ClassVar[str] = "cluster-failed"
    address: str
    reason: str


@dataclass(eq=False, repr=False)
class CannotServe(SimcheckError):
    """Nobody can be listened to at this address; ``reason`` is the operating system's own word for it."""

    code: ClassVar[str] = "cannot-serve"
    host: str
    port: int
    reason: str


@dataclass(eq=False, repr=False)
class StateInUse(SimcheckError):
    """Another server works with this state folder: the number of its process, 0 if that is not known."""

    code: ClassVar[str] = "state-in-use"
    folder: str
    process: int = 0


@dataclass(eq=False, repr=False)
class CannotWrite(SimcheckError):
    """An output that could not be written; ``reason`` is the operating system's own word for it."""

    code: ClassVar[str] = "cannot-write"
    path: str
    reason: str


@dataclass(eq=False, repr=False)
class CorpusBusy(CannotWrite):
    """Another process is writing: its machine, its number and since when, as far as they could be read."""

    code: ClassVar[str] = "corpus-busy"
    holder: str = ""
    process: int = 0
    since: str = ""


@dataclass(eq=False, repr=False)
class CorpusNotWritten(CannotWrite):
    """The corpus itself could not be written; whatever was committed before is there."""

    code: ClassVar[str] = "corpus-not-written"


@dataclass(eq=False, repr=False)
class WouldOverwrite(CannotWrite):
    """A file of the user's stands where an output is to be written: not simcheck's ("foreign"), or one of its results
    that somebody has worked in ("changed")."""

    code: ClassVar[str] = "would-overwrite"


@dataclass(eq=False, repr=False)
class UnusableCorpus(SimcheckError):
    """A corpus that cannot be worked with as it is; ``folder`` is as the caller gave it."""

    folder: str


@dataclass(eq=False, repr=False)
class NoCorpus(UnusableCorpus):
    """There is no corpus in this folder yet."""

    code: ClassVar[str] = "no-corpus"


@dataclass(eq=False, repr=False)
class IndexDamaged(UnusableCorpus):
    """A file of the index is not what was written; it can be made again from the texts, of which there are
    ``texts``."""

    code: ClassVar[str] = "index-damaged"
    file: str
    reason: str
    texts: int = 0


@dataclass(eq=False, repr=False)
class CatalogueDamaged(UnusableCorpus):
    """The file that holds the texts themselves is damaged; nothing can be made again from it."""

    code: ClassVar[str] = "catalogue-damaged"
    file: str
    reason: str


@dataclass(eq=False, repr=False)
class IndexMismatch(UnusableCorpus):
    """The index was made with other settings: (name, value in the index, value now) for each one that differs."""

    code: ClassVar[str] = "index-mismatch"
    differences: tuple[tuple[str, str, str], ...]
    texts: int = 0


@dataclass(eq=False, repr=False)
class NewerFormat(UnusableCorpus):
    """The corpus was made by a newer version of simcheck."""

    code: ClassVar[str] = "newer-format"
    version: int
    supported: int


@dataclass(eq=False, repr=False)
class UnknownRecord(UnusableCorpus):
    """No record of the corpus has this id or name; ``similar`` are ids whose names are near."""

    code: ClassVar[str] = "unknown-record"
    wanted: str
    similar: tuple[str, ...] = ()


@dataclass(eq=False, repr=False)
class UnsafeCorpus(UnusableCorpus):
    """Something stands in a corpus that simcheck never puts there: a link, a pipe, a folder in place of a file.
    ``reason`` is a key of ``messages``; ``file`` was neither followed nor opened."""

    code: ClassVar[str] = "unsafe-corpus"
    file: str
    reason: str


@dataclass(eq=False, repr=False)
class CorpusReplaced(UnusableCorpus):
    """The folder of a corpus that is open was moved, deleted or replaced; nothing is read from the new one, or written
    to it."""

    code: ClassVar[str] = "corpus-replaced"


@dataclass(eq=False, repr=False)
class PublicTextsDamaged(UnusableCorpus):
    """The file of the public texts that are kept with a corpus is not what was written; its documents are not
    affected."""

    code: ClassVar[str] = "public-damaged"
    file: str
    reason: str


@dataclass(eq=False, repr=False)
class UnknownPublicText(UnusableCorpus):
    """No public text that is kept with the corpus has this name; ``similar`` are names that are near."""

    code: ClassVar[str] = "unknown-public"
    wanted: str
    similar: tuple[str, ...] = ()
