"""What prints a PDF on this machine: a browser, LibreOffice; where nothing does, why not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from benchmarks.reading.printing import NO_LIBREOFFICE
from simcheck.render.pdf import programs

NO_BROWSER: Final = "" if programs.browser() else "no browser that prints pages"
NO_CALC: Final = NO_LIBREOFFICE or ("" if shutil.which("localc") else "LibreOffice has no calc here")
NO_FONT: Final = (
    "" if any(Path("/usr/share/fonts").rglob("*.*")) or os.name != "posix" else "no font: no word is printed"
)
NO_CROSSING: Final = NO_FONT or (NO_BROWSER and NO_CALC)
"""Why no crossing is printed: by neither of the two."""
