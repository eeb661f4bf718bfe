"""What a reader does with the page of a crossing in a browser: links, sorting, filters, print, no script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from support.browsers import LAPTOP, PHONE, browser, needs_browser, shown
from support.crossings import crossed, villages

from simcheck.crossing.crossing import Crossing
from simcheck.render.crossing.view import View
from simcheck.render.page.crossing import crossing_page

pytestmark = needs_browser

OWN = [("石坡村2023年述职报告.txt", "石坡村2024年述职报告.txt")]


@pytest.fixture(scope="module")
def opened() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def crossing() -> Crossing:
    return crossed(villages(), own=OWN)


@pytest.fixture
def path(crossing: Crossing, tmp_path: Path) -> Path:
    file = tmp_path / "互查.html"
    file.write_text(crossing_page(View(crossing, "zh")), encoding="utf-8")
    return file


def column(page: Any, table: str, number: int) -> list[str]:
    """The visible words of a column, from the first row to the last."""
    rows = page.locator(f"[data-table={table}] tbody tr:visible")
    return [
        str(each) for each in rows.locator(f":nth-child({number})").evaluate_all("all => all.map(e => e.innerText)")
    ]


def numbers(page: Any) -> list[int]:
    """The ranks of the documents, as they stand in the table."""
    ids = page.locator("[data-table=documents] tbody tr:visible").evaluate_all("all => all.map(each => each.id)")
    return [int(str(each).rpartition("-")[2]) for each in ids]


# --- with a script ----------------------------------------------------------------------------------------------------


def test_a_press_on_a_head_sorts_by_its_numbers(crossing: Crossing, opened: Any, path: Path) -> None:
    rows = View(crossing, "zh").rows
    with shown(opened, path) as page:
        assert numbers(page) == list(range(1, len(rows) + 1))
        head = page.locator("[data-table=documents] thead th", has_text="有效字")
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert numbers(page) == [row.number for row in sorted(rows, key=lambda row: -row.share.whole)]
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        assert numbers(page) == [row.number for row in sorted(rows, key=lambda row: row.share.whole)]
        page.locator("[data-table=documents] thead th button").first.click()
        assert page.locator("[aria-sort]").count() == 1
        assert sorted(numbers(page)) == list(range(1, len(rows) + 1))


def test_rows_are_sorted_by_the_keyboard(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator("[data-table=pairs] thead button").nth(1).focus()
        page.keyboard.press("Enter")
        assert page.locator("[data-table=pairs] [aria-sort=descending]").count() == 1


def test_rows_are_filtered_by_a_name_and_a_link_brings_one_back(crossing: Crossing, opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator("[data-filter=documents]").fill("石坡村")
        assert len(numbers(page)) == 2
        assert page.locator("[data-found=documents]").inner_text() == f"2 / {len(crossing.documents)}"
        page.locator("#pairs a[href='#document-1']").first.click()
        assert 1 in numbers(page)
        page.locator("[data-filter=documents]").fill("")
        assert len(numbers(page)) == len(crossing.documents)


def test_a_link_into_what_is_folded_opens_it(opened: Any, path: Path) -> None:
    with shown(opened, path, fragment="#record") as page:
        page.evaluate("() => { document.querySelector('#method details').id = 'inner'; location.hash = '#inner'; }")
        page.wait_for_function("() => document.querySelector('#inner').open")


@pytest.mark.parametrize("script", [True, False])
def test_links_lead_from_a_cell_to_the_pair_and_from_a_group_to_a_passage(
    script: bool, opened: Any, path: Path
) -> None:
    with shown(opened, path, script=script) as page:
        for where in ("svg.matrix a", "svg.graph a[href^='#pair']", ".group a[href^='#passage']"):
            link = page.locator(where).first
            wanted = str(link.get_attribute("href"))
            link.dispatch_event("click") if script else page.goto(path.as_uri() + wanted)
            page.wait_for_timeout(100)
            assert page.evaluate("() => '#' + document.querySelector(':target').id") == wanted
            assert page.locator(wanted).is_visible()


def test_the_language_and_the_colours_are_switched(opened: Any, path: Path) -> None:
    with shown(opened, path) as page:
        page.locator("[data-do=lang]").click()
        head = page.locator("header").inner_text()
        assert "documents, each with each" in head
        assert not any(words in head for words in ("互查", "证据强", "有效字"))
        assert page.locator("svg.graph title").first.text_content() == "group 1"
        before = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        page.locator("[data-do=theme]").click()
        assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") != before


# --- without one, on paper, on any screen -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_without_a_script_all_is_there(size: tuple[int, int], crossing: Crossing, opened: Any, path: Path) -> None:
    with shown(opened, path, size=size, script=False) as page:
        assert len(numbers(page)) == len(crossing.documents)
        assert not page.locator(".filter").first.is_visible()
        assert page.locator(".finding").count() == len(crossing.passages)
        assert "点列名" not in page.locator("#documents").inner_text()
        assert page.locator("noscript").inner_text()


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_nothing_is_wider_than_the_screen(size: tuple[int, int], opened: Any, path: Path) -> None:
    with shown(opened, path, size=size) as page:
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


def test_a_graph_is_seen_whole_on_a_phone(opened: Any, path: Path) -> None:
    with shown(opened, path, size=PHONE) as page:
        ends = page.evaluate(
            "() => [...document.querySelectorAll('svg.graph')].map(e => e.getBoundingClientRect().right)"
        )
        assert ends
        assert max(ends) <= PHONE[0]


def test_what_is_printed(crossing: Crossing, opened: Any, path: Path) -> None:
    """All of it, what is folded too, and nothing that can only be pressed."""
    with shown(opened, path) as page:
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        # heads by which tables are sorted look like heads
        assert not page.locator(":not(th) > button:visible, input:visible").count()
        assert page.locator("#method dl").is_visible()
        assert page.locator("svg.matrix").is_visible()
        # the picture has its numbers, and a table of sixty columns has no room
        assert not page.locator(".alternative:visible").count()
        assert page.locator(".finding:visible").count() == len(crossing.passages)


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize(
    ("size", "lang", "scheme"),
    [(LAPTOP, "zh", "light"), (LAPTOP, "en", "dark"), (PHONE, "zh", "dark"), (PHONE, "en", "light")],
)
def test_nobody_is_kept_out(
    size: tuple[int, int], lang: Any, scheme: Any, crossing: Crossing, opened: Any, tmp_path: Path
) -> None:
    """No error of axe-core: names, roles, contrast, order of headings."""
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "互查.html"
    file.write_text(crossing_page(View(crossing, lang)), encoding="utf-8")
    with shown(opened, file, size=size) as page:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
        found = Axe().run(page).response["violations"]
        told = [(each["id"], [node["target"] for node in each["nodes"]][:3], each["help"]) for each in found]
        assert told == []
