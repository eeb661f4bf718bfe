"""Write the JSON schema of a saved result: ``report.schema.json``.

Run from anywhere: ``python tools/make_report_schema.py``

It is made from the types by which results are read (``simcheck.report.schema``). ``tests/house/test_docs.py`` fails if
they differ, or if a result is not what they say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from simcheck.report.schema import WrittenResult
from simcheck.report.serialise import FORMAT

PAGE: Final = Path(__file__).parents[1] / "docs" / "report.schema.json"


def page() -> str:
    """The schema, as it is written."""
    (made,), parts = msgspec.json.schema_components([WrittenResult], ref_template="#/$defs/{name}")
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A result of simcheck, format {FORMAT}",
        **made,
        "$defs": {name: parts[name] for name in sorted(parts)},
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
