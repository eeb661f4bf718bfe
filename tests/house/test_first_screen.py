"""Is every sentence of the README's first screen true? Each line is recomputed from texts and findings alone.

Nothing here asks the program's counts or renderers: characters are told by ``unicodedata``, shares are unions of the
places that findings name. A line of the screen that no recomputation knows fails the test.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pytest
from support import ROOT

import simcheck
from simcheck import Corpus, Document, Finding, Flag, Grade, Report

CHECKED: Final = "青石镇2024年工作总结.txt"
ELISION: Final = "……"
SCREEN: Final = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Places = frozenset[int]

APART: Final = (Flag.BOILERPLATE, Flag.PUBLIC, Flag.SCATTERED)
"""What is counted apart; of a character that is several of these, the first counts."""


def is_compared(character: str) -> bool:
    """A letter, a digit, an ideograph."""
    return unicodedata.category(character)[0] in "LN"


def is_seen(character: str) -> bool:
    """Neither a blank nor a control sign."""
    return unicodedata.category(character)[0] not in "ZC"


def folded(character: str) -> str:
    return unicodedata.normalize("NFKC", character).lower()


def percentage(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


@dataclass(frozen=True)
class Facts:
    """What was checked, and what is known of it without the program's own counts."""

    report: Report
    corpus: tuple[Document, ...]

    @property
    def words(self) -> str:
        return self.report.document.text

    @cached_property
    def compared(self) -> Places:
        return frozenset(at for at, character in enumerate(self.words) if is_compared(character))

    def places(self, findings: Iterable[Finding]) -> Places:
        """The characters that have a counterpart: those of blocks, without those that one side alone has."""
        found: set[int] = set()
        for finding in findings:
            here = {at for block in finding.match.blocks for at in range(block.left.start, block.left.end)}
            for edit in finding.match.edits:
                if not edit.right:
                    here -= set(range(edit.left.start, edit.left.end))
            found |= here
        return frozenset(found) & self.compared

    @cached_property
    def all(self) -> Places:
        return self.places(self.report.findings)

    @cached_property
    def strong(self) -> Places:
        """What the findings of the highest grade have."""
        return self.places(f for f in self.report.findings if f.grade is Grade.HIGH)

    @cached_property
    def phrases(self) -> Places:
        """What is counted apart: set phrases, public text, what is merely short."""
        return self.flagged(APART)

    def flagged(self, flags: Collection[Flag]) -> Places:
        """What findings with these flags alone explain, and what is so marked inside of other findings."""
        others = self.places(f for f in self.report.findings if not f.flags & {*flags})
        marked = {
            at for mark in self.report.marks if mark.flag in flags for at in range(mark.span.start, mark.span.end)
        }
        return (self.all - others) | (self.all & marked)

    @cached_property
    def unit(self) -> str:
        """青石镇 of 青石镇2024年工作总结, the title."""
        title = self.words.lstrip("\ufeff").split("\n", 1)[0]
        match = re.match(r"\w+?[镇乡]", title)
        assert match, title
        return match[0]

    @cached_property
    def own(self) -> frozenset[str]:
        """The sources whose titles name the unit, in simplified or traditional signs."""
        titles = {id: source.text.lstrip("\ufeff# *").split("\n", 1)[0] for id, source in self.report.sources.items()}
        return frozenset(id for id, title in titles.items() if title.replace("鎮", "镇").startswith(self.unit))

    def of(self, source: str) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.match.source == source]

    @cached_property
    def ranked(self) -> list[str]:
        """The sources, who explains most without set phrases first."""
        return sorted(self.report.sources, key=lambda id: -len(self.places(self.of(id)) - self.phrases))

    def named(self, shown: str) -> str:
        """The source whose name is shown, perhaps without its middle."""
        first, _, last = shown.partition("…")
        found = [
            id
            for id, source in self.report.sources.items()
            if source.name == shown or ("…" in shown and source.name.startswith(first) and source.name.endswith(last))
        ]
        assert len(found) == 1, shown
        return found[0]

    def number(self, source: str) -> str:
        return chr(ord("①") + self.ranked.index(source))


# --- what a line says, recomputed -------------------------------------------------------------------------------------

Groups = Mapping[str, str]
Claim = Callable[[Facts, Groups], None]

FIGURES: Final = r"(?P<ratio>[\d.]+%) +(?P<part>[\d,]+) / (?P<whole>[\d,]+) (?:有效字|chars)  (?P<bar>█*▌?)"


def number(words: str) -> int:
    return int(words.replace(",", ""))


def figures(said: Groups, part: Places, whole: Places) -> None:
    assert part <= whole
    assert (number(said["part"]), number(said["whole"])) == (len(part), len(whole))
    assert said["ratio"] == percentage(len(part), len(whole))
    halves = 2 * said["bar"].count("█") + said["bar"].count("▌")
    assert abs(halves / 32 - len(part) / len(whole)) <= 1 / 32, "a bar of 16 cells means all"


def command(facts: Facts, said: Groups) -> None:
    assert said["command"] in ("corpus add corpus", f"check corpus/{CHECKED}")


def added(facts: Facts, said: Groups) -> None:
    assert int(said["documents"]) == len(facts.corpus)
    assert number(said["characters"]) == sum(is_seen(c) for document in facts.corpus for c in document.text)


def held(facts: Facts, said: Groups) -> None:
    """How many, and a time: of a duration and of a day only the form can be told."""
    assert int(said["documents"]) == len(facts.corpus)


def document(facts: Facts, said: Groups) -> None:
    assert said["name"] == CHECKED == facts.report.document.name
    assert number(said["characters"]) == sum(map(is_seen, facts.words))
    assert int(said["paragraphs"]) == sum(any(map(is_seen, line)) for line in facts.words.splitlines())


def strong(facts: Facts, said: Groups) -> None:
    assert facts.strong <= facts.all
    figures(said, facts.strong, facts.compared)


def total(facts: Facts, said: Groups) -> None:
    figures(said, facts.all, facts.compared)


def counted_apart(facts: Facts, said: Groups) -> None:
    """Of each sort how many characters; together they are what the share without them lacks."""
    told = {
        WORDS[words]: number(n) for words, n in re.findall(r"(\D+) ([\d,]+) (?:字|chars?)(?:，|, |$)", said["parts"])
    }
    expected = {}
    for at, flag in enumerate(APART):
        expected[flag] = len(facts.flagged(APART[: at + 1])) - len(facts.flagged(APART[:at]))
    assert told == {flag: n for flag, n in expected.items() if n}


WORDS: Final = {
    "套话": Flag.BOILERPLATE,
    "公开文本": Flag.PUBLIC,
    "零星": Flag.SCATTERED,
    "set phrase": Flag.BOILERPLATE,
    "public text": Flag.PUBLIC,
    "scattered": Flag.SCATTERED,
}


def answer(facts: Facts, said: Groups) -> None:
    """The last line says the first numbers again."""
    assert said["name"] == CHECKED
    assert said["strong"] == percentage(len(facts.strong), len(facts.compared))
    assert said["all"] == percentage(len(facts.all), len(facts.compared))


def without_own(facts: Facts, said: Groups) -> None:
    others = facts.places(f for f in facts.report.findings if f.match.source not in facts.own)
    figures(said, others, facts.compared - (facts.all - others))


def ground(facts: Facts, said: Groups) -> None:
    assert said["unit"] == facts.unit
    assert re.split(r"[、,\s]+", said["signs"]) == sorted(map(facts.number, facts.own))


def without_phrases(facts: Facts, said: Groups) -> None:
    figures(said, facts.all - facts.phrases, facts.compared - facts.phrases)


def is_largest(facts: Facts, name: str) -> str:
    largest = max(facts.report.sources, key=lambda id: len(facts.places(facts.of(id))))
    assert facts.named(name) == largest
    return largest


def largest(facts: Facts, said: Groups) -> None:
    source = facts.report.sources[facts.ranked[0]]
    figures(said, facts.places(facts.of(is_largest(facts, said.get("name") or source.name))), facts.compared)


def largest_named(facts: Facts, said: Groups) -> None:
    assert said["sign"] == facts.number(is_largest(facts, said["name"]))


def largest_on_one_line(facts: Facts, said: Groups) -> None:
    largest(facts, said)
    largest_named(facts, said)


def rule(facts: Facts, said: Groups) -> None:
    """Letters, digits, ideographs; what does not count are marks, blanks, signs, and nothing is said to be aside."""
    counted = {at for paragraph in facts.report.paragraphs for at in range(paragraph.span.start, paragraph.span.end)}
    assert facts.compared <= counted
    rest = {unicodedata.category(c)[0] for at, c in enumerate(facts.words) if at not in facts.compared}
    assert rest <= set("PZSC")
    assert facts.report.share().whole == len(facts.compared)


def strip(facts: Facts, said: Groups) -> None:
    """As many equal parts as there are cells; a cell is as high as its part is reused, to one step of eight."""
    cells, places = said["cells"], sorted(facts.compared)
    least, longer = divmod(len(places), len(cells))
    for at, cell in enumerate(cells):
        # the first parts are longer by what is left over
        begin, size = at * least + min(at, longer), least + (at < longer)
        share = sum(place in facts.all for place in places[begin : begin + size]) / size
        assert abs("·▁▂▃▄▅▆▇█".index(cell) - 8 * share) <= 1, (at, cell, share)


def head(facts: Facts, said: Groups) -> None:
    """The names of columns say nothing by themselves; ``row`` reads what stands under them."""


SIGNS: Final = {
    "zh": {"同": "identical", "微": "edited", "换": "refilled", "写": "rewritten", "套": "boilerplate", "己": "own"}
    | {"缩": "condensed", "零": "scattered", "公": "public"},
    "en": {"=": "identical", "~": "edited", "#": "refilled", "%": "rewritten", ".": "boilerplate", "o": "own"}
    | {"<": "condensed", ",": "scattered", "p": "public"},
}


def row(facts: Facts, said: Groups) -> None:
    source = facts.named(said["name"])
    mine = facts.of(source)
    assert said["sign"] == facts.number(source)
    assert number(said["characters"]) == len(facts.places(mine))
    assert said["ratio"] == percentage(len(facts.places(mine)), len(facts.compared))
    assert number(said["longest"]) == max(len(facts.places([finding])) for finding in mine)
    kinds = {finding.kind.value for finding in mine if not finding.flags & {*APART}}
    kinds |= {flag.value for flag in APART if any(flag in finding.flags for finding in mine)}
    kinds |= {"own"} if source in facts.own else set()
    words = {sign: word for signs in SIGNS.values() for sign, word in signs.items()}
    assert {words[sign] for sign in said["kinds"].split()} == kinds


def closing(facts: Facts, said: Groups) -> None:
    """Similar wording is a fact: what a finding calls unchanged stands in both texts, sign by sign."""
    for finding in facts.report.findings:
        source = facts.report.sources[finding.match.source].text
        if "鎮" in source:
            continue
        edits = finding.match.edits
        gone = {at for edit in edits for at in range(edit.left.start, edit.left.end)}
        new = {at for edit in edits for at in range(edit.right.start, edit.right.end)}
        for block in finding.match.blocks:
            ours, theirs = (
                "".join(
                    folded(text[at]) for at in range(span.start, span.end) if at not in aside and is_compared(text[at])
                )
                for text, span, aside in ((facts.words, block.left, gone), (source, block.right, new))
            )
            assert ours == theirs


LINES: Final[tuple[tuple[str, Claim], ...]] = (
    (r"\$ simcheck (?P<command>.+)", command),
    (r"收录 (?P<documents>\d+) 篇（(?P<characters>[\d,]+) 字）", added),
    (r"added (?P<documents>\d+) documents \((?P<characters>[\d,]+) chars\)", added),
    (r"语料库 corpus/ 现有 (?P<documents>\d+) 篇。用时 [\d.]+ 秒", held),
    (r"The corpus in corpus/ now holds (?P<documents>\d+) documents\. Time: [\d.]+ s", held),
    (r"语料库 corpus/   (?P<documents>\d+) 篇，\d{4}-\d\d-\d\d 更新", held),
    (r"corpus corpus/   (?P<documents>\d+) documents, updated \d{4}-\d\d-\d\d", held),
    (r"(?P<name>\S+)   (?P<characters>[\d,]+) 字   (?P<paragraphs>\d+) 段", document),
    (r"(?P<name>\S+)   (?P<characters>[\d,]+) chars   (?P<paragraphs>\d+) paragraphs", document),
    (rf"(?:证据强|strong evidence) +{FIGURES}", strong),
    (rf"(?:总复制比|shared in all) +{FIGURES}", total),
    (r"(?:套话等：|Set phrases etc\.: )(?P<parts>.+)", counted_apart),
    (rf"(?:去除本人|without own texts) +{FIGURES}", without_own),
    (r"(?P<signs>[①-⑳、, ]+) 单位相同：(?P<unit>\S+)，据标题", ground),
    (r"(?P<signs>[①-⑳、, ]+) same unit: (?P<unit>\S+), by title", ground),
    (rf"(?:去除套话等|without set phrases etc\.) +{FIGURES}", without_phrases),
    (rf"单篇最大 +{FIGURES}  (?P<sign>[①-⑳]) (?P<name>\S+)", largest_on_one_line),
    (rf"largest source +{FIGURES}", largest),
    (r"(?P<sign>[①-⑳]) (?P<name>\S+\.txt)", largest_named),
    (r"有效字是参加比对的汉字、字母和数字；标点、空白和符号不算。", rule),
    (r"Counted are characters that are compared: letters, digits, ideographs; no marks, no blanks\.", rule),
    (r"(?:分布（开头 → 结尾）|Where \(beginning → end\))  (?P<cells>[·▁▂▃▄▅▆▇█]+)", strip),
    (r"来源 +重合字数  占本文  最长一处  类型", head),
    (r"source +chars  of all  longest  kinds", head),
    (
        r"(?P<sign>[①-⑳]) (?P<name>\S+) +(?P<characters>[\d,]+) +(?P<ratio>[\d.]+%) +(?P<longest>[\d,]+)"
        r"  (?P<kinds>.+)",
        row,
    ),
    (r"文字相似是事实，是否抄袭要看引用、授权和惯例，请对照原文判断。", closing),
    (r"Similar wording is a fact; copying is a judgement\. Read both before deciding\.", closing),
    (r"(?P<name>\S+\.txt)：证据强 (?P<strong>[\d.]+%)，总复制比 (?P<all>[\d.]+%)", answer),
    (r"(?P<name>\S+\.txt): strong evidence (?P<strong>[\d.]+%), shared in all (?P<all>[\d.]+%)", answer),
)
"""What a line may say, and what recomputes it."""


# --- the screens ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("samples") / "corpus"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns(".simcheck"))
    documents = tuple(simcheck.read(path) for path in sorted(folder.iterdir()))
    with Corpus.open(folder, create=True) as corpus:
        corpus.add_all([folder])
        record = next(row.id for row in corpus.rows() if row.name == CHECKED)
        return Facts(corpus.check(corpus[record]), documents)


def first_screen(page: str) -> list[str]:
    """Its lines; a sentence that goes over two lines is one."""
    match = SCREEN.search((ROOT / page).read_text(encoding="utf-8"))
    assert match
    lines = [line.strip() for line in match[1].splitlines()]
    joined: list[str] = []
    for line in filter(None, lines):
        if line == ELISION:
            continue
        if joined and joined[-1].startswith("Counted") and not joined[-1].endswith("."):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_every_line_of_the_first_screen_is_recomputed(page: str, facts: Facts) -> None:
    lines = first_screen(page)
    assert len(lines) > 12
    told = set()
    for line in lines:
        known = [(match, claim) for pattern, claim in LINES if (match := re.fullmatch(pattern, line))]
        assert len(known) == 1, f"no recomputation for: {line}"
        ((match, claim),) = known
        claim(facts, match.groupdict())
        told.add(claim)
    assert told >= {command, added, held, document, strong, total, without_own, ground, without_phrases, counted_apart}
    assert told >= {rule, strip, closing, answer}
    claims = [claim for line in lines for pattern, claim in LINES if re.fullmatch(pattern, line)]
    assert claims.index(strong) + 1 == claims.index(total), "the share on strong evidence first, the full one beside it"
    assert claims[-1] is answer


def test_a_line_that_is_not_so_is_noticed(facts: Facts) -> None:
    """Each figure of the Chinese screen, one more: no recomputation lets it pass."""
    form_only = re.compile(r"用时|更新")
    for line in first_screen("README.md"):
        if form_only.search(line) or line.startswith("$"):
            continue
        for figure in re.finditer(r"(?<![\d.,])\d[\d,.]*(?=[% ])", line):
            digits = figure[0]
            wrong = line[: figure.end() - 1] + str((int(digits[-1]) + 1) % 10) + line[figure.end() :]
            known = [(match, claim) for pattern, claim in LINES if (match := re.fullmatch(pattern, wrong))]
            assert known, wrong
            with pytest.raises(AssertionError):
                known[0][1](facts, known[0][0].groupdict())
