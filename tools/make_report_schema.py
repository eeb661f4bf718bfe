"""Write the JSON schemas of saved results: ``report.schema.json``, and of a crossing ``crossing.schema.json``.

Run from anywhere: ``python tools/make_report_schema.py``

They are made from the types by which results are read (``simcheck.report.schema``, ``simcheck.crossing.saved``).
``tests/report/test_schema.py`` and ``tests/crossing/test_crossing_saved.py`` fail if they differ, or if a result is not
what they say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from simcheck.crossing import saved
from simcheck.report.schema import WrittenResult
from simcheck.report.serialise import FORMAT

FOLDER: Final = Path(__file__).parents[1] / "docs"
PAGE: Final = FOLDER / "report.schema.json"
CROSSING: Final = FOLDER / "crossing.schema.json"


def page() -> str:
    """The schema of a result, as it is written."""
    return _page(WrittenResult, f"A result of simcheck, format {FORMAT}")


def crossing_page() -> str:
    """The schema of a crossing."""
    return _page(saved.SavedCrossing, f"A crossing of simcheck, format {saved.FORMAT}")


def _page(type: Any, title: str) -> str:
    (made,), parts = msgspec.json.schema_components([type], ref_template="#/$defs/{name}")
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **made,
        "$defs": {name: parts[name] for name in sorted(parts)},
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    CROSSING.write_text(crossing_page(), encoding="utf-8", newline="\n")
