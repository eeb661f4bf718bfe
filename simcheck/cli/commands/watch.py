"""``simcheck watch``: what comes into a folder is checked against the corpus, a report beside it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import click

from simcheck import environment
from simcheck.cli import corpora, documents, output, repeated, talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, LEFT_OUT, TEMPLATE, Wishes, about_corpus, about_reading, flag
from simcheck.cli.public_texts import Named
from simcheck.cli.usage import Misuse, OneOf, SomeOf, Within
from simcheck.errors import CannotWrite, NoAccess, NotFound, OwnResult, SimcheckError, UnreadableDocument
from simcheck.i18n.messages import Messages

if TYPE_CHECKING:
    from simcheck.cli.watching import Memory, Seen, Waiting
    from simcheck.model import Document
    from simcheck.report.report import Report
    from simcheck.settings import Settings
    from simcheck.text.public import Public

FORMATS: Final = tuple(suffix.removeprefix(".") for suffix in (*output.SUFFIXES, output.PDF))


class _Format(OneOf):
    """The ending of a file's name, with its dot or without."""

    def known(self, word: str) -> str | None:
        return super().known(word.strip().removeprefix("."))

    def _refuse(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        raise Misuse("watch-format", ctx, value=str(value), choices=" ".join(self.choices))


PAUSE: Final = 2.0
_LEAST: Final = 0.05
"""Seconds between two looks, if not said and at least."""


@click.command("watch", cls=Command, context_settings=EXTRA)
@click.argument("folder", metavar="FOLDER")
@click.option("-o", "--output", "form", metavar="FORMAT", default="html", type=_Format(*FORMATS))
@click.option("--every", metavar="SECONDS", type=Within(0.0, 86_400.0))
@flag("--once")
@click.option("--state", metavar="DIR")
@flag("--no-text", "no_text")
@flag("--anonymise", "anonymise")
@click.option("--without", metavar="KIND", multiple=True, type=SomeOf(*LEFT_OUT))
@TEMPLATE
@about_reading
@about_corpus
@click.pass_context
def watch_folder(
    ctx: click.Context,
    /,
    folder: str,
    form: str,
    every: float | None,
    once: bool,
    state: str | None,
    no_text: bool,
    anonymise: bool,
    without: tuple[str, ...],
    templates: tuple[str, ...],
    min_length: float | None,
    encoding: str | None,
    background: str | None,
    corpus: str | None,
) -> int:
    say = speech(ctx)
    home = environment.corpus_folder(corpus)
    if not os.path.isdir(folder):
        raise Misuse("watch-folder", ctx, folder=folder) if os.path.exists(folder) else NotFound(folder)
    corpora.catalogue(home).close()
    _refuse_place(folder, form)
    if encoding is not None:
        from simcheck.readers.plain.text import codecs_named

        codecs_named(encoding)
    wishes = _wishes(say, (), no_text=no_text, anonymise=anonymise, without=without)
    settings = documents.settings(min_length, background, wishes)
    forms = documents.read_all(templates, encoding, wishes)
    # those that are kept with the corpus are beside these
    public = Named((), home).table(encoding, say, quiet=True)
    if forms is None or public is None:
        return 2
    again = repeated.options(
        template=templates, min_length=min_length, encoding=encoding, background=background, corpus=corpus
    )
    from simcheck.cli.watching import kept

    place = Path(os.path.abspath(state)) if state else environment.state_folder() / "watch"
    about = "\0".join((os.path.realpath(folder), os.path.realpath(home), form))
    with kept(place, about) as memory, _ended_by_signal():
        how = _How(home, corpus, form, encoding, settings, forms, public, tuple(again), wishes)
        watch = _Watch(folder, how, memory)
        talk.tell(say, "watch.about", folder=os.path.join(folder, ""), corpus=os.path.join(home, ""))
        if not once:
            talk.tell(say, "watch.stop")
        try:
            return watch.go(PAUSE if every is None else every, once=once)
        except KeyboardInterrupt:
            sys.stderr.write("\n")
            talk.tell(say, "watch.ended")
            return 130


def _refuse_place(folder: str, form: str) -> None:
    """Raise what would keep every report from being written."""
    from simcheck.cli import saving

    saving.refuse(os.path.join(folder, f".simcheck.{form}"), force=False)
    if f".{form}" == output.PDF:
        from simcheck.render.pdf.programs import is_possible

        if not is_possible(page=True):
            raise CannotWrite(os.path.join(folder, ""), "no-printer")


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Who manages services ends them by this signal; it is as good as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wishes(
    say: Messages, paths: tuple[str, ...], *, no_text: bool, anonymise: bool, without: tuple[str, ...]
) -> Wishes:
    return Wishes(
        say,
        output=paths,
        force=False,
        as_json=False,
        no_text=no_text,
        view="auto",
        limit=None,
        everything=False,
        without=without,
        grade=None,
        fail_above=None,
        color="never",
        quiet=True,
        verbose=False,
        brief=True,
        anonymise=anonymise,
    )


@dataclass(frozen=True)
class _How:
    """How every file is checked."""

    corpus: str
    named: str | None
    """The corpus as an option named it."""
    form: str
    encoding: str | None
    settings: Settings
    templates: list[Document]
    public: Public
    again: tuple[str, ...]
    wishes: Wishes


class _PutOff(NamedTuple):
    """A file as it is tried again after a while, or at once if it changes: how long that is, when it is over, and what
    was told."""

    seen: Seen
    wait: float
    until: float
    told: str


_SOON: Final = 30.0
_LATER: Final = 3600.0
"""Seconds after which a file is tried again: the first time, twice as long each time, and at most."""


@dataclass
class _Watch:
    """A folder, what was done in it, and what is wrong there at the moment: each thing is told once."""

    folder: str
    how: _How
    memory: Memory
    put_off: dict[str, _PutOff] = field(default_factory=dict)
    """Files that could not be checked for a reason that may pass."""
    told: set[str] = field(default_factory=set)
    wrong_corpus: str = ""
    has_failed: bool = False

    @property
    def say(self) -> Messages:
        return self.how.wishes.say

    def go(self, pause: float, *, once: bool) -> int:
        """Look, and check what is ready, until somebody ends it, or twice."""
        from simcheck.cli.watching import Waiting

        pause = max(pause, _LEAST)
        waiting = Waiting(lambda name, seen: self.memory.is_done(name, seen) or self._is_put_off(name, seen))
        if once:
            self._round(waiting)
            time.sleep(pause)
            self._round(waiting)
            if waiting.growing:
                talk.tell(self.say, "watch.growing", count=waiting.growing)
            return 2 if self.has_failed else 0
        while True:
            self._round(waiting)
            time.sleep(pause)

    def _round(self, waiting: Waiting) -> None:
        from simcheck.cli.watching import looked

        look = looked(self.folder)
        wrong = {f"{path}\0{reason}": NoAccess(path, reason) for path, reason in look.failed.items()}
        self.has_failed |= bool(wrong)
        for key in wrong.keys() - self.told:
            talk.tell_error(wrong[key], self.say)
        # what is remedied may go wrong once more
        self.told = {key for key in self.told if "\0" not in key} | wrong.keys()
        if look.links and "links" not in self.told:
            self.told.add("links")
            talk.tell(self.say, "watch.links", count=look.links)
        ready = waiting.ready(look)
        if ready:
            self._check_all(ready)

    def _check_all(self, ready: list[tuple[str, Seen]]) -> None:
        """With the corpus as it is by now; if it cannot be opened the files wait."""
        # here, because it needs what computes
        from simcheck.cli.commands.check import Checks
        from simcheck.corpus.collection import Corpus

        try:
            library = corpora.library(self.how.corpus, self.how.named, listed=True)
            opened = Corpus.open(self.how.corpus, settings=self.how.settings)
        except SimcheckError as error:
            self.has_failed = True
            if self.wrong_corpus != str(error):
                self.wrong_corpus = str(error)
                talk.tell_error(error, self.say)
            return
        self.wrong_corpus = ""
        with opened:
            checks = Checks(
                opened,
                self.how.encoding,
                None,
                (),
                (),
                self.how.templates,
                self.how.public,
                True,
                self.how.wishes,
                library,
                self.how.again,
            )
            for name, seen in ready:
                self._check(name, seen, checks)

    def _check(self, name: str, seen: Seen, checks: Any) -> None:
        from simcheck.cli.watching import TRIES

        path = os.path.join(self.folder, *name.split("/"))
        if self.memory.tries(name, seen) >= TRIES:
            self.has_failed = True
            talk.tell(self.say, "watch.broken", name=self._shown(name), count=TRIES)
            self.memory.end(name, seen)
            return
        self.memory.begin(name, seen)
        try:
            for line in self._checked(path, name, checks):
                sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except NotFound:
            # taken away between the look and now
            self.memory.give_back(name, seen)
        except NoAccess as error:
            self._put_off(name, seen, error)
        except UnreadableDocument as error:
            self._tell(error)
            self.memory.end(name, seen)
        except SimcheckError as error:
            # of the corpus, or of the place of the report: the file is not to blame
            self._put_off(name, seen, error)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                self.memory.give_back(name, seen)
            raise
        else:
            self.memory.end(name, seen)

    def _put_off(self, name: str, seen: Seen, error: SimcheckError) -> None:
        before = self.put_off.get(name)
        again = before is not None and before.seen == seen
        self.memory.give_back(name, seen)
        if not (before and again and before.told == str(error)):
            self._tell(error)
        wait = min(before.wait * 2, _LATER) if before and again else _SOON
        self.put_off[name] = _PutOff(seen, wait, time.monotonic() + wait, str(error))

    def _is_put_off(self, name: str, seen: Seen) -> bool:
        off = self.put_off.get(name)
        return off is not None and off.seen == seen and time.monotonic() < off.until

    def _tell(self, error: SimcheckError) -> None:
        self.has_failed = True
        talk.tell_error(error, self.say)

    def _shown(self, name: str) -> str:
        from simcheck.render.view.figures import name_on_screen

        return name_on_screen(name, self.say.lang)

    def _checked(self, path: str, name: str, checks: Any) -> list[str]:
        """The lines of the log for a file, after its report was written; none for a result of ours. Raises what keeps
        it from being checked; what in it cannot be read is told."""
        from simcheck.cli.gathering import gathered
        from simcheck.cli.several import Several
        from simcheck.report import stamp

        if stamp.written(_content(path)) is not None:
            return []
        found = gathered([path], self.how.corpus, environment.typed_options(self.how.again))
        if not found.wanted and len(found.failed) == 1:
            raise found.failed[0]
        for error in found.failed:
            self._tell(error)
        report_at = self._beside(path)
        wishes = _wishes(
            self.say,
            (report_at,),
            no_text=checks.wishes.no_text,
            anonymise=checks.wishes.anonymise,
            without=checks.wishes.without,
        )
        is_one = len(found.wanted) == 1 and not found.failed
        several = Several(found.paths, wishes, checks.library)
        lines = []
        for at, wanted in enumerate(found.wanted):
            try:
                report = checks.report(wanted)
            except OwnResult:
                continue
            except UnreadableDocument as error:
                if is_one:
                    raise
                self._tell(error)
                continue
            if is_one:
                output.deliver(report, wishes, checks.library, wanted.subject.command, wanted.subject.content)
            else:
                several.add(report, at, wanted.subject)
            inner = wanted.subject.path.replace(os.sep, "/").removeprefix(path.replace(os.sep, "/"))
            lines.append(self._line(name + inner, report, report_at))
        if not is_one:
            several.finish()
        return lines

    def _line(self, name: str, report: Report, report_at: str) -> str:
        """When, what, how much, and where it is told: tabs between them."""
        from simcheck.model import APART, Grade
        from simcheck.render.view.sources import Ratio, ratios_in_words

        without = self.how.wishes.left_out
        shares = [Ratio("grade.high", report.share(without=without, grade=Grade.HIGH))] if report.is_graded else []
        shares.append(Ratio("check.total", report.share(without=without)))
        shares.append(Ratio("check.without.apart", report.share(without=without | APART)))
        words = ratios_in_words(shares, self.say.lang)
        return "\t".join((environment.now(), self._shown(name), words, self._shown(report_at)))

    def _beside(self, path: str) -> str:
        """总结.docx has its report in 总结.docx.查重.html; a name that is too long is cut, and still told apart."""
        folder, name = os.path.split(path)
        data = name.encode("utf-8", "surrogateescape")
        if len(data) > _LONGEST:
            digest = blake2b(data, digest_size=4).hexdigest()
            name = f"{data[:_LONGEST].decode('utf-8', 'ignore')}~{digest}"
        return os.path.join(folder, f"{name}.{self.say('watch.report')}.{self.how.form}")


_LONGEST: Final = 200
"""Bytes of what a report's name has of its document's."""


def _content(path: str) -> bytes:
    from simcheck.files.given import content

    return content(path)
