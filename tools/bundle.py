"""A folder that runs simcheck on another system, laid out from files that were fetched before: nothing is built or run.

    python tools/bundle.py windows --python python-3.12.10-embed-amd64.zip --wheels WHEELS OUT
    python tools/bundle.py linux-arm64 --wheels WHEELS OUT

``WHEELS`` is a folder with the wheel of simcheck and of all that it needs, for that system (docs/install.md says how
they are fetched). On Windows the Python is the embeddable one; on Linux it is that of the system, or the archive of one
that can be moved. What is in archives is looked at before it is written: names that lead out of the folder, links,
names that are one on Windows, files that are not what their wheel says.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import os
import re
import shutil
import stat
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

ROOT: Final = Path(__file__).resolve().parent.parent

PROJECT: Final = "simcheck-zh"

EXTRA: Final = "serve"

MOST: Final = 2_000_000_000
"""Bytes of what is unpacked from one archive."""


class Unfit(Exception):
    """What was given cannot be laid out, in words for whoever gave it."""


@dataclass(frozen=True)
class Target:
    """The system that the folder is for, in the words of markers of dependencies and of wheels."""

    system: str
    machines: tuple[str, ...]
    platforms: re.Pattern[str]
    site: str
    """Where packages go, in the folder."""

    def environment(self, version: tuple[int, int]) -> dict[str, str]:
        """What markers of dependencies ask for."""
        is_windows = self.system == "Windows"
        return {
            "extra": EXTRA,
            "implementation_name": "cpython",
            "implementation_version": f"{version[0]}.{version[1]}.0",
            "os_name": "nt" if is_windows else "posix",
            "platform_machine": self.machines[0],
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system,
            "platform_version": "",
            "python_full_version": f"{version[0]}.{version[1]}.0",
            "python_version": f"{version[0]}.{version[1]}",
            "sys_platform": "win32" if is_windows else "linux",
        }


TARGETS: Final = {
    "windows": Target("Windows", ("AMD64",), re.compile(r"win_amd64"), "python/Lib/site-packages"),
    "linux-arm64": Target("Linux", ("aarch64",), re.compile(r"(many|musl)?linux\w*_aarch64"), "lib/site-packages"),
    "linux-amd64": Target("Linux", ("x86_64",), re.compile(r"(many|musl)?linux\w*_x86_64"), "lib/site-packages"),
}

SIMCHECK_CMD: Final = """\
@echo off
setlocal
set PYTHONUTF8=1
"%~dp0python\\python.exe" -m simcheck %*
"""

SERVE_CMD: Final = """\
@echo off
rem Double-click: simcheck in the browser.
chcp 65001 >nul
title simcheck
setlocal
set PYTHONUTF8=1
if not defined SIMCHECK_CORPUS set "SIMCHECK_CORPUS=%USERPROFILE%\\simcheck\\corpus"
if not exist "%SIMCHECK_CORPUS%" mkdir "%SIMCHECK_CORPUS%"
"%~dp0python\\python.exe" -m simcheck serve %*
if errorlevel 1 pause
"""

SIMCHECK_SH: Final = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
python="$here/python/bin/python3"
[ -x "$python" ] || python=python3
PYTHONPATH="$here/lib/site-packages" exec "$python" -P -m simcheck "$@"
"""

SERVE_SH: Final = """\
#!/bin/sh
# Double-click: simcheck in the browser.
here=$(dirname "$(readlink -f "$0")")
corpus="${SIMCHECK_CORPUS:-${XDG_DATA_HOME:-$HOME/.local/share}/simcheck/corpus}"
mkdir -p "$corpus" || exit
SIMCHECK_CORPUS="$corpus" exec "$here/simcheck" serve "$@"
"""


# --- what is in archives ----------------------------------------------------------------------------------------------

_OF_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_NEVER: Final = re.compile(r'[\x00-\x1f<>:"|?*\\]')


def safe(name: str) -> PurePosixPath:
    """A name of an archive as a path below a folder, on Windows too; raises ``Unfit`` for any other."""
    parts = name.rstrip("/").split("/")
    wrong = name.startswith("/") or _NEVER.search(name)
    if wrong or any(part in ("", ".", "..") or part[-1] in " ." or _OF_DEVICES.fullmatch(part) for part in parts):
        raise Unfit(f"a name that leads elsewhere: {name!r}")
    return PurePosixPath(*parts)


def members(archive: ZipFile) -> Iterator[tuple[PurePosixPath, ZipInfo]]:
    """The files of an archive that may be unpacked, each under a name of its own; raises ``Unfit``."""
    seen: set[str] = set()
    total = 0
    for member in archive.infolist():
        path = safe(member.filename)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Unfit(f"no file: {member.filename!r}")
        if member.is_dir():
            continue
        key = str(path).casefold()
        if key in seen:
            raise Unfit(f"there twice: {member.filename!r}")
        seen.add(key)
        total += member.file_size
        if total > MOST:
            raise Unfit(f"more than {MOST} bytes")
        yield path, member


def put(folder: Path, path: PurePosixPath, data: bytes) -> None:
    """Write a file that is not there yet."""
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Unfit(f"two packages have {path}") from error


# --- wheels -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wheel:
    """A file of a package, and what it needs."""

    path: Path
    name: str
    version: str
    requires: tuple[str, ...]


def wheels(folders: list[Path], target: Target, version: tuple[int, int]) -> list[Wheel]:
    """The wheels of ``PROJECT`` and of all that it needs there; raises ``Unfit`` if one is missing or for another
    system."""
    known: dict[str, list[Path]] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.whl")):
        try:
            known.setdefault(parse_wheel_filename(path.name)[0], []).append(path)
        except InvalidWheelFilename as error:
            raise Unfit(str(error)) from error
    chosen: dict[str, Wheel] = {}
    waiting = [f"{PROJECT}[{EXTRA}]"]
    environment = target.environment(version)
    lacking = []
    while waiting:
        wanted = Requirement(waiting.pop())
        name = canonicalize_name(wanted.name)
        if wanted.marker and not wanted.marker.evaluate(environment):
            continue
        if name in chosen:
            continue
        fits = [path for path in known.get(name, []) if _fits(path, target, version)]
        fits = [
            path for path in fits if wanted.specifier.contains(parse_wheel_filename(path.name)[1], prereleases=True)
        ]
        if not fits:
            lacking.append(str(wanted))
            continue
        # of several the newest, and of these the one that is made for the system
        best = max(fits, key=lambda path: (parse_wheel_filename(path.name)[1], not path.name.endswith("-any.whl")))
        chosen[name] = _described(best)
        waiting += chosen[name].requires
    if lacking:
        raise Unfit(
            f"no wheel for {target.system} {target.machines[0]}, Python {version[0]}.{version[1]}, of: "
            + ", ".join(sorted(set(lacking)))
        )
    return [chosen[name] for name in sorted(chosen)]


def _fits(path: Path, target: Target, version: tuple[int, int]) -> bool:
    tags = parse_wheel_filename(path.name)[3]
    return any(
        (tag.platform == "any" or target.platforms.fullmatch(tag.platform))
        and (
            tag.interpreter in ("py3", "py2.py3", f"py3{version[1]}", f"cp3{version[1]}")
            or (tag.abi == "abi3" and tag.interpreter[:3] == "cp3" and int(tag.interpreter[3:] or 0) <= version[1])
        )
        for tag in tags
    )


def _described(path: Path) -> Wheel:
    name, version, *_ = parse_wheel_filename(path.name)
    with opened(path) as archive:
        inside = [each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)]
        if len(inside) != 1:
            raise Unfit(f"{path.name} has no METADATA")
        head = BytesParser().parsebytes(archive.read(inside[0]))
    return Wheel(path, name, str(version), tuple(head.get_all("Requires-Dist") or ()))


def opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except (OSError, BadZipFile) as error:
        raise Unfit(f"{path}: {error}") from error


def install(wheel: Wheel, site: Path) -> None:
    """Unpack a wheel whose files are what it says of them."""
    with opened(wheel.path) as archive:
        listed = _record(archive, wheel.path.name)
        for path, member in members(archive):
            data = archive.read(member)
            name = str(path)
            if not re.fullmatch(r"[^/]+\.dist-info/RECORD(\.(jws|p7s))?", name) and listed.get(name) != _digest(data):
                raise Unfit(f"{wheel.path.name}: {name} is not what the wheel says")
            place = _place(path)
            if place is not None:
                put(site, place, data)


def _record(archive: ZipFile, name: str) -> dict[str, str]:
    inside = [each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/RECORD", each)]
    if len(inside) != 1:
        raise Unfit(f"{name} has no RECORD")
    rows = csv.reader(io.StringIO(archive.read(inside[0]).decode("utf-8")))
    return {row[0]: row[1] for row in rows if len(row) == 3}


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _place(path: PurePosixPath) -> PurePosixPath | None:
    """Where a file of a wheel goes, from where packages are; None for scripts and the like, which nobody calls here."""
    if path.parts[0].endswith(".data"):
        return PurePosixPath(*path.parts[2:]) if path.parts[1] in ("purelib", "platlib") else None
    return path


# --- Python -----------------------------------------------------------------------------------------------------------


def embeddable(path: Path, out: Path) -> tuple[int, int]:
    """Unpack an embeddable Python of Windows, have it look for packages, and return its version."""
    with opened(path) as archive:
        for inner, member in members(archive):
            put(out, inner, archive.read(member))
    found = [match for each in out.iterdir() if (match := re.fullmatch(r"python3(\d+)\._pth", each.name))]
    if len(found) != 1 or not (out / "python.exe").exists():
        raise Unfit(f"{path} is no embeddable Python of Windows")
    table = out / found[0][0]
    lines = [line.strip() for line in table.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in lines if line and not line.startswith("#") and line != "import site"]
    table.write_text("\r\n".join([*kept, "Lib\\site-packages", ""]), encoding="utf-8", newline="")
    return 3, int(found[0][1])


def moveable(path: Path, out: Path) -> tuple[int, int]:
    """Unpack an archive of a Python that can be moved (``python/bin/python3``), and return its version."""
    with tarfile.open(path) as archive:
        # refuses what leads out of the folder, devices, and links to elsewhere
        archive.extractall(out, filter="data")
    found = [
        match for each in out.glob("python/bin/python3.*") if (match := re.fullmatch(r"python3\.(\d+)", each.name))
    ]
    if len(found) != 1:
        raise Unfit(f"{path} has no python/bin/python3.N")
    return 3, int(found[0][1])


# --- the folder -------------------------------------------------------------------------------------------------------


def bundle(
    kind: str, wheel_folders: list[Path], out: Path, python: Path | None, version: tuple[int, int]
) -> list[Wheel]:
    """Lay out the folder ``out``, which must not be there, whole or not at all; ``version`` is that of a Python that is
    not given. What was put in is returned."""
    target = TARGETS[kind]
    if out.exists():
        raise Unfit(f"{out} is there already")
    aside = out.with_name(f"{out.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        if kind == "windows":
            if python is None:
                raise Unfit("windows needs --python, the embeddable zip")
            version = embeddable(python, aside / "python")
        elif python is not None:
            version = moveable(python, aside)
        chosen = wheels(wheel_folders, target, version)
        for wheel in chosen:
            install(wheel, aside / target.site)
        for name, words in _starters(kind).items():
            path = aside / name
            ending = "\r\n" if kind == "windows" else "\n"
            path.write_text(words, encoding="ascii", newline=ending)
            path.chmod(0o755)
        listed = "".join(f"{wheel.name} {wheel.version}\n" for wheel in chosen)
        (aside / "packages.txt").write_text(listed, encoding="utf-8")
        shutil.copyfile(ROOT / "LICENSE", aside / "LICENSE")
        os.replace(aside, out)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return chosen


def _starters(kind: str) -> dict[str, str]:
    if kind == "windows":
        return {"simcheck.cmd": SIMCHECK_CMD, "查重.cmd": SERVE_CMD}
    return {"simcheck": SIMCHECK_SH, "查重.sh": SERVE_SH}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Lay out a folder that runs simcheck on another system.")
    parser.add_argument("kind", choices=TARGETS)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wheels", type=Path, action="append", required=True, help="a folder of wheels; repeatable")
    parser.add_argument("--python", type=Path, help="embeddable zip (Windows), archive of a moveable one (Linux)")
    parser.add_argument("--python-version", default="3.11", help="of the Python that is there (Linux; 3.11)")
    given = parser.parse_args(arguments)
    if not re.fullmatch(r"3\.\d{1,2}", given.python_version):
        parser.error("--python-version is like 3.12")
    try:
        chosen = bundle(
            given.kind, given.wheels, given.out, given.python, (3, int(given.python_version.partition(".")[2]))
        )
    except (Unfit, OSError, tarfile.TarError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{given.out}: {len(chosen)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
