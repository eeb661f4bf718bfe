"""A real browser for the tests of pages: the system's Chromium, driven by playwright; where there is none, why not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LACKING: Final = (
    "there is no Chromium here (apt-get install chromium)"
    if CHROMIUM is None
    else "playwright is not installed (pip install -e '.[dev]')"
    if find_spec("playwright") is None
    else ""
)
needs_browser: Final = pytest.mark.skipif(bool(LACKING), reason=LACKING)

LAPTOP, PHONE = (1366, 768), (390, 844)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, for all tests of a module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        # without a sandbox of its own: tests may run as the user who must not have one
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        _try(opened)
        yield opened
        opened.close()


def _try(opened: Browser) -> None:
    """Skip what needs a browser that shows words: one without any font ends when it should."""
    from playwright.sync_api import Error

    page = opened.new_page()
    try:
        # words alone it shows without; what one chooses from it does not
        page.set_content("<select><option>字</option></select>")
        page.screenshot()
    except Error:
        pytest.skip("Chromium shows no page here (it ends where there is no font)")
    page.close()


@contextmanager
def shown(
    opened: Browser, path: Path, *, fragment: str = "", size: tuple[int, int] = LAPTOP, script: bool = True
) -> Iterator[Page]:
    """A file as the browser shows it; whatever the page complains of, or asks of a network, fails the test."""
    wide, high = size
    context = opened.new_context(
        viewport={"width": wide, "height": high}, java_script_enabled=script, accept_downloads=True
    )
    complaints: list[str] = []
    page = context.new_page()
    page.set_default_timeout(5000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: _asked(request.url, complaints))
    page.goto(path.as_uri() + fragment)
    yield page
    context.close()
    assert complaints == []


def _asked(address: str, complaints: list[str]) -> None:
    if not address.startswith(("file:", "blob:", "data:")):
        complaints.append(address)
