"""The folder for another system is laid out as ``tools/bundle.py`` says; that it starts there is not tried here."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from tools import bundle
from tools.bundle import Unfit, main, safe

TABLE: Final = "python312.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n"


def wheel(
    folder: Path,
    name: str,
    tag: str = "py3-none-any",
    *,
    version: str = "1.0",
    requires: tuple[str, ...] = (),
    files: Mapping[str, bytes] | None = None,
    record: Mapping[str, bytes] | None = None,
) -> Path:
    """A wheel with these files; ``record`` are those whose digests it tells, if they are others."""
    folder.mkdir(exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    inside = {
        f"{name.replace('-', '_')}/__init__.py": b"",
        **(files or {}),
        f"{stem}.dist-info/METADATA": (head + "".join(f"Requires-Dist: {each}\n" for each in requires)).encode(),
    }
    listed = ""
    for path, data in {**inside, **(record or {})}.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        listed += f"{path},sha256={digest},{len(data)}\n"
    made = folder / f"{stem}-{tag}.whl"
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for inner, data in inside.items():
            archive.writestr(inner, data)
        archive.writestr(f"{stem}.dist-info/RECORD", listed + f"{stem}.dist-info/RECORD,,\n")
    return made


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Wheels for Windows and for arm64, of what a made-up simcheck needs."""
    folder = tmp_path / "wheels"
    needs = ("fast>=1", 'colour; sys_platform == "win32"', 'web>=2; extra == "serve"', 'tests; extra == "dev"')
    wheel(folder, "simcheck-zh", requires=needs, files={"simcheck/__init__.py": b"x = 1\n"})
    for version, tag in (("0.9", "py3-none-any"), ("1.5", "cp312-cp312-win_amd64")):
        wheel(folder, "fast", tag, version=version)
    wheel(folder, "fast", "cp311-abi3-manylinux_2_17_aarch64.manylinux2014_aarch64", version="1.5")
    wheel(folder, "fast", "cp313-cp313-win_amd64", version="1.6")
    wheel(folder, "colour", requires=('deep; python_version < "4"',))
    inside = {"web-2.0.data/scripts/web": b"#!python\n", "web-2.0.data/purelib/web_more.py": b"y = 2\n"}
    wheel(folder, "web", version="2.0", files=inside)
    wheel(folder, "deep")
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An embeddable Python."""
    path = tmp_path / "python-3.12.1-embed-amd64.zip"
    with ZipFile(path, "w") as archive:
        for name in ("python.exe", "python312.dll", "python312.zip"):
            archive.writestr(name, b"MZ")
        archive.writestr("python312._pth", TABLE)
    return path


def laid_out(tmp_path: Path, *args: str | Path) -> int:
    return main([*map(str, args), "--wheels", str(tmp_path / "wheels"), str(tmp_path / "out")])


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_windows(tmp_path: Path, shelf: Path, python: Path) -> None:
    assert laid_out(tmp_path, "windows", "--python", python) == 0
    out = tmp_path / "out"
    site = out / "python" / "Lib" / "site-packages"
    assert {path.name for path in out.iterdir()} == {"python", "simcheck.cmd", "查重.cmd", "packages.txt", "LICENSE"}
    assert (out / "packages.txt").read_text().split("\n") == [
        "colour 1.0", "deep 1.0", "fast 1.5", "simcheck-zh 1.0", "web 2.0", "",
    ]  # fmt: skip
    assert (site / "simcheck" / "__init__.py").read_bytes() == b"x = 1\n"
    assert (site / "web_more.py").exists()
    assert not [name for name in names(site) if ".data/" in name or name.startswith("tests")]
    lines = (out / "python" / "python312._pth").read_bytes().split(b"\r\n")
    assert lines == [b"python312.zip", b".", b"Lib\\site-packages", b""]


def test_what_is_clicked_on_windows(tmp_path: Path, shelf: Path, python: Path) -> None:
    """In signs that every code page has, with the ends of lines of Windows, and no folder of ours in it."""
    laid_out(tmp_path, "windows", "--python", python)
    for name, command in (("simcheck.cmd", b"-m simcheck %*"), ("查重.cmd", b"-m simcheck serve %*")):
        data = (tmp_path / "out" / name).read_bytes()
        assert data.isascii()
        assert data.count(b"\n") == data.count(b"\r\n")
        assert b'"%~dp0python\\python.exe" ' + command in data


@pytest.mark.parametrize("has_python", [True, False])
def test_arm64_linux(tmp_path: Path, shelf: Path, has_python: bool) -> None:
    archive = tmp_path / "cpython-3.12-aarch64.tar.gz"
    with tarfile.open(archive, "w:gz") as made:
        for name in ("python/bin/python3.12", "python/lib/libpython3.12.so"):
            member = tarfile.TarInfo(name)
            member.size, member.mode = 2, 0o755
            made.addfile(member, io.BytesIO(b"ab"))
    assert laid_out(tmp_path, "linux-arm64", *(("--python", archive) if has_python else ())) == 0
    out = tmp_path / "out"
    assert (out / "python").exists() == has_python
    assert (out / "packages.txt").read_text().split() == ["fast", "1.5", "simcheck-zh", "1.0", "web", "2.0"]
    assert (out / "lib" / "site-packages" / "fast" / "__init__.py").exists()
    assert all((out / name).stat().st_mode & 0o100 for name in ("simcheck", "查重.sh"))


@pytest.mark.parametrize("gone", ["deep-1.0-py3-none-any", "fast-1.5-cp312-cp312-win_amd64"])
def test_a_wheel_that_is_missing_is_named(
    tmp_path: Path, shelf: Path, python: Path, gone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (shelf / f"{gone}.whl").unlink()
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    assert f"no wheel for Windows AMD64, Python 3.12, of: {gone.partition('-')[0]}" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == [python.name, "wheels"]


EVIL: Final = [
    "../x.py", "/x.py", "a/../../x", "C:/x", "a\\..\\x", "a//b", "./a", "CON", "a/nul.txt", "a.", "a ", "x\0y", "a:b",
]  # fmt: skip


@pytest.mark.parametrize("name", EVIL)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(Unfit):
        safe(name)


@pytest.mark.parametrize("name", ["../x.py", "C:/x", "fast/__INIT__.py"])
def test_a_wheel_with_such_a_name_is_not_unpacked(tmp_path: Path, shelf: Path, python: Path, name: str) -> None:
    wheel(shelf, "fast", "cp312-cp312-win_amd64", version="1.5", files={name: b"1"})
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [python.name, "wheels"]


def test_a_link_is_not_unpacked(tmp_path: Path, shelf: Path, python: Path) -> None:
    with ZipFile(python, "a") as archive:
        link = ZipInfo("lib")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/")
    assert laid_out(tmp_path, "windows", "--python", python) == 2


def test_a_wheel_that_was_changed_is_not_unpacked(
    tmp_path: Path, shelf: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(shelf, "deep", files={"deep/a.py": b"1"}, record={"deep/a.py": b"2"})
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    assert "deep/a.py is not what the wheel says" in capsys.readouterr().err


def test_two_packages_do_not_write_over_each_other(tmp_path: Path, shelf: Path, python: Path) -> None:
    wheel(shelf, "deep", files={"simcheck/__init__.py": b"evil"})
    assert laid_out(tmp_path, "windows", "--python", python) == 2


def test_what_is_no_python_of_windows_is_told(tmp_path: Path, shelf: Path, python: Path) -> None:
    with ZipFile(python, "w") as archive:
        archive.writestr("readme.txt", "")
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    python.write_bytes(b"no zip")
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    assert laid_out(tmp_path, "windows") == 2


def test_nothing_is_written_over(tmp_path: Path, shelf: Path, python: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    assert laid_out(tmp_path, "windows", "--python", python) == 2
    assert names(tmp_path / "out") == {"mine"}


def test_an_archive_that_leads_out_is_refused(tmp_path: Path, shelf: Path) -> None:
    archive = tmp_path / "evil.tar"
    with tarfile.open(archive, "w") as made:
        made.addfile(tarfile.TarInfo("../x"))
    assert laid_out(tmp_path, "linux-arm64", "--python", archive) == 2
    assert not (tmp_path / "x").exists()


def test_every_kind_has_its_own_platforms() -> None:
    for kind, tag in (
        ("windows", "win_amd64"),
        ("linux-arm64", "manylinux2014_aarch64"),
        ("linux-amd64", "linux_x86_64"),
    ):
        assert [name for name, target in bundle.TARGETS.items() if target.platforms.fullmatch(tag)] == [kind]
