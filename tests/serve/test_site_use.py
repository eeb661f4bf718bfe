"""The site in a real browser: the way from the drop to the report, the corpus, both languages, keyboard, phone."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import SAMPLES
from support.browsers import LAPTOP, PHONE, browser, needs_browser
from support.commands import LAST, THIS
from support.serving import Server

from simcheck.environment import LANGUAGES, Language
from simcheck.i18n.messages import Messages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_browser

PATIENCE = 90_000
"""Milliseconds: other tests may have both processors."""

TEXT = (SAMPLES / THIS).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as started:
        yield started


@contextmanager
def visiting(
    opened: Browser,
    server: Server,
    path: str = "/",
    *,
    lang: Language = "zh",
    size: tuple[int, int] = LAPTOP,
    script: bool = True,
    scheme: str = "light",
    bare: bool = False,
) -> Iterator[Page]:
    """A page of the site; whatever it complains of, or asks of anybody else, fails the test. ``bare``: without the
    policy of the site, for what a tool of the tests puts into the page."""
    context = opened.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=script,
        accept_downloads=True,
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=bare,
    )
    complaints: list[str] = []
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _asked(request.url, server, complaints))
    page.goto(f"{server.address}&lang={lang}")
    assert "token" not in page.url
    if path != "/":
        page.goto(f"http://{server.host}{path}")
    yield page
    context.close()
    assert complaints == []


def until(page: Page, condition: str) -> None:
    """Wait until it holds; ``wait_for_function`` evaluates in the page, which the policy of the site forbids."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def _asked(address: str, server: Server, complaints: list[str]) -> None:
    if not address.startswith((f"http://{server.host}/", "blob:", "data:")):
        complaints.append(address)


def dropped(page: Page, files: dict[str, bytes]) -> None:
    """Files that are dropped on the zone, as the system hands them over."""
    given = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
    page.evaluate(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, data] of files) {
                const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
                transfer.items.add(new File([bytes], name));
            }
            const zone = document.querySelector("[data-drop]");
            for (const kind of ["dragenter", "dragover", "drop"]) {
                zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }
        }""",
        given,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_dropped_is_checked_read_and_downloaded(opened: Browser, server: Server, lang: Language) -> None:
    say = Messages(lang)
    drafts = {f"新稿{n}.txt": f"就职发言{n}\n{TEXT[: 700 * n]}".encode() for n in (1, 2)}
    with visiting(opened, server, lang=lang) as page:
        assert page.locator("html").get_attribute("lang") == ("zh-CN" if lang == "zh" else "en")
        dropped(page, drafts | {"空.txt": b" "})
        assert "3" in page.locator("[data-chosen]").inner_text()
        page.get_by_role("button", name=say("site.send"), exact=True).click()
        page.wait_for_url(re.compile("/jobs/[0-9a-f]{16}$"))
        page.get_by_role("heading", name=say("site.job.documents")).wait_for()
        assert "空.txt" in page.locator(".failed").inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="新稿2.txt .json").click()
        told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert told["document"]["name"] == "新稿2.txt"
        assert download.value.suggested_filename == "新稿2.json"
        page.get_by_role("link", name="新稿2.txt", exact=True).click()
        page.locator("mark, .k").first.wait_for()
        assert page.locator("html").get_attribute("lang") == ("zh-CN" if lang == "zh" else "en")
        assert "新稿2.txt" in page.title()
        # what is chosen there is done there: its script runs
        page.get_by_role("button", name=say("page.theme")).first.click()
        page.go_back()
        page.get_by_role("heading", name=say("site.job.documents")).wait_for()
        page.get_by_text(say("site.job.remove"), exact=True).click()
        page.get_by_role("button", name=say("site.job.remove.yes")).click()
        page.wait_for_url(f"http://{server.host}/jobs")


def listed(page: Page) -> list[str]:
    return page.locator("[data-list] bdi").all_inner_texts()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_chosen_is_listed_and_removed_by_the_keyboard(opened: Browser, server: Server, lang: Language) -> None:
    say = Messages(lang)
    hostile = "<img src=x onerror=alert(1)>\u202etxt.$&{name}.txt"
    with visiting(opened, server, lang=lang) as page:
        dropped(page, {"甲.txt": b"1", hostile: b"22", "乙.txt": b"3"})
        assert listed(page) == ["甲.txt", hostile, "乙.txt"]
        assert not page.locator("[data-list] img").count()
        rows = page.get_by_role("list", name=say("site.drop.list"), exact=True).get_by_role("button")
        names = [rows.nth(n).get_attribute("aria-label") for n in range(3)]
        assert names == [
            say("site.drop.remove", name="{}").replace("{}", name) for name in ("甲.txt", hostile, "乙.txt")
        ]
        rows.nth(1).focus()
        page.keyboard.press("Enter")
        assert listed(page) == ["甲.txt", "乙.txt"]
        assert "2" in page.locator("[data-chosen]").inner_text()
        # who goes on pressing removes the next one, and ends where files are chosen
        for left in (["甲.txt"], []):
            page.keyboard.press("Enter")
            assert listed(page) == left
        assert page.evaluate("document.activeElement.id") == "start-files"
        assert page.locator("[data-chosen]").inner_text() == say("site.drop.none")
        assert not page.locator("[data-list]").is_visible()


def test_what_was_removed_is_not_sent_and_another_of_the_same_name_is(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server) as page:
        dropped(page, {"总结.txt": f"甲村\n{TEXT[:600]}".encode(), "不要.txt": b"x"})
        # another folder has one that is called so too
        dropped(page, {"总结.txt": f"乙村的另一份\n{TEXT[:700]}".encode()})
        page.get_by_role("button", name=say("site.drop.remove", name="不要.txt"), exact=True).click()
        assert listed(page) == ["总结.txt", "总结.txt"]
        page.get_by_role("button", name=say("site.send"), exact=True).click()
        page.get_by_role("heading", name=say("site.job.documents")).wait_for()
        assert page.get_by_role("link", name="总结.txt", exact=True).count() == 2
        # who goes back begins anew
        page.go_back()
        assert page.locator("[data-chosen]").inner_text() == say("site.drop.none")


def test_the_same_file_is_chosen_once_and_a_long_list_is_bounded(
    opened: Browser, server: Server, tmp_path: Path
) -> None:
    say = Messages("zh")
    paths = [tmp_path / f"{n:03}.txt" for n in range(130)]
    for path in paths:
        path.write_text(path.name, encoding="utf-8")
    with visiting(opened, server) as page:
        for _ in range(2):
            page.locator("#start-files").set_input_files(paths)
        assert listed(page) == [path.name for path in paths[:100]]
        assert page.locator("[data-rest]").inner_text() == say("site.drop.rest", n=30)
        assert "130" in page.locator("[data-chosen]").inner_text()
        page.get_by_role("button", name=say("site.drop.remove", name="000.txt"), exact=True).click()
        assert listed(page)[-1] == "100.txt"
        page.locator("[data-clear]").click()
        assert listed(page) == []
        assert not page.locator("[data-rest]").is_visible()


def test_nothing_dropped_is_said_and_nothing_is_sent(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server) as page:
        dropped(page, {})
        assert page.get_by_role("alert").inner_text() == say("site.drop.empty")
        page.get_by_role("button", name=say("site.send"), exact=True).click()
        assert page.evaluate("document.activeElement.id") == "start-files"
        assert page.url.endswith("/?lang=zh") or page.url == f"http://{server.host}/"
        dropped(page, {"甲.txt": b"1"})
        assert not page.get_by_role("alert").count()


def test_what_cannot_be_read_of_a_folder_is_said(opened: Browser, server: Server) -> None:
    """A folder of which the system gives one file, refuses another, and breaks off."""
    with visiting(opened, server) as page:
        page.evaluate(
            """() => {
                const file = (name, ok) => ({ name, isFile: true, file: (done, wrong) =>
                    ok ? done(new File(["1"], name)) : wrong(new DOMException("no", "NotReadableError")) });
                const reader = (some) => ({ readEntries: (done) => done(some.splice(0)) });
                const folder = { name: "各村", isDirectory: true,
                    createReader: ((some) => () => reader(some))([file("甲.txt", true), file("锁.txt", false),
                    file("乙.txt", true)]) };
                const drop = new Event("drop", { bubbles: true, cancelable: true });
                drop.dataTransfer = { items: [{ webkitGetAsEntry: () => folder }], files: [] };
                document.querySelector("[data-drop]").dispatchEvent(drop);
            }"""
        )
        page.get_by_role("alert").wait_for()
        assert page.get_by_role("alert").inner_text() == Messages("zh")("site.drop.unread", n=1, name="各村/锁.txt")
        assert listed(page) == ["各村/甲.txt", "各村/乙.txt"]


def test_documents_are_crossed_and_their_report_is_opened(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server) as page:
        page.get_by_text(say("site.kind.cross"), exact=True).click()
        dropped(page, {name: (SAMPLES / name).read_bytes() for name in (THIS, LAST)})
        page.get_by_role("button", name=say("site.send"), exact=True).click()
        page.get_by_role("link", name=say("site.job.open.cross")).click()
        page.get_by_role("heading", level=1).wait_for()
        assert THIS.removesuffix(".txt") in page.locator("main").inner_text()


def test_progress_is_shown_and_a_job_is_cancelled(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    files = [(f"{n:03}.txt", f"第{n}份\n{TEXT}".encode()) for n in range(300)]
    job = server.send(files, kind="check").json["id"]
    while server.ask(f"/api/v1/jobs/{job}").json["state"] == "waiting":
        time.sleep(0.05)
    waiting = server.send(files[:1], kind="check").json["id"]
    with visiting(opened, server, f"/jobs/{waiting}") as page:
        assert say("site.state.waiting.place", n=1) in page.locator("[data-state]").inner_text()
    with visiting(opened, server, f"/jobs/{job}") as page:
        until(page, "document.querySelector('progress').value > 0")
        assert "/ 300" in page.locator("[data-state]").inner_text()
        page.get_by_role("button", name=say("site.job.cancel")).click()
        page.get_by_text(say("site.job.cancelled")).wait_for()
    assert server.done(waiting)["state"] == "done"


def test_a_job_in_the_line_is_cancelled_and_one_that_is_gone_is_said(opened: Browser, server: Server) -> None:
    """What the back button, a reload and another window do to its page."""
    say = Messages("zh")
    files = [(f"{n:03}.txt", f"第{n}份\n{TEXT}".encode()) for n in range(300)]
    running = server.send(files, kind="check").json["id"]
    waiting = server.send(files[:1], kind="check").json["id"]
    with visiting(opened, server, f"/jobs/{waiting}") as page:
        page.reload()
        assert say("site.state.waiting.place", n=1) in page.locator("[data-state]").inner_text()
        page.get_by_role("button", name=say("site.job.cancel")).click()
        page.get_by_text(say("site.job.cancelled")).wait_for()
        page.go_back()
        page.wait_for_load_state()
        page.goto(f"http://{server.host}/jobs/{waiting}")
        assert page.get_by_text(say("site.job.cancelled")).count() == 1
    context = opened.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(server.address)
    page.goto(f"http://{server.host}/jobs/{running}")
    page.locator("[data-state]").wait_for()
    assert server.ask(f"/api/v1/jobs/{running}", "DELETE").status == 204
    page.get_by_text(say("serve.no-job.title")).wait_for()
    context.close()


def test_a_page_that_nobody_looks_at_leaves_its_connection_to_others(opened: Browser, server: Server) -> None:
    """A browser has six for a site: with six windows of jobs that run, the seventh would stay white."""
    files = [(f"{n:03}.txt", f"第{n}份\n{TEXT}".encode()) for n in range(300)]
    job = server.send(files, kind="check").json["id"]
    context = opened.new_context()
    context.add_init_script(
        "window.unseen = true; Object.defineProperty(document, 'hidden', { get: () => window.unseen });"
    )
    pages = [context.new_page() for _ in range(9)]
    for page in pages:
        page.set_default_timeout(20_000)
        page.goto(server.address)
        page.goto(f"http://{server.host}/jobs/{job}")
    asked: list[str] = []
    pages[0].on("request", lambda request: asked.append(request.url))
    assert not asked
    pages[0].evaluate("() => { window.unseen = false; document.dispatchEvent(new Event('visibilitychange')); }")
    until(pages[0], "document.querySelector('progress').value > 0")
    assert [url for url in asked if url.endswith("/events")]
    server.ask(f"/api/v1/jobs/{job}", "DELETE")
    context.close()


def test_where_there_are_no_events_one_asks_again(opened: Browser, server: Server) -> None:
    files = [(f"{n:03}.txt", f"第{n}份\n{TEXT}".encode()) for n in range(30)]
    job = server.send(files, kind="check").json["id"]
    context = opened.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script("delete window.EventSource")
    page.goto(server.address)
    page.goto(f"http://{server.host}/jobs/{job}")
    page.get_by_role("heading", name=Messages("zh")("site.job.documents")).wait_for()
    context.close()


def test_without_a_script_a_form_does_it(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server, script=False) as page:
        page.locator("input[name=files]").set_input_files(
            {"name": "新稿.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
        )
        page.get_by_role("button", name=say("site.send"), exact=True).click()
        page.wait_for_url(re.compile("/jobs/[0-9a-f]{16}$"))
        page.get_by_role("link", name="新稿.txt", exact=True).wait_for()


def test_the_corpus_is_searched_added_to_corrected_and_shortened(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server, "/corpus") as page:
        dropped(page, {"新村总结.txt": "新村2021年工作总结\n全村种茶百亩，修路三里，户户通水通电。\n".encode()})
        page.locator("#add-unit").fill("新村")
        page.get_by_role("button", name=say("site.kind.add"), exact=True).click()
        page.get_by_text(say("site.added", added=1, changed=0, known=0)).wait_for()
        page.goto(f"http://{server.host}/corpus")
        page.locator("#q").fill("新村")
        page.locator("#q").press("Enter")
        row = page.get_by_role("row").filter(has_text="新村总结.txt")
        row.get_by_text(say("site.corpus.change")).click()
        row.get_by_label(say("site.corpus.date")).fill("2022年3月")
        row.get_by_role("button", name=say("site.corpus.correct"), exact=True).click()
        page.get_by_text(say("site.corpus.corrected")).wait_for()
        row = page.get_by_role("row").filter(has_text="新村总结.txt")
        assert "2022-03" in row.inner_text()
        assert "新村" in row.inner_text()
        row.get_by_text(say("site.corpus.change")).click()
        row.get_by_role("button", name=say("site.corpus.remove")).click()
        page.get_by_text(say("site.corpus.removed")).wait_for()
        assert page.get_by_role("row").filter(has_text="新村总结.txt").count() == 0


def test_set_phrases_are_added_and_struck(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server, "/corpus/phrases") as page:
        page.locator("#phrase").fill("坚持不懈久久为功")
        page.get_by_role("button", name=say("site.phrases.add"), exact=True).click()
        page.get_by_role("heading", name=say("site.phrases.own")).wait_for()
        page.get_by_role("button", name=re.compile("坚持不懈久久为功")).click()
        page.get_by_role("heading", name=say("site.phrases.struck")).wait_for()
        assert page.get_by_role("heading", name=say("site.phrases.own")).count() == 0


def test_public_texts_are_kept_and_removed(opened: Browser, server: Server) -> None:
    say = Messages("zh")
    with visiting(opened, server, "/corpus/public") as page:
        dropped(page, {"条例.txt": "第一条 为了保护耕地，制定本条例。任何单位和个人不得擅自占用。".encode()})
        page.get_by_role("button", name=say("site.public.add"), exact=True).click()
        page.get_by_text(say("site.public.added", count=1, known=0, total=1)).wait_for()
        page.goto(f"http://{server.host}/corpus/public")
        page.get_by_role("button", name=re.compile("条例.txt")).click()
        page.get_by_text(say("site.public.none")).wait_for()


def test_the_language_is_chosen_and_kept(opened: Browser, server: Server) -> None:
    with visiting(opened, server, "/help") as page:
        page.get_by_role("link", name="English").click()
        page.get_by_role("heading", name="Help", exact=True).wait_for()
        page.goto(f"http://{server.host}/jobs")
        page.get_by_role("heading", name="Jobs", exact=True).wait_for()


def test_everything_is_reached_by_the_keyboard(opened: Browser, server: Server) -> None:
    """From the top of the page to the button that sends, and it is seen where one is."""
    with visiting(opened, server) as page:
        reached: list[str] = []
        for _ in range(25):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    """() => {
                        const at = document.activeElement;
                        const shown = at.matches("input[type=file]") ? at.closest(".button") : at;
                        const style = getComputedStyle(shown);
                        const may = at.matches("[type=radio], body");
                        return style.outlineStyle === "none" && !may ? "unseen "
                            + at.outerHTML : at.id || at.className || at.textContent.trim();
                    }"""
                )
            )
        assert not [name for name in reached if name.startswith("unseen")]
        for wanted in ("skip", "brand", "start-files", "start-folder", "main"):
            assert wanted in reached


def audited(page: Page) -> list[str]:
    """What axe finds wrong with a page."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe-playwright-python is not installed")
@pytest.mark.parametrize(
    ("size", "lang", "scheme"),
    [(LAPTOP, "zh", "light"), (LAPTOP, "en", "dark"), (PHONE, "zh", "dark"), (PHONE, "en", "light")],
)
def test_no_page_shuts_anybody_out(
    opened: Browser, server: Server, size: tuple[int, int], lang: Language, scheme: str
) -> None:
    """No error that axe finds, and nothing wider than the screen."""
    files = [("新稿.txt", f"发言\n{TEXT[:900]}".encode()), ("很长的名称" * 12 + ".txt", b"\x89PNG\r\n\x1a\n")]
    check = server.carried_out(files, kind="check")["id"]
    cross = server.carried_out([(n, (SAMPLES / n).read_bytes()) for n in (THIS, LAST)], kind="cross")["id"]
    failed = server.carried_out(files[:1], kind="check", before="昨天")["id"]
    long = server.send([(f"{n:03}.txt", f"第{n}份\n{TEXT}".encode()) for n in range(200)], kind="check").json["id"]
    paths = ["/", "/jobs", f"/jobs/{check}", f"/jobs/{cross}", f"/jobs/{failed}", f"/jobs/{long}"]
    paths += ["/corpus", "/corpus?q=镇", "/corpus/phrases", "/corpus/public", "/help"]
    with visiting(opened, server, lang=lang, scheme=scheme, size=size, bare=True) as page:
        for path in paths:
            page.goto(f"http://{server.host}{path}")
            for summary in page.locator("summary").all():
                summary.click()
            assert audited(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, path
            if size == PHONE:
                moved = "[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth).length"
                assert page.evaluate(moved) == 0, path
    server.ask(f"/api/v1/jobs/{long}", "DELETE")
