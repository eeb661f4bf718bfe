"""Sixty villages hand in their reports: the files, and the recorded history of who took which paragraphs from whom.

Paragraphs are those of the sample reports that are nobody else's, each written by one village (its ``root``); what
others take of it keeps the root, whatever became of its words. The town gave a form; most begin with an introduction
that nobody gave; ten share set phrases and sentences of the same conference and nothing else. Some files show on which
day they were written, some do not, some contradict themselves. All names are invented.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from benchmarks.detection.hand_ins_words import (
    BOASTS,
    CONFERENCE,
    FIGURES,
    FORM_LINES,
    HEADINGS,
    HOW,
    INTRODUCTION,
    VILLAGES,
    filled,
    local,
    stock,
)

YEAR: Final = 2024

FORM: Final = "清渡镇村级工作总结格式.txt"
"""The file of the form that the town gave."""

HISTORY: Final = "history.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph: by whom it was first written (``root`` names the text as it was then), and if it was taken, from
    which file and how."""

    root: str
    text: str
    taken: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report that was handed in. ``day`` (ISO) is the day that the file shows, "" if it shows none or several that
    cannot all be true; ``shows`` is which of it: day, year, nothing, contradiction."""

    file: str
    village: str
    story: str
    parts: tuple[Part, ...]
    year: int = YEAR
    day: str = ""
    shows: str = "year"
    has_form: bool = True
    has_introduction: bool = True
    has_conference: bool = False
    forgot: str = ""
    """A name that stands where another should."""
    same_bytes_as: str = ""
    same_text_as: str = ""
    year_before: str = ""
    """The file of the village's own report of the year before."""
    figures: tuple[int, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines of the file, each with its root, or with form, introduction, conference, or nothing."""
        title = f"{self.village}工作总结" if self.shows == "nothing" else f"{self.village}{self.year}年工作总结"
        own = HEADINGS[self.figures[0] % len(HEADINGS)]
        heads = FORM_LINES[4:7] if self.has_form else [f"{n}、{words}" for n, words in zip("一二三", own, strict=True)]
        kind = "form" if self.has_form else ""
        rows = [(title, "")]
        if self.has_introduction:
            rows.append((INTRODUCTION.format(village=self.village), "introduction"))
        if self.has_conference:
            rows += [(line, "conference") for line in CONFERENCE]
        if self.has_form:
            rows += [(FORM_LINES[2], "form"), (filled(self.figures), "form")]
        shares = _dealt(self.parts, len(heads))
        for head, parts in zip(heads, shares, strict=True):
            rows += [(head, kind), *((part.text, part.root) for part in parts)]
        if self.has_form:
            rows.append((FORM_LINES[7], "form"))
        rows.append((f"{self.village}村民委员会", ""))
        signed = {"day": self.day, "contradiction": f"{self.year - 2}-12-20"}.get(self.shows, "")
        if signed:
            year, month, day = map(int, signed.split("-"))
            rows.append((f"{year}年{month}月{day}日", ""))
        return rows

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line, _ in self.lines)


@dataclass(frozen=True, slots=True)
class Taking:
    """That one report has a paragraph from another: how, and where (code points of the texts)."""

    taker: str
    giver: str
    root: str
    how: str
    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True)
class HandedIn:
    """The reports by their files in order, and the form."""

    seed: int
    papers: Mapping[str, Paper]
    form: str = "".join(f"{line}\n" for line in FORM_LINES)
    roots: Mapping[str, str] = field(default_factory=dict)
    """By root the file in which the paragraph was first."""

    def places(self, root: str) -> dict[str, tuple[int, int]]:
        """By file where a root stands in it."""
        found = {}
        for file, paper in self.papers.items():
            at = 0
            for line, kind in paper.lines:
                if kind == root:
                    found[file] = (at, at + len(line))
                at += len(line) + 1
        return found

    def takings(self) -> list[Taking]:
        where = {root: self.places(root) for root in self.roots}
        return [
            Taking(file, part.taken, part.root, part.how, where[part.root][file], where[part.root][part.taken])
            for file, paper in self.papers.items()
            for part in paper.parts
            if part.taken
        ]

    def to_json(self) -> str:
        """What ``history.json`` holds."""
        papers = [
            {name: value for name, value in asdict(paper).items() if name not in ("parts", "figures")}
            for paper in self.papers.values()
        ]
        data = {
            "seed": self.seed,
            "form": FORM,
            "papers": papers,
            "roots": [
                {"root": root, "first": first, "places": self.places(root)} for root, first in self.roots.items()
            ],
            "takings": [asdict(taking) for taking in self.takings()],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def made(seed: int = 1) -> HandedIn:
    """The sixty, always the same by their seed."""
    maker = _Maker(random.Random(seed))
    for story in (
        _exchanged,
        _same_bytes,
        _other_format,
        _years,
        _chains,
        _star,
        _mixed,
        _singles,
        _little,
        _form_only,
    ):
        story(maker)
    _strangers(maker)
    papers = dict(sorted(maker.papers.items()))
    return HandedIn(seed, papers, roots=maker.roots)


def written(folder: Path, handed: HandedIn) -> None:
    """Write the reports into ``folder``/reports, the form and the history beside it."""
    (folder / "reports").mkdir(parents=True)
    (folder / FORM).write_text(handed.form, encoding="utf-8")
    (folder / HISTORY).write_text(handed.to_json(), encoding="utf-8")
    for file, paper in handed.papers.items():
        data = word(paper.text) if file.endswith(".docx") else paper.text.encode()
        (folder / "reports" / file).write_bytes(data)


def word(text: str) -> bytes:
    """A Word document with a paragraph a line, the same bytes whenever it is made."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out, stable = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as one, zipfile.ZipFile(stable, "w", zipfile.ZIP_DEFLATED) as other:
        for name in one.namelist():
            other.writestr(zipfile.ZipInfo(name, (YEAR, 12, 1, 8, 0, 0)), one.read(name))
    return stable.getvalue()


# --- The stories ------------------------------------------------------------------------------------------------------


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.papers: dict[str, Paper] = {}
        self.roots: dict[str, str] = {}
        names = VILLAGES.split()
        rng.shuffle(names)
        self._villages = iter(names)
        self._stock = stock()
        rng.shuffle(self._stock)
        self._numbers = iter(range(1, 1000))

    def village(self) -> str:
        return next(self._villages)

    def fresh(self, village: str, count: int, *, long: bool = False, short: bool = False) -> list[Part]:
        """Paragraphs that this village writes; long ones have 180 characters or more and several sentences."""
        parts = []
        for _ in range(count):
            fits = (
                n
                for n, text in enumerate(self._stock)
                if (not long or (len(text) >= 180 and text.count("。") + text.count("；") >= 3))
                and (not short or len(text) <= 125)
            )
            text = self._stock.pop(next(fits))
            parts.append(Part(f"p{next(self._numbers):03}", local(text, village)))
        return parts

    def december(self) -> str:
        return f"{YEAR}-12-{self.rng.randint(10, 24)}"

    def add(self, story: str, village: str, parts: Sequence[Part], suffix: str = ".txt", **known: Any) -> Paper:
        """Hand in a report; unless something else is ``known``, it shows a day of December."""
        if "shows" not in known:
            known.setdefault("day", self.december())
            known["shows"] = "day"
        year = known.get("year", YEAR)
        known.setdefault("figures", tuple(self.rng.randint(low, high) for low, high in FIGURES))
        known.setdefault("file", f"{village}{'' if known['shows'] == 'nothing' else f'{year}年'}工作总结{suffix}")
        paper = Paper(village=village, story=story, parts=tuple(parts), **known)
        self.papers[paper.file] = paper
        for part in paper.parts:
            self.roots.setdefault(part.root, paper.file)
        return paper

    def taken(self, giver: Paper, village: str, how: str, numbers: Sequence[int] | None = None) -> list[Part]:
        """Paragraphs of another's report (all, or some by their numbers) as this village has them."""
        some = giver.parts if numbers is None else [giver.parts[n] for n in numbers]
        return [
            Part(part.root, HOW[how](part.text, self.rng).replace(giver.village, village), giver.file, how)
            for part in some
        ]


def _dealt(parts: Sequence[Part], heads: int) -> Iterator[Sequence[Part]]:
    """The parts in their order under so many headings, the first of which has most."""
    rest = min(heads - 1, max(0, len(parts) - 1))
    first = len(parts) - rest
    yield parts[:first]
    for n in range(heads - 1):
        yield parts[first + n : first + n + 1]


def _exchanged(maker: _Maker) -> None:
    """Four hand in a neighbour's report with the names exchanged; one forgets a name."""
    for number, (day, shows) in enumerate(
        [(f"{YEAR}-10-28", "day"), (f"{YEAR}-12-12", "day"), ("", "year"), ("", "contradiction")]
    ):
        village, neighbour = maker.village(), maker.village()
        parts = maker.fresh(village, 3)
        boast = BOASTS[number].format(village=village)
        parts[0] = replace(parts[0], text=parts[0].text + boast)
        giver = maker.add("exchanged", village, parts, day=day, shows=shows)
        taken = maker.taken(giver, neighbour, "identical")
        forgot = village if number == 1 else ""
        if forgot:
            taken[0] = replace(taken[0], text=village.join(taken[0].text.rsplit(neighbour, 1)))
        maker.add(
            "exchanged",
            neighbour,
            [replace(part, how="exchanged") for part in taken],
            ".docx" if number == 2 else ".txt",
            day=f"{YEAR}-12-18",
            shows="day",
            figures=giver.figures,
            forgot=forgot,
        )


def _same_bytes(maker: _Maker) -> None:
    """Two and three files are one, under the names of different villages."""
    for copies, suffix in ((1, ".txt"), (2, ".docx")):
        village = maker.village()
        giver = maker.add("same bytes", village, maker.fresh(village, 2), suffix)
        for _ in range(copies):
            _again(maker, giver, "same bytes", suffix, same_bytes_as=giver.file)


def _other_format(maker: _Maker) -> None:
    village = maker.village()
    giver = maker.add("other format", village, maker.fresh(village, 2))
    _again(maker, giver, "other format", ".docx", same_text_as=giver.file)


def _again(maker: _Maker, giver: Paper, story: str, suffix: str, **known: str) -> None:
    """The same text under the name of another village."""
    file = f"{maker.village()}{YEAR}年工作总结{suffix}"
    parts = tuple(replace(part, taken=giver.file, how="identical") for part in giver.parts)
    maker.papers[file] = replace(giver, file=file, parts=parts, **known)  # type: ignore[arg-type]


def _years(maker: _Maker) -> None:
    """Two villages hand in their report of the year before as well, from which they took over what goes on."""
    for day, shows in ((f"{YEAR - 1}-12-22", "day"), ("", "year")):
        village = maker.village()
        before = maker.add("own year", village, maker.fresh(village, 3), year=YEAR - 1, day=day, shows=shows)
        parts = [*maker.taken(before, village, "refilled", (0, 2)), *maker.fresh(village, 1)]
        maker.add("own year", village, parts, day=f"{YEAR}-12-16", shows="day", year_before=before.file)


def _chains(maker: _Maker) -> None:
    """The second takes from the first, the third from the second: what the first wrote, and what the second did."""
    for days in (
        (f"{YEAR}-09-20", f"{YEAR}-11-05", f"{YEAR}-12-18"),
        (f"{YEAR}-12-11", f"{YEAR}-12-15", f"{YEAR}-12-20"),
    ):
        first, second, third = maker.village(), maker.village(), maker.village()
        a = maker.add("chain", first, maker.fresh(first, 3), day=days[0])
        b = maker.add(
            "chain", second, [*maker.taken(a, second, "refilled", (0, 1)), *maker.fresh(second, 1)], day=days[1]
        )
        c = [*maker.taken(b, third, "edited", (0,)), *maker.taken(b, third, "identical", (2,)), *maker.fresh(third, 1)]
        maker.add("chain", third, c, day=days[2])


def _star(maker: _Maker) -> None:
    """Three take the same two paragraphs from the earliest, each in a way of its own."""
    village = maker.village()
    giver = maker.add("star", village, maker.fresh(village, 3, long=True), day=f"{YEAR}-08-30")
    for how in ("identical", "refilled", "edited"):
        other = maker.village()
        maker.add("star", other, [*maker.fresh(other, 1), *maker.taken(giver, other, how, (0, 1))])


def _mixed(maker: _Maker) -> None:
    """One takes a paragraph each from three neighbours."""
    givers = []
    for day, shows in ((f"{YEAR}-10-15", "day"), (f"{YEAR}-12-14", "day"), ("", "year")):
        village = maker.village()
        givers.append(maker.add("mixed", village, maker.fresh(village, 2, long=True), day=day, shows=shows))
    mixer = maker.village()
    hows = ("identical", "refilled", "edited")
    parts = [maker.taken(giver, mixer, how, (0,))[0] for giver, how in zip(givers, hows, strict=True)]
    maker.add("mixed", mixer, parts, ".docx", day=f"{YEAR}-12-20")


def _singles(maker: _Maker) -> None:
    """In each way of taking one report that takes two paragraphs from another."""
    for number, how in enumerate(HOW):
        village, other = maker.village(), maker.village()
        day = f"{YEAR}-{10 if number % 2 else 12}-{11 + number}"
        giver = maker.add(
            "single", village, maker.fresh(village, 2, long=True), ".docx" if number == 3 else ".txt", day=day
        )
        taken = maker.taken(giver, other, how)
        own = maker.fresh(other, 1, short=True)
        maker.add(
            "single", other, [taken[1], *own, taken[0]] if how == "moved" else [*taken, *own], day=f"{YEAR}-12-19"
        )


def _little(maker: _Maker) -> None:
    """One takes no more than one short paragraph."""
    village, other = maker.village(), maker.village()
    parts = [*maker.fresh(village, 1, short=True), *maker.fresh(village, 3, long=True)]
    giver = maker.add("little", village, parts, has_introduction=False)
    taken = [*maker.fresh(other, 3, long=True), *maker.taken(giver, other, "identical", (0,))]
    maker.add("little", other, taken, has_introduction=False)


def _form_only(maker: _Maker) -> None:
    """Five have nothing in common but the form that was given."""
    for _ in range(5):
        village = maker.village()
        maker.add("form only", village, maker.fresh(village, 2), has_introduction=False)


def _strangers(maker: _Maker) -> None:
    """Ten have nothing in common but set phrases and what the same conference said."""
    for number in range(10):
        village = maker.village()
        known = {"shows": "nothing"} if number < 3 else {}
        maker.add(
            "phrases only",
            village,
            maker.fresh(village, 2),
            ".docx" if number % 4 == 3 else ".txt",
            has_form=False,
            has_introduction=False,
            has_conference=True,
            **known,
        )
