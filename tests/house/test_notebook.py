"""The notebook for researchers runs from top to bottom and shows what it shows; SIMCHECK_GOLDEN=write puts that in."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from support import ROOT

NOTEBOOK: Final = ROOT / "docs" / "researchers.ipynb"

INSTALLED: Final = "installed"
"""The tag of a cell that prints other things where other packages are installed."""


def notebook() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return loaded


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_it_shows_what_its_cells_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Jupyter: the cells share their names, as there."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns(".simcheck"))
    monkeypatch.chdir(tmp_path)
    page, names = notebook(), dict[str, Any]()
    count = 0
    for cell in page["cells"]:
        if cell["cell_type"] != "code":
            continue
        count += 1
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source(cell), f"<cell {count}>", "exec"), names)
        if os.environ.get("SIMCHECK_GOLDEN") == "write":
            text = printed.getvalue().splitlines(keepends=True)
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text}] if text else []
            cell["execution_count"] = count
        elif INSTALLED not in cell["metadata"].get("tags", []):
            shown = "".join(line for output in cell["outputs"] for line in output["text"])
            assert printed.getvalue() == shown, source(cell)
    if os.environ.get("SIMCHECK_GOLDEN") == "write":
        words = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
        NOTEBOOK.write_text(words, encoding="utf-8", newline="\n")


def test_any_program_for_notebooks_opens_it() -> None:
    """By what the format (nbformat 4.5) asks of cells."""
    page = notebook()
    assert (page["nbformat"], page["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in page["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in page["cells"]:
        assert isinstance(cell["source"], list)
        if cell["cell_type"] == "code":
            assert cell["outputs"] or "print" not in source(cell)
            assert all(output["output_type"] == "stream" for output in cell["outputs"])


def test_nothing_of_the_machine_is_kept_in_it() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert str(Path.home()) not in text.replace("/root", str(Path.home())) or str(Path.home()) == "/"
    assert "Traceback" not in text
