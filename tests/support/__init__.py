"""What tests of several rooms share: where things lie, slow oracles, makers of documents."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
"""The checkout."""

SAMPLES: Final = ROOT / "corpus"
"""The sample reports."""

DATA: Final = ROOT / "tests" / "data"
"""Files that tests read."""

GOLDEN: Final = ROOT / "tests" / "golden"
"""Screens and files as they are expected; ``SIMCHECK_GOLDEN=write`` writes them."""
