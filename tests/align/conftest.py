"""The tests of the alignment run twice: by its reference in Python, and by the compiled core if there is one."""

from __future__ import annotations

import pytest

from simcheck import compiled


@pytest.fixture(autouse=True, params=["python", "compiled"])
def core(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of the two does the work."""
    which: str = request.param
    monkeypatch.setenv(compiled.WITHOUT, which)
    if which == "compiled" and compiled.core() is None:
        pytest.skip("there is no compiled core: python tools/build_core.py makes it where there is a C compiler")
    return which
