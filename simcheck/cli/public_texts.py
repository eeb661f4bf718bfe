"""Which public texts are named on the command line (``--public``, ``corpus public --add``), and what is in them?

Files, folders, archives, lists and patterns as in a check (``gathering``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simcheck.cli import talk
from simcheck.errors import OwnResult, SimcheckError, UnreadableDocument
from simcheck.i18n.messages import Messages

if TYPE_CHECKING:
    from simcheck.cli.gathering import Gathered
    from simcheck.model import Document
    from simcheck.text.public import Public


class Named:
    """What some paths mean, where the corpus is in ``folder``; each text is read when its turn comes."""

    def __init__(self, paths: Sequence[str], folder: str = ".") -> None:
        self._found: Gathered | None = None
        self.failed: list[SimcheckError] = []
        """What could not be read."""
        self.count = 0
        """Documents that were read."""
        if paths:
            # only loaded where there is something to look for
            from simcheck.cli.gathering import gathered

            self._found = gathered(paths, folder, "")
            self.failed += self._found.failed

    @property
    def files(self) -> list[str]:
        """What is read, archives and lists among it."""
        return self._found.files if self._found else []

    def documents(self, encoding: str | None, say: Messages, *, quiet: bool) -> Iterator[Document]:
        """The documents one by one; what went wrong is told at the end."""
        if self._found is None:
            return
        with talk.progress(say, quiet=quiet) as line:
            for wanted in self._found.wanted:
                line.tell("progress.results", done=self.count)
                try:
                    document = wanted.read(encoding, lambda _: False)
                except OwnResult:
                    self._found.results.append(wanted.subject.path)
                except UnreadableDocument as error:
                    self.failed.append(error)
                else:
                    self.count += 1
                    yield document
        for each in self.failed:
            talk.tell_error(each, say)
        self._found.tell_passed_over(say, "public.results", quiet=quiet)

    def table(self, encoding: str | None, say: Messages, *, quiet: bool) -> Public | None:
        """All of them as one table; None after it was told what could not be read: what only that explains would look
        like somebody's own words."""
        from simcheck.text.public import Public

        public = Public.of(self.documents(encoding, say, quiet=quiet))
        return None if self.failed else public
