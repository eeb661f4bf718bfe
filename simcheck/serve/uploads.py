"""What is sent (multipart/form-data) goes to the disk as it comes: bounded in size, number, time; names are ours.

Nothing is held in memory but a piece of it. What a file is called by its sender is kept as words and never used as a
path.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from simcheck.files import home
from simcheck.serve.refusals import Refused, not_stored, refused
from simcheck.serve.wire import Upload

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks


class Bounds(NamedTuple):
    """Of what is sent at once."""

    file: int = 200_000_000
    """Bytes of a file: what is larger is read by no reader."""
    total: int = 1_000_000_000
    """Bytes of all."""
    files: int = 5_000
    fields: int = 200
    field: int = 100_000
    """Bytes of a field that is no file."""
    silence: float = 20.0
    """Seconds in which something must come."""
    grace: float = 30.0
    """Seconds after which it must have come with ``rate``."""
    rate: float = 2_000.0
    """Bytes a second, at least: a telephone line."""


@dataclass
class Received:
    """Fields in their order, files on the disk, and what tells all of it from anything else."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[Upload] = field(default_factory=list)
    digest: str = ""

    def value(self, name: str) -> str:
        """The last value of a field, "" if it was not sent."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    def values(self, name: str) -> list[str]:
        """All values of a field that say something."""
        return [value for key, value in self.fields if key == name and value]


async def received(request: Request, folder: Path, bounds: Bounds = Bounds()) -> Received:
    """What is sent, its files in ``folder``; ``Refused`` for what is too much, too slow, or no form."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:
        raise refused(415, "no-form")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > bounds.total:
        raise refused(413, "too-much", limit=bounds.total // 1_000_000)
    form = _Form(folder, bounds)
    parser = MultipartParser(boundary, form.callbacks())
    try:
        async for chunk in _in_time(request, bounds):
            parser.write(chunk)
        parser.finalize()
        form.refuse_unless_ended()
    except FormParserError as error:
        raise refused(400, "damaged-form") from error
    except OSError as error:
        raise Refused(507, not_stored(form.name, error)) from error
    finally:
        form.close()
    return form.result()


async def received_fields(request: Request) -> Received:
    """The fields of a form without files (application/x-www-form-urlencoded)."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"application/x-www-form-urlencoded":
        raise refused(415, "no-form")
    bounds = Bounds(total=1_000_000)
    data = b"".join([piece async for piece in _in_time(request, bounds)])
    try:
        return Received(parse_qsl(data.decode("ascii"), keep_blank_values=True, max_num_fields=bounds.fields))
    except ValueError as error:
        raise refused(400, "damaged-form") from error


async def _in_time(request: Request, bounds: Bounds) -> AsyncIterator[bytes]:
    """The body, piece by piece."""
    begun, size = time.monotonic(), 0
    pieces = request.stream().__aiter__()
    while True:
        try:
            piece = await asyncio.wait_for(anext(pieces), bounds.silence)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise refused(408, "too-slow") from None
        except ClientDisconnect:
            raise refused(400, "damaged-form") from None
        size += len(piece)
        if size > bounds.total:
            raise refused(413, "too-much", limit=bounds.total // 1_000_000)
        took = time.monotonic() - begun
        if took > bounds.grace and size < took * bounds.rate:
            raise refused(408, "too-slow")
        if piece:
            yield piece


class _Form:
    """What a parser tells of, part by part."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self._folder, self._bounds = folder, bounds
        self._result = Received()
        self._handle: int | None = None
        self._whole = sha256()
        self._is_ended = False
        self._begin()

    def callbacks(self) -> MultipartCallbacks:
        """For a ``MultipartParser``."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._all,
        }

    @property
    def name(self) -> str:
        """Of the file that is being sent."""
        return self._called

    def result(self) -> Received:
        """All of it."""
        self._result.digest = self._whole.hexdigest()
        return self._result

    def refuse_unless_ended(self) -> None:
        """Refuse a form that breaks off."""
        if not self._is_ended:
            raise refused(400, "damaged-form")

    def close(self) -> None:
        """Let go of a file that was begun."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _all(self) -> None:
        self._is_ended = True

    def _begin(self) -> None:
        self._name = self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._field = self._called = ""
        self._is_file = False
        self._size = 0
        self._content = bytearray()
        self._hash = sha256()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]
        self._refuse_long(len(self._name))

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._refuse_long(len(self._value))

    def _refuse_long(self, size: int) -> None:
        if size > _HEADER:
            raise refused(400, "damaged-form")

    def _header_end(self) -> None:
        if len(self._headers) >= _HEADERS:
            raise refused(400, "damaged-form")
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._field = _text(options.get(b"name", b""))
        self._is_file = b"filename" in options
        if not self._is_file:
            if len(self._result.fields) >= self._bounds.fields:
                raise refused(413, "too-many-fields", count=self._bounds.fields)
            return
        if len(self._result.files) >= self._bounds.files:
            raise refused(413, "too-many-files", count=self._bounds.files)
        self._called = name_of(_text(options[b"filename"]))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if not self._is_file:
            if self._size > self._bounds.field:
                raise refused(413, "too-much", limit=self._bounds.field // 1_000_000)
            self._content += data[start:end]
            return
        if self._size > self._bounds.file:
            name, limit = self._called, self._bounds.file // 1_000_000
            raise refused(413, "file-too-large", name=name, limit=limit)
        if self._handle is None:
            self._handle = self._opened()
        piece = memoryview(data)[start:end]
        self._hash.update(piece)
        while piece:
            piece = piece[os.write(self._handle, piece) :]

    def _opened(self) -> int:
        return home.opened(self._folder / self._stored(), os.O_WRONLY | os.O_CREAT | os.O_EXCL)

    def _stored(self) -> str:
        """A name of ours, with the ending by which readers tell archives, lists and tables."""
        ending = _ENDING.search(self._called)
        return f"{len(self._result.files) + 1:05}{ending[0].lower() if ending else ''}"

    def _end(self) -> None:
        if self._is_file:
            self._file()
        else:
            value = _text(bytes(self._content))
            self._result.fields.append((self._field, value))
            self._whole.update(repr((self._field, value)).encode())
        self.close()

    def _file(self) -> None:
        # a form that was sent without a file has an empty part in its place
        if not self._size and not self._called:
            return
        if self._handle is None:
            self._handle = self._opened()
        upload = Upload(len(self._result.files) + 1, self._called or "?", self._size, self._stored())
        self._result.files.append(upload)
        self._whole.update(repr((upload.name, self._hash.hexdigest())).encode())


_HEADER: Final = 8_000
_HEADERS: Final = 10
"""Bytes of a header of a part, and how many there may be."""

_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}\Z", re.ASCII)

_LONGEST: Final = 250
"""Characters of a name that are kept, of its end."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def name_of(sent: str) -> str:
    """How a file is called, by what its sender says: words, folders between slashes, nothing that leads anywhere."""
    # what browsers write for signs that would end the name
    for code, sign in (("%22", '"'), ("%0D", ""), ("%0A", "")):
        sent = sent.replace(code, sign)
    plain = "".join(c if c.isprintable() else " " for c in sent.replace("\\", "/"))
    parts = [" ".join(part.split()) for part in plain.split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    return "/".join(kept)[-_LONGEST:].lstrip("/")


_DRIVE: Final = re.compile("[A-Za-z]:")
