"""A folder that runs simcheck where there is no Python: for the system on which it is frozen, by PyInstaller.

    python tools/freeze.py OUT

makes ``OUT/simcheck/``: the program, what it needs, their licences, and what to click. It runs in an environment in
which simcheck is installed with ``[serve]``, and PyInstaller. Nothing is fetched.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

PROJECT: Final = "simcheck-zh"

ENTRY: Final = """\
import os

# The bootloader has the system look into our folder first. That is for us: a browser or LibreOffice that we start must
# find its own libraries, and a child of ours begins as if nobody had started it.
for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBPATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    os.environ.pop(name, None)
    if before:
        os.environ[name] = before
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

from simcheck.__main__ import enter

enter()
"""

SPEC: Final = """\
from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs, collect_submodules

datas, binaries, hidden = [], [], {hidden!r}
for name in {with_data!r}:
    datas += collect_data_files(name, excludes=["**/*.c", "**/*.h", "**/README.md"])
    binaries += collect_dynamic_libs(name)
for name in {whole!r}:
    hidden += collect_submodules(name)
made = Analysis(
    [{entry!r}],
    pathex=[{root!r}],
    datas=datas,
    binaries=binaries,
    hiddenimports=hidden,
    excludes={unwanted!r},
    # it looks for files by way of the folders of its modules, which have to be there
    module_collection_mode={{"docx": "pyz+py"}},
)
program = EXE(PYZ(made.pure), made.scripts, exclude_binaries=True, name="simcheck", console=True, upx=False)
COLLECT(program, made.binaries, made.datas, name="simcheck", upx=False)
"""

WHOLE: Final = ["simcheck", "uvicorn"]
"""Packages that import parts of themselves by names that nobody sees: commands, tasks of children, protocols."""

WITH_DATA: Final = ["simcheck", "jieba", "rjieba", "pypdfium2", "pypdfium2_raw", "docx", "charset_normalizer"]
"""Packages that read files beside their modules, or load libraries that lie there."""

HIDDEN: Final = ["lxml._elementpath", "lxml.etree"]
"""Modules that only compiled ones import."""

UNWANTED: Final = [
    "IPython", "PIL", "hypothesis", "matplotlib", "mypy", "opencc", "pandas", "playwright", "pyarrow", "pytest",
    "tkinter",
]  # fmt: skip
"""What is there for developers, or what some library or a part of ours would use if it were there."""

NEEDED: Final = ("PyInstaller", "starlette", "uvicorn", "python_multipart", "jinja2")

STARTERS: Final = {
    "查重.sh": "#!/bin/sh\n# 双击：在浏览器里用 simcheck。Double-click: simcheck in the browser.\n{start}\n",
    "simcheck-serve.desktop": (
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=simcheck\nName[zh_CN]=simcheck 查重\n"
        "Comment=Finds reused text in Chinese work reports\nComment[zh_CN]=找出重复使用的文字\n"
        # the folder of this file, wherever it was put: the key %k is its place
        r'Exec=sh -c "exec \\"\\$(dirname \\"\\$1\\")/查重.sh\\"" simcheck %k'
        "\nTerminal=true\nCategories=Office;\n"
    ),
}
"""What to click on Linux."""

START: Final = """\
cd "$(dirname "$(readlink -f "$0")")" || exit
corpus="${SIMCHECK_CORPUS:-${XDG_DATA_HOME:-$HOME/.local/share}/simcheck/corpus}"
mkdir -p "$corpus" || exit
SIMCHECK_CORPUS="$corpus" ./simcheck serve "$@"
code=$?
# a window that closes at once would take what is said with it
[ "$code" = 0 ] || [ "$code" = 130 ] || [ ! -t 0 ] || { printf '\\n[Enter] '; read -r _; }
exit "$code"
"""


def lacking() -> list[str]:
    """What has to be installed first."""
    return [name for name in NEEDED if importlib.util.find_spec(name) is None]


def spec(entry: Path) -> str:
    """What PyInstaller is told."""
    return SPEC.format(
        hidden=HIDDEN, with_data=WITH_DATA, whole=WHOLE, entry=str(entry), root=str(ROOT), unwanted=UNWANTED
    )


def freeze(out: Path) -> Path:
    """The frozen folder in ``out``, made anew; raises ``CalledProcessError`` if PyInstaller fails."""
    out = out.resolve()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        # not called as the package, which the script would hide
        entry, told = work / "entry.py", work / "simcheck.spec"
        entry.write_text(ENTRY, encoding="utf-8")
        told.write_text(spec(entry), encoding="utf-8")
        words = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
        words += ["--distpath", str(out), "--workpath", str(work / "work"), str(told)]
        subprocess.run(words, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    made = out / "simcheck"
    shutil.copyfile(ROOT / "LICENSE", made / "LICENSE")
    licences(made / "licences")
    if sys.platform.startswith("linux"):
        start(made)
    return made


def start(folder: Path) -> None:
    """Lay out what to click."""
    for name, words in STARTERS.items():
        path = folder / name
        path.write_text(words.replace("{start}\n", START), encoding="utf-8")
        path.chmod(0o755)


def licences(folder: Path) -> None:
    """The licences of what is in it: whoever hands it on has to hand them on."""
    for name, files in sorted(_licences().items()):
        for inner, path in files:
            target = folder / name / inner
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _licences() -> dict[str, list[tuple[str, Path]]]:
    """The files of licences by package: of the project and, again and again, of what needs."""
    found: dict[str, list[tuple[str, Path]]] = {}
    waiting = [f"{PROJECT}[serve]"]
    while waiting:
        words = waiting.pop()
        name = re.split(r"[\s\[(<>=!~;]", words, maxsplit=1)[0]
        key = name.lower().replace("_", "-")
        if key in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # wanted for another system or Python
            continue
        files = [path for path in package.files or () if _LICENCE.search(str(path)) and path.suffix != ".py"]
        places = [("-".join(file.parts[1:]) or file.name, Path(str(package.locate_file(file)))) for file in files]
        found[key] = [(inner, path) for inner, path in places if path.is_file()]
        for other in package.requires or ():
            extra = re.search(r"extra\s*==\s*['\"]([\w-]+)", other)
            if extra is None or (key == PROJECT and extra[1] == "serve"):
                waiting.append(other)
    return found


_LICENCE: Final = re.compile(r"(?i)(?:^|/)(?:LICEN[CS]ES?|COPYING|NOTICE)\b")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    missing = lacking()
    if missing:
        print(f"install first: {' '.join(missing)}", file=sys.stderr)
        return 2
    print(freeze(Path(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
