"""What a reader does with a page: walk, switch, review, print; with the keyboard, in both languages, on any screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from support.browsers import LAPTOP, PHONE, browser, needs_browser, shown
from support.checks import Draft, several, twins
from support.pages import drawn, page_of

from simcheck.i18n.messages import text
from simcheck.model import Flag
from simcheck.render.page.part import Wanted
from simcheck.render.page.reports import Page
from simcheck.report.report import Report

pytestmark = needs_browser


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "报告.html"
    file.write_text(page_of(several()), encoding="utf-8")
    return file


def selected(page: Any) -> list[str]:
    return [str(each) for each in page.evaluate("() => [...document.querySelectorAll('.finding.sel')].map(e => e.id)")]


def is_in_sight(page: Any, where: str) -> bool:
    """Whether the middle of an element's first line can be pressed: nothing lies over it, nothing cuts it off."""
    return bool(
        page.evaluate(
            """where => {
              const each = document.querySelector(where);
              const box = each.getClientRects()[0];
              const found = document.elementFromPoint(box.left + box.width / 2, box.top + 8);
              return Boolean(found) && (each.contains(found) || found.contains(each));
            }""",
            where,
        )
    )


# --- walking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_a_link_to_a_finding_opens_it(size: tuple[int, int], opened: Any, path: Path) -> None:
    with shown(opened, path, fragment="#4", size=size) as page:
        page.wait_for_timeout(200)
        assert selected(page) == ["4"]
        assert is_in_sight(page, "[id='4'] h3")
        assert page.locator("mark.sel").count()


def test_a_link_to_a_finding_needs_no_script(opened: Any, path: Path) -> None:
    with shown(opened, path, fragment="#4", script=False) as page:
        assert page.evaluate("() => document.querySelector(':target').id") == "4"
        assert is_in_sight(page, "[id='4'] h3")


def test_a_press_on_a_highlight_shows_its_pair(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator("mark:not(.off)").first.click()
        first = selected(page)
        assert first
        assert is_in_sight(page, f"[id='{first[0]}'] h3")
        # the next finding that has these words
        page.locator("mark:not(.off)").first.click()
        assert selected(page) != first
        assert page.url.endswith(f"#{selected(page)[0]}")


def long() -> Report:
    """A report of forty long passages, of which a screen shows one or two."""
    draft = Draft("工作总结\n")
    for number in range(40):
        draft.apart(f"\n这一段是第{number}段，开头是自己写的。")
        draft.shared(f"第{number}件事情，" + "修桥铺路，办学建库；" * (20 + 7 * (number % 9)), f"来源{number % 3}.txt")
    return draft.report()


@pytest.mark.parametrize("number", [1, 7, 23, 40])
@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_the_table_of_paragraphs_leads_to_passages_and_paragraphs(
    size: tuple[int, int], number: int, opened: Any, tmp_path: Path
) -> None:
    """What was never in sight has no height yet; on the way there it gets one, and all below it moves."""
    path = tmp_path / "长.html"
    path.write_text(page_of(long()), encoding="utf-8")
    with shown(opened, path, size=size) as page:
        page.locator(".contents a[href='#paragraphs']").click()
        page.locator(f"#paragraphs td a[href='#{number}']").first.click()
        page.wait_for_timeout(400)
        assert selected(page) == [str(number)]
        assert is_in_sight(page, f"[id='{number}'] h3")
        place = page.locator(f"[id='{number}'] a.place")
        place.click()
        page.wait_for_timeout(400)
        assert is_in_sight(page, str(place.get_attribute("href")))
        # pressed twice: the address is that already
        for _ in range(2):
            page.locator(f"#paragraphs th a[href='#p{number + 1}']").click()
            page.wait_for_timeout(400)
            assert is_in_sight(page, f"#p{number + 1}")


def test_what_is_folded_stays_so_where_there_is_more_to_see(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator(".contents a[href='#sources']").click()
        assert page.locator("#sources details").count()
        assert not page.locator("#sources details[open]").count()
        page.locator(".contents a[href='#paragraphs']").click()
        page.wait_for_selector("#paragraphs details[open]")


def test_on_a_phone_a_row_is_read_without_moving_it(opened: Any, path: Path) -> None:
    with shown(opened, path, size=PHONE, fragment="#paragraphs") as page:
        for row in (".sources tr[data-source='0']", ".paragraphs tbody tr:has(td a)"):
            cells = page.locator(row).first.locator("th, td:visible")
            boxes = [cells.nth(n).bounding_box() for n in range(cells.count())]
            assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE[0] for box in boxes), row
        link = page.locator(".paragraphs td a:visible").first
        assert link.evaluate("e => e.getClientRects()[0].height") < 40, "some words stand in one line"
        page.locator("tr[data-source='0'] input.own").check()
        drawn = "e => getComputedStyle(e, '::before').content"
        figure = page.locator("tr[data-source='0'] .longest")
        assert text("zh", "source.longest") in figure.evaluate(drawn)
        page.locator("[data-do=lang]").click()
        assert text("en", "source.longest") in figure.evaluate(drawn)


@pytest.mark.parametrize("sources", [1, 4])
def test_heads_stand_above_their_figures(sources: int, opened: Any, tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    path.write_text(page_of(drawn(2, sources=sources)), encoding="utf-8")
    with shown(opened, path, fragment="#paragraphs") as page:
        found = page.evaluate(
            """() => [...document.querySelectorAll('.totals, .sorts, .sources, .paragraphs')].flatMap(table =>
              [...table.tHead.rows[0].cells].map((head, n) => [table.className, n,
                getComputedStyle(head).textAlign, getComputedStyle(table.tBodies[0].rows[0].cells[n]).textAlign]))"""
        )
        # a head without words is above a bar
        assert [each for each in found if each[2] != each[3]] == []
        assert any(each[2] == "right" for each in found)


def test_on_a_phone_the_pair_stands_over_the_text(opened: Any, path: Path) -> None:
    with shown(opened, path, size=PHONE) as page:
        mark = page.locator("mark:not(.off)").nth(2)
        mark.click()
        (number,) = selected(page)
        assert page.locator(f"[id='{number}'].sheet").is_visible()
        assert is_in_sight(page, f"[id='{number}'] h3")
        assert is_in_sight(page, "mark.sel")
        page.keyboard.press("Escape")
        assert selected(page) == []


def test_the_keyboard_walks_through_the_findings(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        for key, number in (("j", "1"), ("j", "2"), ("j", "3"), ("k", "2"), ("1", "1"), ("k", "1")):
            page.keyboard.press(key)
            assert selected(page) == [number]
        page.keyboard.press("s")
        assert page.locator(".passages.stack").count() == 1
        page.keyboard.press("x")
        assert page.locator(".passages.swap").count() == 1
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#keys").is_visible()
        page.keyboard.press("f")
        assert page.evaluate("() => document.activeElement.type") == "checkbox"
        page.keyboard.press("Space")
        assert page.locator(".state").is_visible()


def test_keys_typed_into_a_note_are_letters(opened: Any, path: Path) -> None:
    with shown(opened, path, fragment="#2") as page:
        page.locator("#review-note").click()
        page.keyboard.type("jkfsx1?")
        assert selected(page) == ["2"]
        assert page.locator("#review-note").input_value() == "jkfsx1?"


def test_findings_are_listed_as_wished(opened: Any, path: Path) -> None:
    report = several()
    with shown(opened, path) as page:
        page.locator("[data-select=order]").select_option("length")
        found = page.evaluate("() => [...document.querySelectorAll('.finding')].map(each => Number(each.id))")
        lengths = [report.length_of(report.findings[n - 1]) for n in found]
        assert lengths == sorted(lengths, reverse=True)


# --- switching --------------------------------------------------------------------------------------------------------


def test_a_source_that_is_left_out_takes_its_findings_along(opened: Any, path: Path) -> None:
    report = several()
    first = next(iter(report.sources))
    with shown(opened, path) as page:
        page.locator("tr[data-source='0'] .counts").uncheck()
        gone = {str(n) for n, f in enumerate(report.findings, 1) if f.match.source == first}
        hidden = page.evaluate("() => [...document.querySelectorAll('.finding[hidden]')].map(each => each.id)")
        assert set(hidden) == gone
        assert not gone & set(page.evaluate("() => [...document.querySelectorAll('mark')].map(each => each.dataset.f)"))
        # a link to what is hidden shows it
        page.evaluate(f"() => {{ location.hash = '#{min(gone, key=int)}'; }}")
        page.wait_for_selector(".finding.sel")
        assert selected(page) == [min(gone, key=int)]


def test_what_is_left_out_of_the_numbers_stays_visible(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator("tr[data-flag=boilerplate] input").uncheck()
        phrases = [str(n) for n, f in enumerate(several().findings, 1) if Flag.BOILERPLATE in f.flags]
        for number in phrases:
            assert page.locator(f"[id='{number}'].out").is_visible()
        assert page.locator(".state").inner_text().endswith("不计套话")


def test_the_language_and_the_colours_are_switched(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        assert "总复制比" in page.locator("main").inner_text()
        page.locator("[data-do=lang]").click()
        words = page.locator("main").inner_text()
        assert "总复制比" not in words
        assert text("en", "check.total") in words
        assert page.locator("[data-select=order] option").first.inner_text() == "by place"
        assert page.locator(".strip title").text_content() == "Distribution"
        before = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        page.locator("[data-do=theme]").click()
        assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") != before


# --- reviewing --------------------------------------------------------------------------------------------------------


def test_marks_of_a_reviewer_are_kept_and_carried(opened: Any, path: Path, tmp_path: Path) -> None:
    with shown(opened, path, fragment="#2") as page:
        page.locator("input[name=review][value=ask]").check()
        page.locator("#review-note").fill("问 <b>作者</b>")
        page.reload()
        assert page.locator("[id='2'] .review").text_content() == "待核to be asked about 问 <b>作者</b>"
        with page.expect_download() as download:
            page.locator("[data-do=export]").click()
        saved = tmp_path / "review.json"
        download.value.save_as(saved)
        found = json.loads(saved.read_text(encoding="utf-8"))
        assert found["marks"] == [{"n": 2, "mark": "ask", "note": "问 <b>作者</b>"}]
    with shown(opened, path) as page:
        page.evaluate("() => localStorage.clear()")
        page.reload()
        assert not page.locator("[id='2'] .review").count()
        page.locator("[data-import]").set_input_files(saved)
        page.wait_for_selector("[id='2'] .review", state="attached")
    other = tmp_path / "other.html"
    other.write_text(page_of(twins()), encoding="utf-8")
    with shown(opened, other) as page:
        page.locator("[data-import]").set_input_files(saved)
        page.wait_for_selector("[data-other]", state="visible")
        assert not page.locator(".review").count()


# --- printing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_what_is_printed(script: bool, opened: Any, path: Path) -> None:
    with shown(opened, path, script=script) as page:
        page.emulate_media(media="print")
        assert page.locator(".text").is_visible()
        assert page.locator("[id='3'] .pair").is_visible()
        assert not page.locator(".bar[role=toolbar]").is_visible()
        assert page.locator("#paragraphs table").is_visible()
        page.emulate_media(media="screen")
        page.locator("#print-only").check()
        page.emulate_media(media="print")
        assert not page.locator(".text").is_visible()
        assert page.locator("[id='3'] .pair").is_visible()
        assert page.locator("#record").is_visible()


# --- several, and for everybody ---------------------------------------------------------------------------------------


def many(lang: Any = "zh") -> str:
    page = Page(Wanted(lang), several=True)
    for report in (several(), twins(), drawn(3, sources=1)):
        page.add(report, (report.document.name, f"{len(report.findings)}/{report.document.name}"))
    return page.content()


def test_of_several_one_is_shown_at_a_time(opened: Any, tmp_path: Path) -> None:
    path = tmp_path / "一批.html"
    path.write_text(many(), encoding="utf-8")
    with shown(opened, path) as page:
        assert page.locator(".report:visible").count() == 1
        page.locator(".overview a[href='#r3']").click()
        page.wait_for_selector("#r3", state="visible")
        assert page.locator(".report:visible").count() == 1
    with shown(opened, path, fragment="#2-3") as page:
        assert selected(page) == ["2-3"]
        assert page.locator("#r2").is_visible()
    with shown(opened, path, script=False) as page:
        assert page.locator(".report:visible").count() == 3


def test_of_many_the_table_is_sorted_and_filtered(opened: Any, tmp_path: Path) -> None:
    """Of three hundred documents nobody finds one by scrolling; without a script it is a plain table."""
    page = Page(Wanted("zh"), several=True)
    names = [f"{unit}{n}村/总结.txt" for n, unit in enumerate("甲乙丙丁" * 3)]
    for seed, name in enumerate(names):
        page.add(drawn(seed % 4), (name,))
    file = tmp_path / "汇总.html"
    file.write_text(page.content(), encoding="utf-8")

    def told(found: Any, column: int) -> list[str]:
        rows = "[...document.querySelectorAll('.overview tbody tr')].filter(e => e.offsetParent)"
        return [str(each) for each in found.evaluate(f"() => {rows}.map(e => e.cells[{column}].innerText.trim())")]

    with shown(opened, file) as found:
        assert len(told(found, 0)) == len(names)
        found.locator("[data-filter=overview]").fill("丙")
        assert sorted(told(found, 0)) == sorted(name for name in names if "丙" in name)
        assert found.locator("[data-found=overview]").inner_text() == f"3 / {len(names)}"
        found.locator("[data-filter=overview]").fill("")
        heads = found.locator(".overview thead th")
        total = next(n for n in range(heads.count()) if "总复制比" in heads.nth(n).inner_text())
        for up in (False, True):
            heads.nth(total).locator("button").click()
            shares = [float(words.rstrip("%")) for words in told(found, total)]
            assert shares == sorted(shares, reverse=not up)
        # what is opened from it is still what was pressed
        link = found.locator(".overview tbody tr a").nth(1)
        link.click()
        found.wait_for_selector(str(link.get_attribute("href")), state="visible")
        assert found.locator(".report:visible").count() == 1
    with shown(opened, file, script=False) as found:
        assert len(told(found, 0)) == len(names)
        assert not found.locator("[data-filter=overview]").is_visible()


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize(
    ("size", "lang", "scheme"),
    [(LAPTOP, "zh", "light"), (LAPTOP, "en", "dark"), (PHONE, "zh", "dark"), (PHONE, "en", "light")],
)
def test_nobody_is_kept_out(size: tuple[int, int], lang: str, scheme: Any, opened: Any, tmp_path: Path) -> None:
    """No error of axe-core: names, roles, contrast, order of headings."""
    from axe_playwright_python.sync_playwright import Axe

    for name, content in (
        ("check", page_of(several(), lang=lang)), ("comparison", page_of(drawn(1, sources=1), lang=lang)),
        ("many", many(lang)),
    ):  # fmt: skip
        path = tmp_path / f"{name}.html"
        path.write_text(content, encoding="utf-8")
        with shown(opened, path, size=size, fragment="#2" if name != "many" else "") as page:
            page.emulate_media(color_scheme=scheme)
            page.locator("[id$=paragraphs] summary:visible").click()
            found = Axe().run(page).response["violations"]
            told = [(each["id"], [node["target"] for node in each["nodes"]][:3], each["help"]) for each in found]
            assert told == [], name


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_nothing_is_wider_than_the_screen(size: tuple[int, int], opened: Any, path: Path) -> None:
    with shown(opened, path, size=size) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
