"""A crossing by ``--spark``: where its steps and its result lie, and what is said when the cluster breaks off.

Who is interrupted, or whose cluster fails, goes on with the same command: what is done stays in the folder.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from simcheck.cli import crossed as crossings
from simcheck.cli.options import Wishes
from simcheck.errors import CannotWrite, ClusterFailed
from simcheck.files import refusal

if TYPE_CHECKING:
    from simcheck.crossing.crossing import Crossing
    from simcheck.model import Document
    from simcheck.settings import Settings
    from simcheck.text.public import Public

RESULT: Final = "crossing.json"

_ANSWERING: Final = 10
"""Seconds in which somebody has to answer; Spark itself would try for ten minutes."""


class Asked(NamedTuple):
    """How it is crossed, as ``simcheck.cross`` is told."""

    at: float
    templates: Sequence[Document]
    settings: Settings
    public: Public
    own: Collection[str]


def results_in(out: str) -> list[str]:
    """The files of the result in the folder of steps, which is made if it is not there; none in a storage that only the
    cluster knows (``s3a://…``), where there are only the steps."""
    if "://" in out:
        return []
    try:
        os.makedirs(out, exist_ok=True)
    except OSError as error:
        raise CannotWrite(out, refusal.writing(error)) from error
    return [os.path.join(out, RESULT)]


def crossed(address: str, out: str, given: Sequence[Document], asked: Asked, wishes: Wishes) -> Crossing:
    """The crossing; raises ``MissingPackage`` and ``ClusterFailed``."""
    from simcheck.spark.cross import cross, session

    _refuse_unreachable(address)
    place = out if "://" in out else os.path.abspath(out)
    with _told(address), crossings.going_on(wishes) as tell:
        spark = session(address)
        try:
            return cross(
                spark,
                given,
                place,
                at=asked.at,
                templates=asked.templates,
                settings=asked.settings,
                public=asked.public,
                own=asked.own,
                on_progress=tell,
            )
        finally:
            spark.stop()


def _refuse_unreachable(address: str) -> None:
    if not address.startswith("sc://"):
        return
    try:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "", parts.port or _PORT), _ANSWERING):
            pass
    except (OSError, ValueError) as error:
        raise ClusterFailed(address, getattr(error, "strerror", None) or str(error)) from error


_PORT: Final = 15002
"""Of Spark Connect, if none is named."""


@contextlib.contextmanager
def _told(address: str) -> Iterator[None]:
    """What Spark and the connection to it raise, as an error of ours."""
    from simcheck.spark.engine import SameNumber

    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyspark", "grpc") and not isinstance(error, SameNumber):
            raise
        raise ClusterFailed(address, _reason(str(error)) or type(error).__name__) from error


def _reason(told: str) -> str:
    """The line of a long message that says what happened: with the name of what was raised where it happened."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)]
    return (raised or lines or [""])[0][:_SHOWN]


_RAISED: Final = re.compile(r"[\w.]*(?:Error|Exception): \S")
_SHOWN: Final = 300
