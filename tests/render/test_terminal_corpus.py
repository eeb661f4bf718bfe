"""What people see of a check: golden screens, and where on them things stand."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support import SAMPLES
from support.checks import LIBRARY, PHRASE, Draft, checked, nothing, phrases, several, twins
from support.screens import WIDTHS, agrees, older, printed, terminal

from simcheck import read
from simcheck.corpus.collection import Corpus
from simcheck.environment import LANGUAGES, Language, option_for_corpus, typed
from simcheck.i18n.printable import percent
from simcheck.model import APART, Flag, Grade
from simcheck.render.markdown import markdown
from simcheck.render.table import BOM, table
from simcheck.render.terminal.lines import distinct
from simcheck.render.terminal.options import View
from simcheck.render.terminal.overview import overview_lines, row
from simcheck.render.terminal.screen import overview, plain
from simcheck.render.view.figures import chosen
from simcheck.render.view.sources import Library, Sources, sign
from simcheck.report.report import Report

# --- golden screens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_golden_check(width: int, lang: Language, colour: bool) -> None:
    """The summary of a check at every width, in both languages, with and without colours."""
    ending = "ansi" if colour else "txt"
    agrees(f"check-{width}-{lang}.{ending}", checked(several(), width, lang, colour=colour))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_golden_same_text(lang: Language) -> None:
    """Texts that are the document itself are said first, and do not hide the others."""
    agrees(f"check-same-80-{lang}.txt", checked(twins(), lang=lang))


@pytest.mark.parametrize("name", ["nothing", "phrases"])
def test_golden_little(name: str) -> None:
    """Nothing at all, and nothing but set phrases."""
    agrees(f"check-{name}-80-zh.txt", checked({"nothing": nothing, "phrases": phrases}[name]()))


@pytest.mark.parametrize("view", [View.INLINE, View.SIDE, View.LIST, View.PARAGRAPHS])
def test_golden_passages(view: View) -> None:
    """Every view says which source it shows."""
    wished = replace(terminal(100, view=view), limit=3, command="simcheck check 材料/工作总结.txt")
    agrees(f"check-{view}-100-zh.txt", plain(twins(), wished, LIBRARY))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_golden_files(lang: Language) -> None:
    """The Markdown and CSV that -o writes."""
    agrees(f"check-{lang}.md", markdown(twins(), lang, library=LIBRARY))
    agrees(f"check-{lang}.csv", table(twins(), lang, texts=False, library=LIBRARY))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A corpus of the project's own reports but one."""
    outside = "柳湾镇2024年工作总结.txt"
    folder = tmp_path_factory.mktemp("corpus")
    with Corpus.open(folder, create=True) as corpus:
        corpus.add_all(sorted(path for path in SAMPLES.iterdir() if path.is_file() and path.name != outside))
        yield corpus


def check_of(corpus: Corpus, name: str) -> Report:
    """A check of one of the project's reports, in the corpus or not, as a file from elsewhere."""
    return corpus.check(replace(read(SAMPLES / name), id="elsewhere"))


@pytest.mark.parametrize(
    ("screen", "name", "limit"),
    [("several", "柳湾镇2024年工作总结.txt", 2), ("same", "青石镇2024年工作总结.txt", 0)],
)
def test_golden_samples(samples: Corpus, screen: str, name: str, limit: int) -> None:
    """The real thing: a report that others were made from, and one that is in the corpus."""
    agrees(f"check-corpus-{screen}-80-zh.txt", checked(check_of(samples, name), limit=limit))


def test_golden_overview(samples: Corpus) -> None:
    """Several documents, those that share most first."""
    names = [path.name for path in sorted(SAMPLES.iterdir()) if path.is_file()]
    rows = [row(name, check_of(samples, name), "zh") for name in names[::3]]
    out = io.StringIO()
    overview(rows, terminal(80), out, LIBRARY)
    agrees("overview-80-zh.txt", out.getvalue())
    agrees("overview-lines.tsv", overview_lines(rows, "zh"))


# --- what stands where -----------------------------------------------------------------------------------------------


def test_the_same_text_is_said_first() -> None:
    """Before any number, and the numbers that follow it are those of the others."""
    lines = [line for line in checked(twins(), 100).split("\n") if line.strip()]
    assert lines[1].startswith(" 逐字相同 5 篇：① 工作总结（1）.txt、")
    assert lines[2].split()[:2] == ["总复制比", "100.0%"]
    without = several()
    assert lines[4].split()[1] == percent(without.share(grade=Grade.HIGH).ratio)
    assert lines[5].split()[1] == percent(without.share().ratio)
    assert lines[6].split()[1] == percent(without.share(without=APART).ratio)


def test_fifty_identical_copies() -> None:
    """One source, one line, three names, and how many more there are."""
    names = "、".join(f"工作总结（{number}）.txt" for number in (1, 2, 3))
    screen = checked(twins(50), 100)
    assert f"逐字相同 50 篇：① {names}，另有 47 篇\n" in screen
    assert len(screen.split("\n")) < 40
    everything = plain(twins(50), replace(terminal(80, view=View.NONE), every=True), LIBRARY)
    assert "、工作总结（50）.txt\n" in everything.replace("\n   ", "")


def test_fifty_files_with_one_text(tmp_path: Path) -> None:
    """The same from a real corpus: one of them is checked and not compared with itself."""
    for number in range(50):
        (tmp_path / f"总结{number:02}.txt").write_text(
            (SAMPLES / "石坡街道2025年工作要点.txt").read_text("utf-8"), "utf-8"
        )
    with Corpus.open(tmp_path, create=True) as corpus:
        corpus.add_all([tmp_path])
        report = corpus.check(corpus.read(tmp_path / "总结07.txt"))
    assert len(report.sources) == 1
    screen = checked(report)
    assert "逐字相同 49 篇：① 总结00.txt、总结01.txt、总结02.txt，另有 46 篇" in screen
    assert screen.count("总结07.txt") == 3
    assert screen.endswith(" 总结07.txt：逐字相同 49 篇\n")
    assert len(screen.split("\n")) < 20


def test_only_the_same_text() -> None:
    """That there is nothing else is said, and where it was looked for."""
    draft = Draft("我们修了一条路，又架了一座桥，还种了一片茶。")
    draft.twin("总结.txt")
    screen = checked(draft.report())
    assert "逐字相同 1 篇：① 总结.txt" in screen
    assert "除此之外，没有找到" in screen
    assert "单篇最大" not in screen


def test_what_is_summed() -> None:
    """Sources that hardly explain anything, but never the first three; and what is left out keeps its count."""
    listing = Sources(several(), "zh").listing()
    assert [row.number for row in listing.rows] == [1, 2, 3]
    assert listing.few
    assert (listing.few.count, listing.few.share.part) == (8, 152)
    assert "另有 8 篇各不足 60 字 152 24.8%" in " ".join(checked(several()).split())
    for flags, said in ((PHRASE, "相同 50 8.2%"), (APART, "相同（未计入） 50 8.2%")):
        wished = replace(terminal(80, view=View.NONE), without=flags)
        assert f"另有 2 篇只有套话等{said}" in " ".join(plain(several(), wished, LIBRARY).split())
    every, fewer, without = (
        Sources(several(), "zh", flags).listing().rows[2] for flags in (frozenset[Flag](), PHRASE, APART)
    )
    assert (every.share.part, every.told, fewer.share.part, without.share.part) == (111, 61, 78, 61)


def test_the_longest_passage_is_one_that_counts() -> None:
    """Of a source that shares a short passage and a long set phrase."""
    draft = Draft()
    draft.shared("新修水渠三公里，群众反映良好", "甲.txt")
    draft.shared("以习近平新时代中国特色社会主义思想为指导", "甲.txt", flags=PHRASE)
    longest = [Sources(draft.report(), "zh", flags).listing().rows[0].longest for flags in (frozenset(), PHRASE)]
    assert longest == [20, 13]


def test_a_list_names_all_the_sources_it_shows() -> None:
    """Its rows have their numbers only."""
    screen = plain(several(), terminal(100, view=View.LIST), LIBRARY)
    above, below = screen.split(" 处  证据  类型")
    shown = set(re.findall(r"[①-⑩]|(?<= )1[123](?= 1 )", below))
    assert len(shown) == 13
    assert all(re.search(rf"^ +{number} ", above, re.MULTILINE) for number in shown)


def test_paragraphs_name_their_sources() -> None:
    """Apart from texts that are the document itself, and from those that share set phrases only; the table has them."""
    screen = plain(twins(), terminal(100, view=View.PARAGRAPHS), LIBRARY)
    above, below = screen.split(" 段  字数")
    rows = [line for line in below.split("\n") if re.match(r" +\d+ +\d+ ", line)]
    assert len(rows) == len(twins().paragraphs)
    assert "② 1 " in rows[2]
    assert "④ 3 " in rows[14]
    assert all(row.count("%") == 0 or re.search(r"%  (②|③|④|⑤|⑥|⑦|⑧|⑨|⑩|11|12) ", row) for row in rows)
    assert "  ⑤ 桂树村.txt" in above
    assert "另有 2 篇只有套话等相同" in above
    assert not re.search("[①-⑩]", plain(phrases(), terminal(80, view=View.PARAGRAPHS)))


def test_long_documents_on_narrow_screens() -> None:
    """What is too wide for the line is the number of all characters, which stands in the head."""
    draft = Draft("自己写的一句。")
    draft.shared("工" * 123456, "甲.txt")
    screen = plain(draft.report(), replace(terminal(50, "en", view=View.NONE), limit=0), LIBRARY)
    assert max(map(cell_len, screen.split("\n"))) < 50
    assert "   123,463 chars" in screen
    assert "strong evidence            99.9%   123,456 chars" in screen
    assert "shared in all              99.9%   123,456 chars" in screen


def test_copies_of_a_source_are_named_below_it() -> None:
    """The record that stands for them and the others are one source."""
    lines = checked(several()).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  ①"))
    assert lines[at + 1].strip() == "另有 2 份逐字相同：述廉报告（定稿）.txt、述廉报告（副本）.txt"


def test_what_was_searched_is_said_of_nothing() -> None:
    """An empty result names the number of documents that were searched; an empty corpus is no result."""
    assert "在语料库查过的 1,284 篇里，没有找到" in checked(nothing()).replace("\n ", "")
    empty = plain(nothing(), terminal(80), Library("范文/", 0, "2026-11-20"))
    assert "语料库里还没有文稿" in empty
    assert "没有找到" not in empty


@pytest.mark.parametrize("make", [several, twins, phrases, nothing])
def test_a_saved_check_can_be_shown(make: Callable[[], Report]) -> None:
    """Without the corpus the screen is the same but for the head; the sentence of an empty one names no corpus."""
    report = make()
    again = Report.from_json(report.to_json())
    wished = replace(terminal(80, view=View.LIST), limit=4)
    screen = plain(again, wished)
    assert screen == plain(report, wished)
    assert "语料库" not in screen
    assert screen.split("\n")[6:9] == plain(report, wished, LIBRARY).split("\n")[6:9] or not report.findings


def test_the_same_words_are_shown_once_while_there_are_others() -> None:
    """The longest passages of two sources with the same text would be the same ones."""
    report = several()
    shown = [finding for _, finding in chosen(report, 3, every=False)]
    assert len({finding.match.left for finding in shown}) == 3
    everything = [finding for _, finding in chosen(report, 100, every=False)]
    assert len(everything) == len(report.findings)
    assert "第 1 处  证据强  相同  92 字，也在 ② 里" in checked(report, limit=1)


def test_passages_of_the_same_text_come_last() -> None:
    """The whole document as one passage tells nothing."""
    assert "① 工作总结" not in checked(twins(), limit=2).split("第 ", 1)[1]
    assert len(chosen(twins(), None, every=True)) == len(twins().findings)


def test_similar_names_stay_different() -> None:
    """Where they are cut, what makes the difference is not."""
    names = [f"云溪县石坡街道党工委{year}年度党建工作总结（定稿）.docx" for year in (2023, 2024, 2025)]
    for width in range(20, 60):
        short = distinct(names, width)
        assert len(set(short)) == 3
        assert all(cell_len(name) <= width for name in short)
        assert all(str(year) in name for year, name in zip((2023, 2024, 2025), short, strict=True))


@given(st.lists(st.text(max_size=40), max_size=6), st.integers(8, 60))
def test_names_are_made_to_fit(names: list[str], width: int) -> None:
    """Whatever they are."""
    assert all(cell_len(name) <= width for name in distinct(names, width))


def test_sources_of_one_name_are_told_apart() -> None:
    """By the beginning of their ids, with which they can be named in --exclude."""
    report = several()
    sources = {id: replace(source, name="总结.txt") for id, source in report.sources.items()}
    screen = checked(replace(report, sources=sources))
    assert "总结.txt [2018年述]" in screen
    assert "总结.txt [县级范文]" in screen or "总结.txt [县级范文/乡]" in screen


def test_numbers_of_sources() -> None:
    """In circles as far as a Chinese Windows can print them."""
    assert [sign(number) for number in (1, 10, 11, 20)] == ["①", "⑩", "11", "20"]
    sign(10).encode("gbk")


def test_names_are_quoted_where_a_shell_needs_it() -> None:
    """The next command can be pasted."""
    assert typed("柳湾镇（定稿）.txt") == "柳湾镇（定稿）.txt"
    assert typed("工作 总结(3).txt") == '"工作 总结(3).txt"'
    assert typed("$HOME.txt") == "'$HOME.txt'"
    assert typed("-o.txt") == "./-o.txt"
    assert typed("$(touch x).txt", "nt") == "FILE"
    assert typed("工作 总结.txt", "nt") == '"工作 总结.txt"'


def test_the_hint_begins_with_what_was_typed() -> None:
    """The command of a file elsewhere is not guessed from its name."""
    wished = replace(terminal(80), limit=0)
    assert "simcheck check 工作总结.txt -n 5" in plain(several(), wished, LIBRARY)
    assert "simcheck show 结果.json -n 5" in plain(several(), replace(wished, command="simcheck show 结果.json"))
    assert "-n 5" not in plain(several(), replace(wished, hints=False), LIBRARY)


def test_tables_of_several_checks_are_one() -> None:
    """The first column names the document; the columns are the same whatever was found."""
    whole = table(several(), "zh", document="甲/总结.txt") + table(phrases(), "zh", document="乙.txt", head=False)
    assert whole.count(BOM) == 1
    lines = list(csv.DictReader(io.StringIO(whole.removeprefix(BOM))))
    assert [line["文稿"] for line in lines] == ["甲/总结.txt"] * len(several().findings) + ["乙.txt"] * 2
    assert table(nothing(), "zh", document="丙.txt", head=False) == ""
    one = replace(phrases(), sources={"甲.txt": phrases().sources["甲.txt"]}).keep(lambda f: f.match.source == "甲.txt")
    assert "来源编号" in table(one, "zh", library=LIBRARY)
    assert "来源编号" not in table(one, "zh")
    assert table(one, "zh", document="丁.txt").partition("\r\n")[0] == whole.partition("\r\n")[0]


def test_the_overview_has_the_worst_first() -> None:
    """By what is of the highest grade, then by what is not counted apart, then by all, then by name; tabs and line
    breaks stay out of the lines."""
    given = [("c\t.txt", nothing()), ("b.txt", phrases()), ("a.txt", nothing()), ("d.txt", several()), ("-", twins())]
    rows = [row(name, report, "zh") for name, report in given]
    lines = [line.split("\t") for line in overview_lines(rows, "zh").splitlines()]
    assert [line[0] for line in lines] == ["文稿", "标准输入", "d.txt", "b.txt", "a.txt", "c .txt"]
    assert [line[4] for line in lines[1:4]] == [
        "逐字相同 工作总结（1）.txt",
        "县级范文/乡镇工作总结(3).docx",
        "只有套话等相同",
    ]
    assert {len(line) for line in lines} == {6}
    data = json.loads(several().to_json())["totals"]
    shares = (data["grade_high"], data["all"], data["without_apart"])
    assert lines[2][1:4] == [percent(c["part"] / c["whole"]) for c in shares]


def test_an_overview_of_results_without_grades_is_as_it_was() -> None:
    """One of them is enough: a share that is not known cannot be ranked."""
    for mixed in (False, True):
        reports = [older(several()), phrases() if mixed else older(phrases())]
        rows = [row(f"{n}.txt", report, "zh") for n, report in enumerate(reports)]
        lines = [line.split("\t") for line in overview_lines(rows, "zh").splitlines()]
        assert lines[0] == ["文稿", "总复制比", "去除套话等", "最大来源", "要留意"]
        assert [line[0] for line in lines[1:]] == ["0.txt", "1.txt"]
        out = io.StringIO()
        overview(rows, terminal(80), out, LIBRARY)
        assert "证据强" not in out.getvalue()
        assert out.getvalue().endswith(" 最多的一份 0.txt：总复制比 69.8%，去除套话等 66.5%\n")


def test_a_comparison_has_no_numbers_for_its_source() -> None:
    """Nor a table of sources."""
    draft = Draft()
    draft.shared("从严落实党委抓党建主体责任，层层落实党建工作责任制", "甲.txt")
    assert "①" not in printed(draft.report(), terminal(80))
    assert "① 甲.txt" in checked(draft.report(), limit=None)


SHELL_WORDS = (
    *("$(touch sprung)", "`touch sprung`", "a;touch sprung", "a|touch sprung", "a&touch sprung", "a\ntouch sprung"),
    *("'$(touch sprung)'", '"$(touch sprung)"', "'\"`touch sprung`", "a\\$(touch sprung)", "> sprung", "!touch", "-q"),
)


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("name", SHELL_WORDS)
def test_a_hint_with_a_hostile_name_is_one_word_to_a_shell(name: str, tmp_path: Path) -> None:
    """Whoever pastes a hint runs simcheck and nothing else."""
    for words, expected in (
        (typed(name), name),
        (option_for_corpus(name).removeprefix(" --corpus "), name),
    ):
        said = subprocess.run(
            ["sh", "-c", f"printf %s {words}"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        assert os.path.normpath(said) == os.path.normpath(expected)
    assert not list(tmp_path.iterdir())
