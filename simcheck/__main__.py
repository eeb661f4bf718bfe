"""The command ``simcheck``, also as ``python -m simcheck``: in, run, and out at once."""

import contextlib
import gc
import os
import signal
import sys


def enter() -> None:
    """Run the program, or the child that it started itself as, and leave the process.

    Collecting garbage while modules are imported and freeing the dictionary word by word at the end take longer than
    comparing two reports; both are left to the operating system. Files are written and closed by then.
    """
    gc.set_threshold(100_000)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = _run()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
    except KeyboardInterrupt:
        # while modules are imported, or at the very end: nothing has been begun, or everything is done
        code = 130
    os._exit(code)


def _run() -> int:
    from simcheck import ranges, worker

    ranges.leave_wide()
    if worker.of_program(sys.argv[1:]):
        return 0
    from simcheck.cli.main import main

    return main()


if __name__ == "__main__":
    enter()
