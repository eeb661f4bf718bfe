"""Why do regular expressions with ideographs compile slowly, and what does the program do about it?

Python marks every character of a set one by one before it looks for a shorter way to write the set down: two
milliseconds for the ideographs, in each of the sixty sets that a comparison compiles, more than comparing takes. The
program leaves wide ranges as they are, which the matcher knows as well. It is no business of a library to do this to
others' processes: only ``__main__`` asks for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_WIDE: Final = 256
"""Characters from which a range is left as it is."""


def leave_wide() -> None:
    """From now on compile sets without marking each character of their wide ranges; every set matches what it did.

    Where Python has no such step any more, nothing changes.
    """
    compiler: Any = import_module("re._compiler")
    marked = getattr(compiler, "_optimize_charset", None)
    kind = getattr(compiler, "RANGE", None)
    if marked is None or kind is None or hasattr(marked, "leaves_wide"):
        return

    def optimized(charset: Any, *folding: Any) -> tuple[list[Any], bool]:
        # where case is folded, a range is more than its ends
        wide = [] if any(folding) else [one for one in charset if one[0] is kind and one[1][1] - one[1][0] >= _WIDE]
        if not wide:
            return marked(charset, *folding)  # type: ignore[no-any-return]
        narrow, has_case = marked([one for one in charset if one not in wide], *folding)
        return [*narrow, *wide], has_case

    optimized.leaves_wide = True  # type: ignore[attr-defined]
    compiler._optimize_charset = optimized
