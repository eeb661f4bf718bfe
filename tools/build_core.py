"""Compile the C in simcheck/compiled, at installation (a hook of hatchling) or by hand.

    python tools/build_core.py

Without a compiler, or if it fails, nothing is built and simcheck works without: slower, with the same results.
``CC`` names another compiler; with ``SIMCHECK_CORE=python`` nothing is built, which makes a wheel for every system.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "simcheck" / "compiled"
FLAGS: Final = ("-std=c99", "-O2", "-ffp-contract=off", "-fno-fast-math", "-shared", "-fPIC", "-fvisibility=hidden")


def target(folder: Path = FOLDER) -> Path:
    """Where the library lies: beside its sources, under the name that ``simcheck.compiled`` looks for."""
    return folder / "core.bin"


def compiler() -> list[str]:
    """The command of a C compiler; empty if there is none."""
    for name in (os.environ.get("CC", ""), "cc", "gcc", "clang"):
        command = shlex.split(name)
        if command and shutil.which(command[0]):
            return command
    return []


def build(folder: Path = FOLDER) -> str:
    """Compile; why nothing was built, or nothing."""
    if os.environ.get("SIMCHECK_CORE") == "python":
        return "it is not wanted"
    command = compiler()
    if not command:
        return "there is no C compiler"
    made = target(folder).with_name("core.bin.new")
    flags = [flag for flag in FLAGS if flag != "-fPIC" or sys.platform != "win32"]
    sources = sorted(map(str, folder.glob("*.c")))
    ran = subprocess.run([*command, *flags, *sources, "-o", str(made), "-lm"], capture_output=True, text=True)
    if ran.returncode:
        made.unlink(missing_ok=True)
        return ran.stderr.strip() or f"{command[0]} failed"
    # another process may be using the old one
    made.replace(target(folder))
    return ""


def platform_tag() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class CoreHook(BuildHookInterface):  # type: ignore[misc]
        """Adds the compiled core to a wheel, which then is one of this platform, for every Python 3."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            if self.target_name != "wheel":
                return
            folder = Path(self.root) / "simcheck" / "compiled"
            wrong = build(folder)
            if wrong:
                self.app.display_warning(f"simcheck works without its compiled core: {wrong}")
                return
            if version == "editable":
                return  # it lies beside its sources, where it is used
            made = target(folder)
            build_data["force_include"][str(made)] = f"simcheck/compiled/{made.name}"
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform_tag()}"


if __name__ == "__main__":
    sys.exit(build() or None)
