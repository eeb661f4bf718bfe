"""The page of a crossing: the numbers of the screen and the workbook, links that lead there, text that stays text."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from support.books import sheets, table
from support.crossings import crossed, document, villages

from simcheck.crossing.crossing import Crossing, Group, Holding, Pair, Passage
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent
from simcheck.model import Note, Span
from simcheck.render.crossing import heatmap, screen
from simcheck.render.crossing.view import TOLD, View
from simcheck.render.crossing.workbook import crossing_workbook
from simcheck.render.page import crossing_chosen, crossing_passages, crossing_pictures, crossing_tables
from simcheck.render.page.crossing import crossing_page
from simcheck.render.page.markup import held
from simcheck.render.view.differences import Side
from simcheck.report.counting import Share

OWN = [("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")]
HEAD = 3
"""Lines above the head of the workbook's first sheet."""

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><!-- ]]> </style>",
    "\"' onload=alert(1) &amp;",
    "\u202e倒着\u2066",
    "a\x00b\x0bc\x1b[31m",
    "\ud800半个\ufffe",
    "https://example.org/?a=1&b=2",
    "很长" * 400,
)


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return crossed(villages(), own=OWN)


@pytest.fixture(scope="module")
def page(crossing: Crossing) -> str:
    return crossing_page(View(crossing, "zh"))


class Reader(HTMLParser):
    """What is on a page: names of elements, links, rows of tables and items by the section, words of passages; in the
    language of the page only, as it is seen."""

    def __init__(self, page: str, lang: Language = "zh") -> None:
        super().__init__(convert_charrefs=True)
        self._other = "en" if lang == "zh" else "zh"
        self.ids, self.links = list[str](), list[str]()
        self.rows: dict[str, list[list[str]]] = {}
        self.sections: dict[str, str] = {}
        self.words: dict[str, list[str]] = {}
        self.differing: dict[str, list[str]] = {}
        self.data: dict[str, Any] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        if tag not in ("meta", "input", "br"):
            self._open.append((tag, found))
        name = self._name()
        if tag == "tr" and name:
            self.rows.setdefault(name, []).append([])
        elif tag in ("td", "th") and name:
            self.rows[name][-1].append("")
        elif tag == "blockquote":
            self.words.setdefault(name, []).append("")
        elif tag == "b":
            self.differing.setdefault(name, []).append("")
        elif tag == "br" and self.rows.get(name):
            self.rows[name][-1][-1] += "\n"

    def _name(self) -> str:
        """The innermost part of the page that has a name."""
        return next(
            (some["id"] for tag, some in self._open[::-1] if tag in ("section", "article") and "id" in some), ""
        )

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "script" in tags:
            if self._open[-1][1].get("id") == "data":
                self.data = json.loads(data)
            return
        if any(self._other == some.get("class") for _, some in self._open) or {"style", "title", "desc"} & set(tags):
            return
        name = self._name()
        self.sections[name] = self.sections.get(name, "") + data
        if ("td" in tags or "th" in tags) and name in self.rows:
            self.rows[name][-1][-1] += data
        if "blockquote" in tags and not any(some.get("class") == "small" for _, some in self._open):
            self.words[name][-1] += data
        if tags[-1:] == ["b"]:
            self.differing[name][-1] += data


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_documents_have_the_figures_of_the_screen_and_the_workbook(lang: Language, crossing: Crossing) -> None:
    view = View(crossing, lang)
    read = Reader(crossing_page(view), lang)
    heads, *rows = read.rows["documents"]
    named = [dict(zip(heads, row, strict=True)) for row in rows]
    lines = [line.split("\t") for line in screen.table_lines(view).splitlines()]
    shown = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    book = table(next(iter(sheets(crossing_workbook(view)).values())), HEAD)
    assert len(named) == len(shown) == len(book) == len(crossing.documents)
    keys = {key: screen.head(key, view) for key in screen.COLUMNS}
    for number, (row, other, cells) in enumerate(zip(named, shown, book, strict=True), 1):
        assert row[keys["document"]] == f"{number} {other[keys['document']]}"
        for key in ("high", "total", "taken", "group"):
            assert row[keys[key]] == other[keys[key]]
        assert row[text(lang, "cross.column.compared")] == f"{cells[text(lang, 'cross.column.compared')]:,.0f}"
        assert row[keys["total"]] == percent(float(cells[keys["total"]]))  # type: ignore[arg-type]
        largest = other[keys["largest"]]
        assert row[keys["largest"]] == (view.short(view.rows[number - 1].largest or "") if largest else "")


def test_pairs_have_the_figures_of_the_workbook(crossing: Crossing, page: str) -> None:
    view = View(crossing, "zh")
    rows = Reader(page).rows["pairs"]
    book = table(sheets(crossing_workbook(view))["互查"])
    assert len(rows) - 1 == len(view.telling) == len(book) / 2
    for row, there, back, pair in zip(rows[1:], book[::2], book[1::2], view.telling, strict=True):
        assert row[0] == "\n".join(f"{view.rank[id]} {view.short(id)}" for id in (pair.a, pair.b))
        for column, key in enumerate(("占文稿", "证据强", "除去套话等和多数都有的"), 1):
            assert row[column] == "\n".join(percent(float(some[key])) for some in (there, back))  # type: ignore[arg-type]
        assert row[4] == ("" if there["组"] == "" else f"{there['组']:.0f}")
        assert str(there["类型"]) in row[5]
        assert str(there["相同程度"]) in row[5]
        assert str(there["同单位、同作者"]) in row[5]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_the_groups_and_the_rest_are_those_of_the_screen(lang: Language, crossing: Crossing) -> None:
    view = View(crossing, lang)
    read = Reader(crossing_page(view), lang)
    assert screen.answer(view) in read.sections[""]
    assert screen.head_line(view) in read.sections[""]
    for group in view.groups:
        words = read.sections[f"group-{group.number}"]
        assert screen.spread_of(group, view) in words
        assert view.kinds_in_words(group.kinds) in words
        for id in group.documents:
            assert f"{view.short(id)} {view.dated(id)}" in words
        assert words.count(text(lang, "cross.cell.first")) == (group.origin is not None)
    for pair in view.own:
        assert view.own_ground(pair) in read.sections["own"]
    for _, ids in view.same:
        assert all(view.short(id) in read.sections["same"] for id in ids)
    rest = len(crossing.pairs) - len(view.telling)
    assert ("untold" in read.sections) == bool(rest or any(not row.share.part for row in view.rows))


def test_the_matrix_is_that_of_the_screen(crossing: Crossing, page: str) -> None:
    view = View(crossing, "zh")
    ids, told = heatmap.shares(view)
    heads, *rows = Reader(page).rows["matrix"]
    assert heads[1:] == [str(view.rank[id]) for id in ids]
    for id, row in zip(ids, rows, strict=True):
        assert row[0] == f"{view.rank[id]} {view.short(id)}"
        for other, cell in zip(ids, row[1:], strict=True):
            assert cell == ("—" if id == other else percent(told[id, other]) if told.get((id, other)) else "·")
    cells = sum(share >= TOLD for share in told.values())
    picture = page[page.index('<svg class="matrix"') :].partition("</svg>")[0]
    assert picture.count('class="share"') == cells
    assert picture.startswith('<svg class="matrix"')
    assert "<title" in picture
    assert "<desc" in picture


def test_beyond_sixty_there_is_no_matrix_and_it_says_so(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.render.page.crossing.MOST", 3)
    read = Reader(crossing_page(View(crossing, "zh")))
    assert "没有画矩阵" in read.sections["matrix"]
    assert "matrix" not in read.rows


# --- pictures ---------------------------------------------------------------------------------------------------------


def graphs(page: str) -> list[str]:
    return re.findall(r'<svg class="graph".*?</svg>', page, re.S)


def test_each_group_is_a_graph_of_its_documents_with_numbers_on_its_lines(crossing: Crossing, page: str) -> None:
    view = View(crossing, "zh")
    found = graphs(page)
    assert len(found) == len(view.groups)
    for group, picture in zip(view.groups, found, strict=True):
        assert picture.count("<circle") == len(group.documents)
        assert picture.count("<line") == len(group.pairs)
        assert "<title" in picture
        assert "<desc" in picture
        for id in group.documents:
            assert f">{view.rank[id]}</text>" in picture
        for pair in group.pairs:
            assert f">{percent(pair.ratio)}</text>" in picture
            assert ('stroke-dasharray="7 5"' in picture) == any(each.ratio < 0.5 for each in group.pairs)


@pytest.mark.parametrize("count", [2, 3, 8, 9, 15, 30])
def test_names_of_a_graph_lie_on_no_document_and_on_no_other_name(count: int, crossing: Crossing) -> None:
    """Each is taken for as long as fourteen characters are."""
    made = [document(f"{'长' * 20}{n:02}.txt", "渡口的船换成了电动的。") for n in range(count)]
    standing = replace(next(iter(crossing.standings.values())), largest=None)
    share = Share(9, 10, 0)
    pairs = tuple(Pair(a.id, b.id, share, share, share, share, (), None, "", share, share) for a, b in pairwise(made))
    group = Group(tuple(each.id for each in made), ())
    by_id = {each.id: each for each in made}
    every = Crossing(by_id, pairs, (group,), (), dict.fromkeys(by_id, standing), 0.3)
    [picture] = graphs(crossing_page(View(every, "zh")))
    circles = [tuple(map(float, each)) for each in re.findall(r'<circle cx="(\S+)" cy="(\S+)"', picture)]
    assert len(circles) == count
    names = re.findall(r'<text x="(\S+)" y="(\S+)" text-anchor="(\w+)" class="name"', picture)
    wide = 14 * 12
    boxes = [
        (float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor], float(y) - 10) for x, y, anchor in names
    ]
    for n, (x, y) in enumerate(boxes):
        assert not any(abs(x - left) < wide and abs(y - top) < 12 for left, top in boxes[:n])
        assert not any(x - 12 < cx < x + wide + 12 and y - 12 < cy < y + 24 for cx, cy in circles)
    left, top, width, height = map(float, re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', picture).groups())  # type: ignore[union-attr]
    assert all(left <= x and x + wide <= left + width and top <= y and y + 12 <= top + height for x, y in boxes)


def test_numbers_of_a_graph_lie_on_no_document_and_on_no_other_number() -> None:
    """A family of eight: where a number has no room it is left to the table."""
    words = "".join(f"第{n}件事是把老粮仓改成了阅览室，借出图书{n}册，傍晚坐满了放学的孩子。" for n in range(9))
    made = [document(f"{n}村.txt", f"{words}{n}村独有的一句话，别处没有人这样写过。") for n in range(8)]
    [picture] = graphs(crossing_page(View(crossed(made), "zh")))
    boxes = [
        tuple(map(float, each))
        for each in re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\d+)" height="(\d+)"', picture)
    ]
    circles = [tuple(map(float, each)) for each in re.findall(r'<circle cx="(\S+)" cy="(\S+)"', picture)]
    assert len(circles) == 8
    assert len(boxes) >= 8
    for n, (x, y, wide, high) in enumerate(boxes):
        assert not any(abs(x - left) < wide and abs(y - top) < high for left, top, _, _ in boxes[:n])
        assert not any(x - 13 < cx < x + wide + 13 and y - 13 < cy < y + high + 13 for cx, cy in circles)


def test_a_large_group_is_drawn_in_part_and_it_says_so(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing_pictures, "NODES", 2)
    view = View(crossing, "zh")
    read = crossing_page(view)
    largest = view.groups[0]
    assert len(largest.documents) > 2
    assert graphs(read)[0].count("<circle") == 2
    assert f"这一组 {len(largest.documents)} 份" in Reader(read).sections["group-1"]


# --- passages ---------------------------------------------------------------------------------------------------------


def test_passages_have_all_who_hold_them_with_their_words(crossing: Crossing, page: str) -> None:
    view = View(crossing, "zh")
    read = Reader(page)
    assert crossing.passages
    for passage in crossing.passages:
        name = f"passage-{view.numbers[passage.id]}"
        words = read.sections[name]
        assert all(view.short(holder.document) in words for holder in passage.holders)
        texts = [view.words_of(holder) for holder in passage.holders]
        expected = (
            texts[:1] if passage.is_common else [each for at, each in enumerate(texts) if not at or each != texts[0]]
        )
        assert read.words[name] == expected


def test_words_that_differ_from_the_first_holder_are_marked() -> None:
    words = "镇上的粮库今年改成了分拣点，请来农技员讲了{n}次课，{who}头一回把晚熟的桃子卖到了省城的超市{more}。"
    a = document("甲.txt", words.format(n="四", who="六户人家", more="，还签了三年的合同"))
    b = document("乙.txt", words.format(n="九", who="八户人家", more=""))
    others = [document(f"{n}.txt", "渡口的船换成了电动的，一趟省油三十块。") for n in range(1)]
    others.append(document("丙.txt", "祠堂里办起了识字班，教员是退休的老会计。"))
    read = Reader(crossing_page(View(crossed([a, b, *others]), "zh")))
    [marked] = read.differing.values()
    [shown] = read.words.values()
    # where the second one lacks words there is a sign without any
    assert marked == ["四次", "六户", "还签了三年的合同", "九次", "八户", ""]
    assert len(shown) == 2


def test_a_passage_in_parts_is_told_without_what_stands_between() -> None:
    one, two = "渡口的船换成了电动的，一趟省油三十块。", "祠堂里办起了识字班，教员是退休的老会计。"
    between = "这一句是自己的，别处都没有。"
    a, b = document("甲.txt", one + two), document("乙.txt", f"{one}\n{between}\n{two}")
    others = [document(f"{n}.txt", f"采石场关停{n}年，坑里积的水清得能看见底。") for n in range(3)]
    crossing = crossed([a, b, *others])
    spans = tuple(Span(b.text.index(part), b.text.index(part) + len(part)) for part in (one, two))
    holders = (
        Holding(a.id, Span(0, len(a.text)), len(a.text)),
        Holding(b.id, spans[0].hull(spans[1]), len(a.text), parts=spans),
    )
    view = View(replace(crossing, groups=(), passages=(Passage("p", len(a.text), holders),)), "zh")
    read = Reader(crossing_page(view))
    assert between not in read.sections["passage-1"]
    assert read.words["passage-1"] == [a.text, view.words_of(holders[1])]
    assert not read.differing.get("passage-1")
    assert f"第 1 段 0–{len(one)}" in read.sections["passage-1"]
    assert f"第 3 段 {spans[1].start}–{spans[1].end}" in read.sections["passage-1"]


def test_old_documents_that_were_not_compared_have_no_share(crossing: Crossing) -> None:
    old = replace(crossing, new=(next(iter(crossing.documents)),))
    view = View(old, "zh")
    read = Reader(crossing_page(view))
    heads, *rows = read.rows["documents"]
    for row, told in zip(rows, view.rows, strict=True):
        figures = screen.figures(told, view)
        assert row[heads.index("总复制比")] == figures["total"]
    assert any(not row[heads.index("总复制比")] for row in rows)
    assert screen.only_new(view) in read.sections[""]


def test_what_most_hold_stands_by_itself(crossing: Crossing) -> None:
    passages = tuple(replace(each, is_common=at == 0) for at, each in enumerate(crossing.passages))
    view = View(replace(crossing, passages=passages), "zh")
    read = Reader(crossing_page(view))
    number = view.numbers[passages[0].id]
    assert text("zh", "cross.common") in read.sections["common"]
    assert len(read.words[f"passage-{number}"]) == 1


def test_without_texts_no_words_are_in_the_file(crossing: Crossing) -> None:
    page = crossing_page(View(crossing, "zh"), texts=False)
    for each in crossing.documents.values():
        for line in each.text.splitlines():
            assert len(line) < 20 or line[2:18] not in page
    assert not Reader(page).words
    holder = crossing.passages[0].holders[0]
    assert Side(crossing.documents[holder.document].text).place(holder.span, "zh") in page


# --- links, bounds ----------------------------------------------------------------------------------------------------


def leads(read: Reader) -> None:
    """Every name is there once, every link leads to one."""
    assert [id for id, times in Counter(read.ids).items() if times > 1] == []
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)


def test_links_lead_from_cells_to_pairs_from_groups_to_passages(crossing: Crossing, page: str) -> None:
    read = Reader(page)
    leads(read)
    view = View(crossing, "zh")
    picture = page[page.index('<svg class="matrix"') :].partition("</svg>")[0]
    listed = {frozenset((pair.a, pair.b)) for pair in view.telling}
    _, told = heatmap.shares(view)
    linked = sum(share >= TOLD and frozenset(ids) in listed for ids, share in told.items())
    assert picture.count('href="#pair-') == linked > 0
    for group in view.groups:
        part = page[page.index(f'id="group-{group.number}"') :].partition("</section>")[0]
        for passage in group.passages[: crossing_tables.PASSAGES]:
            assert f'href="#passage-{view.numbers[passage.id]}"' in part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_no_room_is_counted_and_said_where_it_is(
    lang: Language, crossing: Crossing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DOCUMENTS", "PAIRS", "GROUPS", "PASSAGES"):
        monkeypatch.setattr(crossing_chosen, name, 1)
    monkeypatch.setattr(crossing_chosen, "NAMES", 1)
    view = View(crossing, lang)
    read = Reader(crossing_page(view), lang)
    leads(read)
    held_by_few = sum(not passage.is_common for passage in crossing.passages)
    for name, key, rest in (
        ("documents", "documents", len(view.rows) - 1),
        ("pairs", "pairs", len(view.telling) - 1),
        ("groups", "groups", len(view.groups) - 1),
        ("passages", "passages.left", held_by_few - 1),
    ):
        assert rest > 0
        assert text(lang, f"page.cross.more.{key}", n=rest) in read.sections[name]
    assert len(read.rows["documents"]) == len(read.rows["pairs"]) == 2
    assert len(read.data["crossing"]["documents"]) == len(read.data["tables"]["pairs"]) == 1
    assert read.data["crossing"]["counts"]["documents"] == len(crossing.documents)


def test_texts_for_which_there_is_no_room_are_counted(crossing: Crossing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing_passages, "BUDGET", 0)
    read = Reader(crossing_page(View(crossing, "zh")))
    assert not read.words
    assert text("zh", "page.cross.untold.texts", n=len(crossing.passages)) in read.sections["untold"]


def test_a_page_grows_with_what_it_shows_and_not_with_what_is_crossed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DOCUMENTS", "PAIRS", "GROUPS", "PASSAGES", "SETS", "NAMES"):
        monkeypatch.setattr(crossing_chosen, name, 3)
    sizes = []
    for count in (12, 48):
        line = "傍晚的晒谷场上放了露天电影，来看的人把三条板凳坐断了两条。"
        made = [document(f"{n:02}村.txt", f"{line * 3}{n}") for n in range(count)]
        few = crossed(made[:6])
        standing = few.standings[made[0].id]
        every = replace(
            few,
            documents={each.id: each for each in made},
            standings={each.id: few.standings.get(each.id, standing) for each in made},
        )
        sizes.append(len(crossing_page(View(every, "zh"))))
    assert abs(sizes[1] - sizes[0]) < 500


# --- what comes from outside ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_texts_are_text(lang: Language) -> None:
    made = [
        document(
            f"{words}.txt", f"{words}\n{'十里八乡的人都来看新修的水渠，' * 3}{n}", date=words[:30], date_by=words[:30]
        )
        for n, words in enumerate(HOSTILE)
    ]
    made = [replace(each, notes=(Note("encoding", None, {"document": each.name, "encoding": "<b>"}),)) for each in made]
    crossing = crossed(made, templates=[document("<b>模板", "别的话")])
    page = crossing_page(View(crossing, lang), corpus={"zh": "<i>库", "en": "<i>corpus"})
    assert page.count("<script") == page.count("</script") == 2
    assert page.count("<style") == page.count("</style") == 1
    assert not re.search(r"<[^>]*\son\w+=|<[^>]*\sstyle=|<b>|<i>", page.partition("</head>")[2].partition("<script")[0])
    assert not re.search("[\0\x0b\x1b\ud800\ufffe]", page.replace("\ufffe", "", 0)) or held(page) == page
    read = Reader(page, lang)
    leads(read)
    for passage in crossing.passages:
        if not passage.is_common:
            words = passage.holders[0].span.of(crossing.documents[passage.holders[0].document].text)
            assert "".join(read.words[f"passage-{View(crossing, lang).numbers[passage.id]}"]).startswith(
                held(words)[:5]
            )
    page.encode("utf-8")


def test_the_same_crossing_the_same_page_whichever_view_asked_first(crossing: Crossing) -> None:
    one, other = View(crossing, "en"), View(crossing, "en")
    _ = other.groups, other.rows
    assert crossing_page(one) == crossing_page(other)


def test_nothing_shared_is_said() -> None:
    made = [
        document("甲.txt", "山上的毛竹林今年请了外地的队伍来采。"),
        document("乙.txt", "渡口的船换成了电动的，一趟省油三十块。"),
    ]
    read = Reader(crossing_page(View(crossed(made), "zh")))
    assert text("zh", "cross.nothing") in read.sections[""]
    assert "groups" not in read.sections
    assert "pairs" not in read.rows
    leads(read)
