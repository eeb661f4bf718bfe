"""The description of the REST interface (OpenAPI 3.1), made from the types that it speaks."""

from __future__ import annotations

from typing import Any


def document() -> dict[str, Any]:
    """All of it."""
    return {"openapi": "3.1.0", "info": {"title": "simcheck", "version": "1"}, "paths": {}}
