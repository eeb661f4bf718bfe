"""The command ``simcheck``, also as ``python -m simcheck``: in, run, and out at once."""

import contextlib
import gc
import os
import sys


def enter() -> None:
    """Run the program and leave the process.

    Collecting garbage while modules are imported and freeing the dictionary word by word at the end take longer than
    comparing two reports; both are left to the operating system. Files are written and closed by then.
    """
    gc.set_threshold(100_000)
    from simcheck.cli import main

    code = main()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    enter()
