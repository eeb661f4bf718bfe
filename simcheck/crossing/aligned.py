"""The pairs that are worth it, compared in full: in parcels, by other processes if there is much, kept as they come.

A parcel is the same whatever the number of processes, and so is what comes of it. Pairs are put in an order in which
those of one text, and of texts that share much, follow each other, so that each text is made ready as few times as
possible.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
import numpy as np

from simcheck import worker
from simcheck.crossing.comparing import Compared, Comparer
from simcheck.crossing.once import Once
from simcheck.crossing.pairs import Frequent
from simcheck.crossing.parts import Part, Parts, packed, unpacked
from simcheck.model import Document, Mark
from simcheck.settings import Settings
from simcheck.text.background import Background
from simcheck.text.background import packed as packed_background
from simcheck.text.public import Public, PublicText

JOBS: Final = min(8, os.cpu_count() or 1)

PARCEL: Final = 400_000
"""Characters of both texts of all pairs of a parcel: two seconds' work."""

_WORTHWHILE: Final = 1_500_000
"""Characters from which other processes are worth their start."""

Pair = tuple[int, int]
Contents = Callable[[Iterable[int]], Mapping[int, str]]


def in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs so that texts that share something come one after the other."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    if not pairs:
        return []
    both = np.array(pairs, dtype=np.int64)
    numbers, at = np.unique(both, return_inverse=True)
    a, b = at.reshape(both.shape).T
    ones = np.ones(len(a), dtype=np.int8)
    graph = coo_array((np.append(ones, ones), (np.append(a, b), np.append(b, a))), shape=(len(numbers),) * 2)
    order = reverse_cuthill_mckee(graph.tocsr(), symmetric_mode=True)
    rank = np.empty(len(numbers), dtype=np.int64)
    rank[order] = np.arange(len(numbers))
    first, last = np.minimum(rank[a], rank[b]), np.maximum(rank[a], rank[b])
    return [pairs[n] for n in np.lexsort((first, last)).tolist()]


def parcelled(pairs: Sequence[Pair], lengths: Mapping[int, int]) -> list[list[Pair]]:
    """The pairs in parcels of about equal work."""
    parcels: list[list[Pair]] = []
    size = PARCEL
    for a, b in pairs:
        if size >= PARCEL:
            parcels.append([])
            size = 0
        parcels[-1].append((a, b))
        size += lengths[a] + lengths[b]
    return parcels


def results(
    parcels: Sequence[Sequence[Pair]],
    comparer: Comparer,
    contents: Contents,
    parts: Parts,
    lengths: Mapping[int, int],
    jobs: int,
    on_progress: Callable[[int, int], None] | None,
) -> tuple[dict[Pair, Compared], dict[int, tuple[Mark, ...]]]:
    """What comes of all pairs, and the marks of their texts. ``on_progress`` is told characters compared, of how
    many."""
    sizes = [sum(lengths[a] + lengths[b] for a, b in parcel) for parcel in parcels]
    found: dict[int, Part] = {}
    once = Once()
    todo = []
    for number, parcel in enumerate(parcels):
        kept = parts.get(number)
        if kept is not None and len(kept.results) == len(parcel):
            found[number] = once.part(kept)
        else:
            todo.append(number)
    done = sum(sizes[number] for number in found)
    if on_progress:
        on_progress(done, sum(sizes))
    for number, data in _made(todo, parcels, comparer, contents, jobs, sum(sizes) - done):
        parts.put(number, data)
        found[number] = once.part(unpacked(data))
        done += sizes[number]
        if on_progress:
            on_progress(done, sum(sizes))
    compared = {
        pair: each
        for number, parcel in enumerate(parcels)
        for pair, each in zip(parcel, found[number].results, strict=True)
    }
    return compared, {text: marks for part in found.values() for text, marks in part.marks}


def _made(
    todo: Sequence[int],
    parcels: Sequence[Sequence[Pair]],
    comparer: Comparer,
    contents: Contents,
    jobs: int,
    size: int,
) -> Iterator[tuple[int, bytes]]:
    """Parcels and their results, as they are done."""

    def question(number: int) -> list[bytes]:
        return packed_parcel(parcels[number], contents({n for pair in parcels[number] for n in pair}))

    opening = packed_comparer(comparer) if jobs > 1 and size >= _WORTHWHILE and worker.is_possible() else None
    crew: list[_Hand] = []
    if opening is not None:
        # as many as the system starts
        with contextlib.suppress(worker.CannotStart):
            crew += (_Hand(opening) for _ in range(min(jobs, len(todo))))
    if not crew:
        for number in todo:
            yield number, answered(comparer, question(number))
        return
    try:
        left = list(reversed(todo))
        working = 0
        done: queue.Queue[tuple[_Hand, int, bytes | BaseException]] = queue.Queue()
        for hand in crew:
            if left:
                number = left.pop()
                hand.give(number, question(number), done)
                working += 1
        while working:
            hand, number, data = done.get()
            working -= 1
            if isinstance(data, worker.BrokenOff):
                # it was killed, perhaps for want of memory: then this is done here
                data = answered(comparer, question(number))
            if isinstance(data, BaseException):
                raise data
            if left:
                following = left.pop()
                hand.give(following, question(following), done)
                working += 1
            yield number, data
    finally:
        for hand in crew:
            hand.dismiss()


class _Hand:
    """Another process that compares, and the thread that waits for it."""

    def __init__(self, opening: Sequence[bytes]) -> None:
        self._opening = opening
        self._todo: queue.Queue[tuple[int, list[bytes], queue.Queue[Any]] | None] = queue.Queue()
        self._worker = worker.Worker("cross")
        self._is_open = self._is_gone = False
        threading.Thread(target=self._speak, daemon=True).start()

    def give(self, number: int, question: list[bytes], done: queue.Queue[Any]) -> None:
        self._todo.put((number, question, done))

    def dismiss(self) -> None:
        self._is_gone = True
        self._todo.put(None)
        self._worker.end()

    def _speak(self) -> None:
        while (task := self._todo.get()) is not None:
            number, question, done = task
            try:
                done.put((self, number, self._asked(question)))
            except BaseException as error:  # noqa: BLE001 handed to whoever waits for the result
                done.put((self, number, error))

    def _asked(self, question: list[bytes]) -> bytes:
        if not self._is_open:
            self._worker.ask(self._opening)
            self._is_open = True
        try:
            (data,) = self._worker.ask(question)
            unpacked(data)
        except (worker.BrokenOff, msgspec.MsgspecError, ValueError) as error:
            if not self._is_gone:
                self._is_open = False
                self._worker.end()
                with contextlib.suppress(worker.CannotStart):
                    self._worker = worker.Worker("cross")
            raise worker.BrokenOff from error
        return data


# What is said between the processes


def packed_parcel(pairs: Sequence[Pair], contents: Mapping[int, str]) -> list[bytes]:
    numbers = sorted(contents)
    head = msgspec.msgpack.encode((list(pairs), numbers))
    return [b"pairs", head, *(_packed(contents[number]) for number in numbers)]


def packed_comparer(comparer: Comparer) -> list[bytes] | None:
    """All that a process needs to compare as ``comparer`` does; None if that cannot be said in bytes."""
    settings = comparer.settings
    table = settings.background
    if table is not None and not isinstance(table, str | Background):
        return None
    head = msgspec.msgpack.encode(
        (
            settings.to_dict(),
            None if isinstance(table, Background) else table,
            comparer.texts,
            [(_packed(each.name), _packed(each.text)) for each in comparer.templates],
            [[(_packed(t.name), t.characters, t.digest) for t in part.texts] for part in comparer.public.parts()],
        )
    )
    frequent = comparer.frequent
    return [
        b"open",
        head,
        packed_background(table) if isinstance(table, Background) else b"",
        frequent.key.astype("<u4").tobytes(),
        frequent.contexts.astype("<u4").tobytes(),
        *(part.keys.astype("<u8").tobytes() for part in comparer.public.parts()),
    ]


def _packed(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


def words_of(data: bytes) -> str:
    """Words of any characters, such as no encoding has too."""
    return data.decode("utf-8", "surrogatepass")


def answered(comparer: Comparer, question: worker.Frames) -> bytes:
    """The results of a parcel."""
    _, head, *texts = question
    pairs, numbers = msgspec.msgpack.decode(head, type=tuple[list[Pair], list[int]])
    contents = {n: words_of(text) for n, text in zip(numbers, texts, strict=True)}
    results = [comparer.of_pair(a, b, contents) for a, b in pairs]
    return packed(Part(results, [(n, comparer.marks(n, contents[n])) for n in numbers]))


_comparer: list[Comparer] = []


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process that compares."""
    if question[0] == b"open":
        _comparer[:] = [comparer_of(question)]
        return [b""]
    return [answered(_comparer[0], question)]


def comparer_of(frames: worker.Frames) -> Comparer:
    """The comparer that ``packed_comparer`` packed."""
    from simcheck.text.background import decoded

    _, head, table, keys, contexts, *tables = frames
    settings, named, texts, templates, public = msgspec.msgpack.decode(head, type=_Head)
    settings["background"] = decoded(table, "-") if table else named
    parts = [
        Public(tuple(PublicText(words_of(n), count, digest) for n, count, digest in rows), np.frombuffer(data, "<u8"))
        for rows, data in zip(public, tables, strict=True)
    ]
    return Comparer(
        Settings(**settings),
        Frequent(np.frombuffer(keys, dtype="<u4"), np.frombuffer(contexts, dtype="<u4")),
        texts,
        [Document(f"template {n}", words_of(name), words_of(text)) for n, (name, text) in enumerate(templates, 1)],
        replace(parts[0], others=tuple(parts[1:])),
    )


_Head = tuple[dict[str, Any], str | None, int, list[tuple[bytes, bytes]], list[list[tuple[bytes, int, str]]]]
"""Settings, the name of the background, how many texts, templates, and the public texts of each table."""
