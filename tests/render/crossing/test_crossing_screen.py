"""The screen of a crossing: said in full, in bounds, without a verdict, without an origin that nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.crossings import crossed, document, villages
from support.screens import HOSTILE, agrees, terminal

import simcheck
from simcheck.crossing.crossing import Crossing, Group, Holding, Pair, Passage, Standing
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.printable import percent
from simcheck.model import Document, Note, Span
from simcheck.render.crossing.heatmap import MOST
from simcheck.render.crossing.screen import answer, crossing_screen, table_lines
from simcheck.render.crossing.view import View
from simcheck.render.page.crossing import crossing_page
from simcheck.render.terminal import options
from simcheck.render.terminal.lines import len_cells
from simcheck.render.terminal.screen import as_text
from simcheck.report.counting import Share

OWN = [("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")]


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return crossed(villages(), own=OWN)


def shown(crossing: Crossing, lang: Language = "zh", width: int = 80, *, every: bool = False) -> str:
    screen = replace(terminal(width, lang, view=options.View.NONE), every=every)
    return as_text(crossing_screen(View(crossing, lang), screen))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_screens(crossing: Crossing, lang: Language, width: int) -> None:
    agrees(f"cross-{width}-{lang}.txt", shown(crossing, lang, width))


def test_another_program_gets_a_line_for_each_document(crossing: Crossing) -> None:
    lines = table_lines(View(crossing, "zh"))
    agrees("cross-lines.tsv", lines)
    assert {line.count("\t") for line in lines.splitlines()} == {6}
    assert len(lines.splitlines()) == 1 + len(crossing.documents)


@pytest.mark.parametrize("width", [40, 50, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_wider_than_the_screen(crossing: Crossing, lang: Language, width: int) -> None:
    for line in shown(crossing, lang, width, every=True).splitlines():
        assert len_cells(line) < max(width, options.NARROWEST)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 50, 60])
def test_on_a_narrow_screen_names_stay_and_columns_go(crossing: Crossing, lang: Language, width: int) -> None:
    view = View(crossing, lang)
    lines = shown(crossing, lang, width).splitlines()
    for row in (row for row in view.rows if row.share.part):
        name = view.short(row.id)
        [line] = [line for line in lines if re.match(rf"\s*{row.number}  \S+ .*%", line)]
        assert name[:4] in line
        assert percent(row.share.ratio) in line


@pytest.mark.parametrize("count", [44, MOST])
def test_each_number_of_the_matrix_has_a_name_however_narrow_it_is(count: int) -> None:
    """Names stand beside it, or else below."""
    made = many(count)
    ids = list(made.documents)
    pairs = tuple(replace(made.pairs[0], a=a, b=b) for a, b in zip(ids, ids[1:], strict=False))
    made = replace(made, pairs=pairs, passages=(), groups=())
    below = "".join(shown(made, width=50).partition("每份有多少在别的各份里")[2].split())
    view = View(made, "zh")
    for row in view.rows:
        assert re.search(rf"(?<!\d){row.number}([·█\\]*){re.escape(''.join(view.short(row.id).split()))}", below)


@settings(max_examples=30, deadline=None)
@given(st.lists(HOSTILE, min_size=2, max_size=5), st.sampled_from([50, 80]))
def test_names_and_words_drive_no_terminal_and_break_no_line(names: list[str], width: int) -> None:
    made = [
        document(name, f"{name}今年把村口的老井淘了一遍，装上手压泵，过路的人也能喝。{n}")
        for n, name in enumerate(names)
    ]
    made = list({each.id: each for each in made}.values())
    crossing = crossed(made, notes=[Note("capped", None, {"document": made[0].name})])
    screen = shown(crossing, width=width)
    assert not any(character in screen for character in "\x1b\x07\x9b\u200b\u202e\r\ud800\u2028")
    assert all(len_cells(line) < width for line in screen.splitlines())


def test_the_last_line_repeats_the_answer(crossing: Crossing) -> None:
    """The largest group and the document that shares most, with the numbers of the table."""
    last = shown(crossing).splitlines()[-1]
    top = View(crossing, "zh").rows[0]
    assert last.startswith(" 2 组，最大的 3 份；最多的一份 ")
    assert f"证据强 {percent(top.upper.ratio)}，总复制比 {percent(top.share.ratio)}" in last
    assert answer(View(crossing, "zh")).count(top.name) == 1


def test_an_origin_is_named_only_if_it_is_known(crossing: Crossing) -> None:
    assert shown(crossing).count("其中最早的是 桐花岭村") == 1
    unknown = replace(crossing, groups=tuple(replace(group, origin=None) for group in crossing.groups))
    assert "最早" not in shown(unknown)


def test_own_work_and_forms_are_told_apart(crossing: Crossing) -> None:
    screen = shown(crossing)
    assert "同一单位、同一作者的（另列，不计入上面）" in screen
    assert "（单位相同）" in " ".join(screen.split()).replace("单 位", "单位")
    assert "多数文稿都有的文字，像是没有给出的模板" in screen
    groups = screen[screen.index("第 1 组") : screen.index("序号")]
    assert "石坡村" not in groups
    assert "镇党委关于年度述职" not in groups


def test_what_templates_give_is_said() -> None:
    form = document("述职模板.docx", villages()[0].text.splitlines()[1])
    screen = shown(crossed(villages(), own=OWN, templates=[form]))
    assert "模板 述职模板.docx：它给的字不计" in screen


def test_same_files_are_told_from_same_texts(crossing: Crossing) -> None:
    assert "2 份，文字一样：柳湾村2024年述职报告、柳湾村2024年述职报告（定稿）" in shown(crossing)


def test_nothing_in_common() -> None:
    for lang in LANGUAGES:
        made = crossed([document("甲.txt", "春天来了。"), document("乙.txt", "夏天的雨。")])
        agrees(f"cross-nothing-80-{lang}.txt", shown(made, lang))


def many(count: int) -> Crossing:
    """As many documents, two by two the same."""
    made = [
        document(f"{n}村.txt", f"第{n // 2}条渠道清了淤，两岸的柳树补种齐了，{n // 2}户人家出了工。")
        for n in range(count)
    ]
    crossing = crossed(made[:4])
    rest = {each.id: each for each in made[4:]}
    stands = next(iter(crossing.standings.values()))
    return replace(
        crossing,
        documents={**crossing.documents, **rest},
        standings={**crossing.standings, **dict.fromkeys(rest, replace(stands, largest=None))},
    )


def test_a_long_list_is_cut_and_counted_and_all_is_shown_if_wanted() -> None:
    crossing = many(MOST + 1)
    screen = shown(crossing)
    assert f"另有 {MOST + 1 - 20} 份也有重合（--all 全部列出）" in screen
    assert "行在列里" not in screen
    assert len([line for line in shown(crossing, every=True).splitlines() if re.match(r" +\d+  \d+村 ", line)]) > MOST


def test_a_matrix_of_sixty_fits_into_eighty_columns() -> None:
    crossing = many(MOST)
    pair = crossing.pairs[0]
    ids = list(crossing.documents)
    pairs = tuple(replace(pair, a=a, b=b) for a, b in zip(ids, ids[1:], strict=False))
    screen = shown(replace(crossing, pairs=pairs, passages=(), groups=()))
    rows = [line for line in screen.splitlines() if re.match(r" *\d+ [·█]*\\", line)]
    assert len(rows) == MOST
    assert all(len_cells(line) < 80 for line in rows)
    assert {line.count("█") for line in rows} == {1, 2}


def test_a_group_of_many_names_some_and_counts_the_rest(crossing: Crossing) -> None:
    ids = tuple(crossing.documents)
    big = replace(crossing, groups=(Group(ids, ()),))
    assert "另有 1 份" in shown(big)
    assert "另有 1 份" not in shown(big, every=True).partition("序号")[0]


def test_a_passage_from_runs_alone_needs_no_findings(crossing: Crossing) -> None:
    bare = replace(crossing, pairs=tuple(replace(pair, findings=()) for pair in crossing.pairs))
    screen = shown(bare)
    assert "第 1 组  3 份" in screen
    assert "换名换数" not in screen


def test_holders_may_be_any_documents() -> None:
    words = "水渠通了，人人高兴，家家户户都放了鞭炮，"
    crossing = crossed([Document("1", "甲", f"{words}好。"), Document("2", "乙", f"{words}真好啊。")])
    passage = Passage("p", 8, (Holding("1", Span(0, 9), 8), Holding("2", Span(0, 9), 8)), is_common=True)
    assert "2 份都有，8 字：“水渠通了，人人高兴”" in shown(replace(crossing, passages=(passage,), groups=()))


def test_folders_are_named_only_where_they_tell_documents_apart() -> None:
    made = [
        document(name, f"{name}的水渠清了淤。")
        for name in ("甲/总结.txt", "乙/总结.txt", "丙/计划.txt", "丙/体会.docx")
    ]
    view = View(crossed(made), "zh")
    assert [view.short(each.id) for each in made] == ["甲/总结", "乙/总结", "计划", "体会"]
    assert view.name(made[2].id) == "丙/计划.txt"


def test_an_end_that_all_names_have_is_said_once() -> None:
    made = [document(f"{name}村2024年工作总结.docx", f"{name}的水渠清了淤。") for name in "甲乙丙"]
    view = View(crossed(made), "zh")
    assert [view.short(each.id) for each in made] == ["甲村", "乙村", "丙村"]
    assert "名称末尾都有的“2024年工作总结”略去。" in shown(crossed(made))


def test_own_work_alone_is_no_nothing() -> None:
    """What one unit says again is found; it is no pair of the head, and in no matrix."""
    made = [villages()[5], villages()[6], villages()[8]]
    own = crossed(made, own=OWN)
    screen = shown(own)
    assert screen.splitlines()[-1].strip() == "只在同一单位、同一作者的文稿之间找到重合：1 对"
    assert "也不算同一单位、同一作者的" in screen.replace("\n ", "")
    assert "号码是上表的序号" not in screen


def test_pairs_of_no_group_are_said_to_be_of_none() -> None:
    screen = shown(replace(crossed(villages(), own=OWN), groups=())).replace("\n ", "")
    assert "没有成组的" in screen
    assert "0 对" not in screen
    assert "0 组" not in screen


def test_what_was_not_compared_is_not_said_to_share_nothing(crossing: Crossing) -> None:
    """Only the new ones were compared with all; of the old ones it is not known what they share."""
    ids = list(crossing.documents)
    pairs = tuple(pair for pair in crossing.pairs if ids[0] in (pair.a, pair.b))
    standings = {
        id: standing if any(id in (pair.a, pair.b) for pair in pairs) else replace(standing, share=Share(0, 9, 0))
        for id, standing in crossing.standings.items()
    }
    some = replace(crossing, pairs=pairs, standings=standings, new=(ids[0],), groups=(), same=())
    screen = shown(some, every=True)
    assert "只看新收的 1 篇和全部的重合；旧的之间没有比" in screen
    assert "和别的文稿没有重合" not in screen
    assert "旧的只和新收的比过" in screen
    for line in table_lines(View(some, "zh")).splitlines()[1:]:
        assert line.split("\t")[2] != "0.0%"
    assert all("旧" in text or "新收" in text for text in View(some, "zh").notes_of(ids[3])[-1:])


@pytest.mark.parametrize("width", [50, 60, 80])
def test_a_matrix_of_many_is_no_wider_than_the_screen(width: int) -> None:
    taken = villages()[0].text
    made = [document(f"{n}号村.txt", f"{n}号村\n{taken}\n第{n}份") for n in range(MOST)]
    share = Share(50, 100, 50)
    some = simcheck.compare(made[0], made[1]).findings
    pairs = tuple(
        Pair(made[0].id, each.id, share, share, share, share, some, a_telling=share, b_telling=share)
        for each in made[1:]
    )
    many = Crossing(
        {each.id: each for each in made}, pairs, (), (), {each.id: Standing(share, share) for each in made}, 0.3
    )
    lines = shown(many, width=width).splitlines()
    assert all(len_cells(line) < width for line in lines)
    rows = [line for line in lines if "\\" in line]
    assert len(rows) >= MOST


WELL = "村口的老井淘了一遍，装上手压泵，过路的人也能喝，井台铺了石板，井绳换成新的，一根能用三年。"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_document_that_was_taken_for_a_template_is_told(lang: Language) -> None:
    """Whoever names a hand-in as the template hides all that was copied from it: that is said, and so is that what a
    template gave is set aside."""
    made = [document(name, WELL) for name in ("七里坪.txt", "八里坪.txt")]
    every = [*made, document("九里坪.txt", "晒场边的柿子没有人摘，留给过冬的鸟。")]
    view = View(simcheck.cross(every, templates=[WELL]), lang)
    assert view.given_whole == tuple(each.id for each in made)
    [words] = view.notes()
    assert [name in words for name in ("七里坪", "八里坪", "九里坪")] == [True, True, False]
    assert words.startswith("2 份几乎全是模板给的字" if lang == "zh" else "a template gave nearly all of 2 documents")
    assert view.nothing_key == "cross.rows.nothing.template"


def test_what_a_template_gave_a_part_of_is_no_template() -> None:
    made = [document(name, WELL + name * 9) for name in ("七里坪坪坪坪坪坪坪坪", "八里坝坝坝坝坝坝坝坝")]
    assert View(simcheck.cross(made, templates=[WELL]), "zh").notes() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_what_is_one_and_of_one_unit_it_is_said_that_it_is_counted_nowhere(lang: Language) -> None:
    """Two times one report of one village: set aside like all of one unit, and that is said."""
    made = [document(name, WELL, unit="七星桥村") for name in ("甲.txt", "乙.txt")]
    made.append(document("丙.txt", f"{WELL}晒场边的柿子没有人摘。", unit="八里坪村"))
    crossing = simcheck.cross(made)
    page = crossing_page(View(crossing, lang)).partition('id="same"')[2].partition("</section>")[0]
    assert ("（单位相同）" if lang == "zh" else "(the same unit)") in page
    screen = " ".join(shown(crossing, lang, 200).split())
    assert ("甲、乙（单位相同）" if lang == "zh" else "甲, 乙 (the same unit)") in screen
    assert ("也不算同一单位" if lang == "zh" else "nothing of one unit") in screen
