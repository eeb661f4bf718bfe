"""A cluster to try: Sail in this process, which needs no Java; skipped, with a reason, where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

import pytest

_LACKING: Final = [name for name in ("pysail", "pyspark", "pyarrow", "pandas", "grpc") if find_spec(name) is None]

on_sail: Final = [
    pytest.mark.skipif(bool(_LACKING), reason=f"no cluster to try: {', '.join(_LACKING)} not installed"),
    # of what belongs to others
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
]


@contextmanager
def sail() -> Iterator[str]:
    """The address of a cluster of this process."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()
