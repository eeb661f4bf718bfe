"""What the commands of the corpus print: what was added, what there is, what will go. Looks only, as plain lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING, Any, Final

from simcheck import environment
from simcheck.environment import Language
from simcheck.i18n import explain, messages
from simcheck.i18n.messages import Fact
from simcheck.i18n.printable import printable
from simcheck.model import FileFacts
from simcheck.render.terminal.wrap import Run, atoms, cells, fit, pad, pad_left, wrap
from simcheck.store.rows import Row
from simcheck.store.tables import FORMAT

if TYPE_CHECKING:
    from simcheck.corpus.addition import Added
    from simcheck.corpus.phrase_list import Phrase, PhraseList
    from simcheck.corpus.summary import Summary
    from simcheck.corpus.upgrade import Upgraded
    from simcheck.text.public import PublicText

SAMPLE: Final = 5
"""Names of added documents that are shown of many."""

FAILURES: Final = 10
"""Files that could not be read that are shown of many; each wants to be looked at."""

_ID: Final = 6
"""Characters of an id that are shown, if they tell all records apart."""

_WIDE: Final = 100
"""Columns from which there is room for where a document came from."""


@dataclass(frozen=True, slots=True)
class CorpusScreen:
    """How a corpus is to be shown: in which language, how wide, and what it is called by whoever reads it."""

    lang: Language
    columns: int
    folder: str

    def say(self, key: str, **facts: Fact) -> str:
        return messages.text(self.lang, key, **facts)

    def paragraph(self, key: str, **facts: Fact) -> Iterator[str]:
        """A sentence in as many lines as it needs."""
        for line in wrap(atoms(self.say(key, **facts)), self.columns - 2):
            yield " " + "".join(run.text for run in line)

    @property
    def shown(self) -> str:
        """The folder as one."""
        return os.path.join(self.folder, "")

    @property
    def joint(self) -> str:
        return self.say("comma")


# --- what was added ---------------------------------------------------------------------------------------------------


def added(result: Added, rows: Mapping[str, Row], screen: CorpusScreen, *, verbose: bool) -> Iterator[str]:
    """What an addition did; ``rows`` are the records that it added or changed."""
    yield _counts(result, rows, screen)
    fresh = [f" +  {_name(rows[id], screen)}" for id in result.added if id in rows]
    fresh += [f" ~  {_name(rows[id], screen)}" for id in result.changed if id in rows]
    shown = _room(len(fresh), SAMPLE, every=verbose)
    yield from fresh[:shown]
    yield from _more(len(fresh) - shown, screen)
    if result.twins:
        yield f"    {screen.say('corpus.twins', count=len(result.twins))}"
    yield from failures(result, screen, every=verbose)
    aside = [
        f" ·  {fit(' '.join(printable(place).split()), screen.columns - 5)}"
        for place in (*result.results, *result.outside)
    ]
    shown = _room(len(aside), FAILURES, every=verbose)
    yield from aside[:shown]
    yield from _more(len(aside) - shown, screen)
    if result.results:
        yield f"    {screen.say('corpus.results.force')}"


def failures(result: Added, screen: CorpusScreen, *, every: bool) -> Iterator[str]:
    """What an addition could not read, or some of it and how much more there is."""
    failed = [(place, error.code, vars(error)) for place, error in result.unreadable]
    yield from _sampled(failed, screen, "corpus.more", every=every)


def _counts(result: Added, rows: Mapping[str, Row], screen: CorpusScreen) -> str:
    """收录 37 篇（312,408 字），更新 1 篇，已有 2 篇，读不出 3 篇"""
    characters = sum(rows[id].characters for id in result.added if id in rows)
    parts = [screen.say("corpus.added", count=len(result.added), characters=characters)] if result.added else []
    parts += [
        screen.say(f"corpus.{key}", count=len(some))
        for key in ("changed", "known", "unreadable", "results", "outside")
        if (some := getattr(result, key))
    ]
    if not result.added and not result.changed:
        parts.insert(0, screen.say("corpus.nothing.new" if parts else "corpus.nothing"))
    return screen.joint.join(parts)


def _name(row: Row, screen: CorpusScreen) -> str:
    return fit(row.name, screen.columns - 5)


Failure = tuple[str, str, Mapping[str, Any]]
"""Where something could not be read, and the code and the facts of the error."""


def _sampled(failed: Sequence[Failure], screen: CorpusScreen, more: str, *, every: bool) -> Iterator[str]:
    shown = _room(len(failed), FAILURES, every=every)
    yield from _unreadable(failed[:shown], screen)
    yield from _more(len(failed) - shown, screen, more)


def _room(count: int, most: int, *, every: bool) -> int:
    """How many are shown: a sample, or all where the line that there is more would be about one."""
    return count if every or count <= most + 1 else most


def _more(count: int, screen: CorpusScreen, key: str = "corpus.more") -> Iterator[str]:
    if count:
        yield f"    {screen.say(key, count=count)}"


def _unreadable(failed: Sequence[Failure], screen: CorpusScreen) -> Iterator[str]:
    """A line for each: where, and in a few words why."""
    shown = [
        (place_shown(place, screen.folder), explain.short(code, facts, screen.lang)) for place, code, facts in failed
    ]
    room = screen.columns - 1 - 6
    whys = max((_cells(why) for _, why in shown), default=0)
    wide = min(max((_cells(place) for place, _ in shown), default=0), max(room - whys, room // 2))
    for place, why in shown:
        yield f" !  {pad(fit(place, wide), wide)}  {fit(why, room - wide)}".rstrip()


def _cells(words: str) -> int:
    return cells((Run(words),))


def place_shown(place: str, folder: str) -> str:
    """A place as the catalogue has it, the way a user would write it: from the current folder if it is inside."""
    whole = os.path.join(os.path.realpath(folder), place)
    here = os.getcwd() + os.sep
    return whole.removeprefix(here) if whole.startswith(here) else whole


# --- what there is ----------------------------------------------------------------------------------------------------


def ordered(rows: Iterable[Row], sort: str) -> list[Row]:
    """By name; or the longest, the latest or the last added first, and among equals by name."""
    every = sorted(rows, key=lambda row: (row.name, row.id))
    if sort == "length":
        every.sort(key=lambda row: -row.characters)
    elif sort == "date":
        every.sort(key=lambda row: row.metadata.get("date", ""), reverse=True)
    elif sort == "added":
        every.sort(key=lambda row: row.added, reverse=True)
    return every


def listing(rows: Sequence[Row], every: Sequence[Row], screen: CorpusScreen, *, head: bool) -> Iterator[str]:
    """``rows``, which are some of ``every``, for a person; without ``head`` neither names of columns nor hints."""
    if not every:
        yield from screen.paragraph("corpus.empty", folder=screen.shown)
        return
    yield ""
    yield from _table(rows, every, screen, head=head)
    if len(rows) < len(every) and head:
        yield ""
        yield from screen.paragraph("corpus.shown", shown=len(rows), total=len(every))


def _table(rows: Sequence[Row], every: Sequence[Row], screen: CorpusScreen, *, head: bool) -> Iterator[str]:
    digits = _telling([row.id for row in every])
    keys = ("id", "name", "characters", "paragraphs", "date", "added")
    table = [tuple(screen.say(f"record.{key}") for key in keys)] if head else []
    table += [
        (row.id[:digits], row.name, f"{row.characters:,}", f"{row.paragraphs:,}", _dated(row, screen), row.added[:10])
        for row in rows
    ]
    wide = [max(map(_cells, column)) for column in zip(*table, strict=True)] if table else []
    room = screen.columns - 1 - 1 - 2 * len(wide) - sum(wide) + (wide[1] if wide else 0)
    folders = [screen.say("record.place")] if head else []
    folders += [_folder(row, screen) for row in rows]
    with_folders = screen.columns >= _WIDE
    names = min(wide[1] if wide else 0, room * 3 // 5 if with_folders else room + 2)
    for fields, folder in zip(table, folders, strict=True):
        id, name, *figures = fields
        line = f" {pad(id, wide[0])}  {pad(fit(name, names), names)}"
        for at, (field, width) in enumerate(zip(figures, wide[2:], strict=True)):
            line += f"  {pad_left(field, width) if at < 2 else pad(field, width)}"
        yield (f"{line}  {fit(folder, room - names)}" if with_folders else line).rstrip()


def _telling(ids: Sequence[str]) -> int:
    """How many characters of the ids tell all of them apart, ``_ID`` at least."""
    ids = sorted(ids)
    alike = (len(commonprefix([a, b])) for a, b in zip(ids, ids[1:], strict=False))
    return max(_ID, max(alike, default=0) + 1)


def _date(row: Row) -> str:
    return printable(row.metadata.get("date", ""))


def _dated(row: Row, screen: CorpusScreen) -> str:
    """The same for a reader: the year of a title is not when a text was written, but what it is about."""
    date = _date(row)
    return screen.say("record.about", date=date) if date and row.metadata.get("date_by") == "title" else date


def _folder(row: Row, screen: CorpusScreen) -> str:
    """Where a document came from: its folder, or the list that it stands in."""
    if row.place is None:
        return ""
    shown = place_shown(row.place, screen.folder)
    return shown.partition("#")[0] if "#" in row.name else os.path.join(os.path.dirname(shown), "")


def columns(rows: Iterable[Row], screen: CorpusScreen, *, head: bool) -> Iterator[str]:
    """The same for programs and spreadsheets: separated by tabs, nothing shortened."""
    keys = ("id", "name", "characters", "paragraphs", "date", "added", "version", "place")
    if head:
        yield "\t".join(screen.say(f"record.{key}") for key in keys)
    for row in rows:
        place = place_shown(row.place, screen.folder) if row.place else ""
        fields = (row.id, row.name, row.characters, row.paragraphs, _date(row), row.added, row.version, place)
        yield "\t".join(_field(field) for field in fields)


def _field(value: str | int) -> str:
    """A value on one line, without tabs."""
    return " ".join(printable(str(value)).split("\n"))


def record_data(row: Row, file: FileFacts | None = None) -> dict[str, Any]:
    """A record as JSON has it, with what is known of the file that it was read from."""
    names = ("id", "name", "place", "characters", "paragraphs", "added", "version", "metadata")
    data = {name: getattr(row, name) for name in names}
    if file is not None:
        data["file"] = file.data()
    return data


# --- what it is like --------------------------------------------------------------------------------------------------


def stats(summary: Summary, screen: CorpusScreen, *, verified: bool) -> Iterator[str]:
    """A corpus at a glance."""
    rows = [(screen.say(f"stats.{key}"), words) for key, words in _stats(summary, screen, verified) if words]
    wide = max(_cells(label) for label, _ in rows)
    yield ""
    for label, words in rows:
        lines = wrap(atoms(words), screen.columns - 1 - 1 - wide - 2)
        for at, line in enumerate(lines):
            yield f" {pad('' if at else label, wide)}  {''.join(run.text for run in line)}"
    failed = summary.unreadable
    if failed:
        yield ""
        yield f" {screen.say('stats.unreadable', count=len(failed))}"
        yield from _sampled(failed, screen, "corpus.more.unreadable", every=False)


def _stats(summary: Summary, screen: CorpusScreen, verified: bool) -> Iterator[tuple[str, str]]:
    twins = summary.documents - summary.texts
    yield "folder", printable(screen.shown)
    key = "stats.documents.twins" if twins else "stats.documents.count"
    yield "documents", screen.say(key, count=summary.documents, **({"twins": twins} if twins else {}))
    if summary.lengths:
        characters = sum(summary.lengths)
        yield "text", screen.say("stats.text.count", characters=characters, paragraphs=summary.paragraphs)
        yield "lengths", screen.say("stats.lengths.spread", **spread(summary.lengths))
        yield "formats", _formats(summary.formats, screen)
        yield "years", _years(summary, screen)
    at = environment.option_for_corpus(screen.folder)
    facts: dict[str, Fact] = {"size": size(summary.index_size), "time": explain.moment(summary.updated)}
    fits = summary.is_current
    yield (
        "index",
        screen.say("stats.index.fits", **facts) if fits else screen.say("stats.index.differs", at=at, **facts),
    )
    if summary.format < FORMAT:
        yield "catalogue", screen.say("stats.catalogue.older", format=summary.format, at=at)
    yield "originals", size(summary.text_size)
    yield "verified", screen.say("stats.verified.well") if verified else ""


def spread(lengths: Sequence[int]) -> dict[str, int]:
    """The middle and the ends of lengths in ascending order."""
    return {"median": lengths[len(lengths) // 2], "shortest": lengths[0], "longest": lengths[-1]}


def _formats(formats: Mapping[str, int], screen: CorpusScreen) -> str:
    none = screen.say("stats.format.none")
    most = sorted(formats.items(), key=lambda pair: (-pair[1], pair[0]))
    return "   ".join(f"{fit(name or none, 20)} {count:,}" for name, count in most)


def _years(summary: Summary, screen: CorpusScreen) -> str:
    """2012–2026，最多的是 2020（231 篇），14 篇不知道日期; no year has most of them where two have as many."""
    years = {int(year): count for year, count in summary.years.items() if year.isdecimal()}
    undated = summary.documents - sum(years.values())
    if not years:
        return screen.say("stats.years.none")
    first, last, most = min(years), max(years), max(years, key=lambda year: (years[year], year))
    leads = sum(count == years[most] for count in years.values()) == 1
    key = ("stats.years.range" if leads else "stats.years.even") if len(years) > 1 else "stats.years.one"
    facts: dict[str, Fact] = {"last": last, "most": most, "count": years[most]} if len(years) > 1 else {}
    words = [screen.say(key, first=first, **facts)]
    words += [screen.say("stats.years.undated", count=undated)] if undated else []
    return screen.joint.join(words)


def stats_data(summary: Summary, screen: CorpusScreen) -> dict[str, Any]:
    """The same as JSON; sizes in bytes."""
    return {
        "folder": screen.folder,
        "documents": summary.documents,
        "texts": summary.texts,
        "characters": sum(summary.lengths),
        "paragraphs": summary.paragraphs,
        "lengths": spread(summary.lengths) if summary.lengths else None,
        "formats": dict(sorted(summary.formats.items())),
        "years": dict(sorted(summary.years.items())),
        "created": summary.created,
        "updated": summary.updated,
        "index_size": summary.index_size,
        "text_size": summary.text_size,
        "format": summary.format,
        "files": summary.files,
        "is_current": summary.is_current,
        "unreadable": [
            {"place": place_shown(place, screen.folder), "code": code, "facts": explain.data_of(facts)}
            for place, code, facts in summary.unreadable
        ],
    }


# --- what became of it ------------------------------------------------------------------------------------------------


def upgraded(done: Upgraded, screen: CorpusScreen, seconds: float) -> Iterator[str]:
    """What an upgrade did, a line each, and what it could not do."""
    took = duration(seconds, screen.lang)
    say = screen.say
    yield say("corpus.upgraded" if done.is_change else "corpus.current", folder=printable(screen.shown), time=took)
    before, after = done.formats
    lines = [say("corpus.upgraded.format", before=before, after=after)] if before < after else []
    lines += [say("corpus.upgraded.files", count=done.files)] if done.files else []
    lines += [say("corpus.upgraded.metadata", count=done.metadata)] if done.metadata else []
    lines += [say("corpus.upgraded.index")] if done.is_rebuilt else []
    unknown = {reason: count for reason in ("gone", "changed", "unreadable") if (count := done.unknown.get(reason))}
    if unknown:
        reasons = screen.joint.join(say(f"corpus.unknown.{reason}", count=count) for reason, count in unknown.items())
        lines.append(say("corpus.upgraded.unknown", count=sum(unknown.values()), reasons=reasons))
    for line in lines:
        for at, part in enumerate(wrap(atoms(line), screen.columns - 7)):
            yield ("      " if at else "    ") + "".join(run.text for run in part)


# --- what will go -----------------------------------------------------------------------------------------------------


def records(rows: Sequence[Row], every: Sequence[Row], screen: CorpusScreen) -> Iterator[str]:
    """Records one by one, as they are named in a question."""
    digits = _telling([row.id for row in every])
    room = screen.columns - 1 - 4 - digits - 2
    for row in rows[:FAILURES]:
        yield f"    {row.id[:digits]}  {fit(row.name, room)}"
    if len(rows) > FAILURES:
        yield f"    {screen.say('corpus.remove.more', count=len(rows) - FAILURES)}"


# --- set phrases ------------------------------------------------------------------------------------------------------


def phrases(found: Sequence[Phrase], told: PhraseList, screen: CorpusScreen, *, head: bool) -> Iterator[str]:
    """The set phrases of a corpus with their frequencies, and what the user said of some."""
    rows = [
        (f"{p.texts:,}", f"{p.contexts:,}", screen.say(f"phrases.{'table' if p.known else 'here'}"), p.words)
        for p in found
    ]
    if rows:
        names = tuple(screen.say(f"phrases.{key}") for key in ("texts", "contexts", "by", "words"))
        wide = [max(_width(row[n]) for row in (*rows, names)) for n in range(3)]
        for row in (names, *rows) if head else rows:
            figures = "  ".join(pad_left(row[n], wide[n]) for n in range(2))
            yield fit(f" {figures}  {pad(row[2], wide[2])}  {row[3]}", screen.columns - 1)
    elif not told.added and not told.struck:
        yield from screen.paragraph("phrases.none")
    for key, some in (("added", told.added), ("struck", told.struck)):
        if some:
            yield f" {screen.say(f'phrases.{key}', count=len(some))}"
            yield from (f"    {fit(words, screen.columns - 5)}" for words in some)
    if head:
        yield ""
        yield from screen.paragraph("phrases.hint")


def phrase_data(found: Sequence[Phrase], told: PhraseList) -> Iterator[dict[str, Any]]:
    """One phrase a line: counted ones with their figures, then what the user said."""
    for each in found:
        yield {"words": each.words, "texts": each.texts, "contexts": each.contexts, "known": each.known}
    yield from ({"words": words, "said": "added"} for words in told.added)
    yield from ({"words": words, "said": "struck"} for words in told.struck)


def public_texts(texts: Sequence[PublicText], screen: CorpusScreen, most: int, *, head: bool) -> Iterator[str]:
    """The first of the public texts of a corpus with their lengths, and how many there are."""
    if not texts:
        yield from screen.paragraph("public.none")
        return
    wide = len(f"{max(text.characters for text in texts):,}")
    for text in texts[:most]:
        yield fit(f" {text.characters:>{wide},}  {' '.join(printable(text.name).split())}", screen.columns - 1)
    yield from _more(max(0, len(texts) - most), screen, "public.more")
    if head:
        yield ""
        characters = sum(text.characters for text in texts)
        yield from screen.paragraph("public.total", count=len(texts), characters=characters)


def public_data(texts: Sequence[PublicText]) -> Iterator[dict[str, Any]]:
    """One public text a line."""
    yield from (text._asdict() for text in texts)


def _width(words: str) -> int:
    return cells((Run(words),))


# --- quantities -------------------------------------------------------------------------------------------------------


def duration(seconds: float, lang: Language) -> str:
    """0.3 秒, 14 秒, 1 分 20 秒, 2 小时 5 分."""
    whole = round(seconds)
    if seconds < 9.95:
        return messages.text(lang, "seconds", n=f"{seconds:.1f}".removesuffix(".0"))
    if whole < 60:
        return messages.text(lang, "seconds", n=whole)
    if whole < 3600:
        return messages.text(lang, "minutes", minutes=whole // 60, seconds=whole % 60)
    return messages.text(lang, "hours", hours=whole // 3600, minutes=whole % 3600 // 60)


def size(count: int) -> str:
    """Bytes as people say them: 36 KB, 2.4 MB, 286 MB."""
    if count < 1_000_000:
        return f"{-(-count // 1000)} KB"
    megabytes = count / 1_000_000
    return f"{megabytes:.1f} MB" if megabytes < 100 else f"{megabytes:,.0f} MB"
