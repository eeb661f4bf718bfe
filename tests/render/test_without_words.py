"""``--no-text``: no file for people has words of the texts; nor does one without names say what it does not know."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from support import SAMPLES
from support.commands import THIS, Run
from support.screens import sample

from simcheck.environment import LANGUAGES
from simcheck.model import Note, Span
from simcheck.render.docx.annotated import annotated
from simcheck.render.view.anonymous import anonymous, wordless
from simcheck.render.view.editing import left_over

OTHER = "青石镇2023年工作总结.txt"


def words_in(path: Path) -> str:
    """All that a file says, whatever it is packed in."""
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return re.sub("<[^>]*>", "", data.decode("utf-8-sig")) if path.suffix == ".html" else data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        xml = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return re.sub("<[^>]*>", "", xml)


def shared(*names: str) -> set[str]:
    """Runs of eight ideographs that stand in all of these samples, and not in their names."""
    runs = []
    for name in names:
        text = (SAMPLES / name).read_text(encoding="utf-8-sig")
        runs.append({text[at : at + 8] for at in range(len(text)) if re.fullmatch("[一-龥]{8}", text[at : at + 8])})
    return {run for run in set.intersection(*runs) if not any(run in name for name in names)}


def test_no_file_has_words_of_the_texts(run: Run, tmp_path: Path) -> None:
    words = shared(THIS, OTHER)
    assert len(words) > 100
    for option in ((), ("--no-text",)):
        outputs = [tmp_path / f"r{len(option)}{suffix}" for suffix in (".html", ".xlsx", ".csv", ".txt", ".md")]
        given = [part for path in outputs for part in ("-o", path)]
        assert run("compare", SAMPLES / THIS, SAMPLES / OTHER, "-q", *option, *given)[0] == 0
        for path in outputs:
            told = words_in(path)
            assert any(run in told for run in words) == (not option), path


@pytest.mark.parametrize(
    ("command", "suffixes"),
    [
        ("compare", (".html", ".xlsx", ".csv", ".txt", ".md", ".docx")),
        ("cross", (".html", ".xlsx", ".csv", ".txt", ".graphml")),
    ],
)
def test_exchanged_words_are_words(run: Run, tmp_path: Path, command: str, suffixes: tuple[str, ...]) -> None:
    """Of the source there are none either in the annotated copy, whose own text stays."""
    files = tmp_path / "甲.txt", tmp_path / "乙.txt"
    files[0].write_text(TEMPLATE.format("榆钱沟村", "王小二", "1234"), encoding="utf-8")
    files[1].write_text(TEMPLATE.format("桐花岭村", "李大山", "5678"), encoding="utf-8")
    outputs = [tmp_path / f"r{suffix}" for suffix in suffixes]
    given = [part for path in outputs for part in ("-o", path)]
    assert run(command, *files, "-q", *given)[0] == 0
    assert all("李大山" in words_in(path) for path in outputs if path.suffix != ".graphml")
    assert run(command, *files, "-q", "--no-text", "--force", *given)[0] == 0
    for path in outputs:
        words = ("李大山", *(() if path.suffix == ".docx" else ("王小二", "表彰先进")))
        assert not any(each in words_in(path) for each in words), path


TEMPLATE = (
    "全村上下认真学习贯彻上级部署，{0}党支部书记{1}带领党员干部走村入户，收集群众意见建议{2}条，逐条登记造册、分类办理、限时答复，"
    "群众满意度明显提升，村容村貌焕然一新。\n年末，{0}召开总结会，{1}通报了全年工作情况，表彰先进，部署来年任务，到会党员{2}人次。\n"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_withheld_is_not_said_to_stand_anywhere(lang: str) -> None:
    """A text that has an ellipsis of its own has no words of a source left over because these are not told."""
    report = sample()
    text = report.document.text
    hull = report.findings[0].match.left
    at = hull.start + 5
    changed = replace(report.document, text=f"{text[:at]}…{text[at + 1 :]}")
    facts: dict[str, str | int] = {"source": "source", "theirs": "工作", "own": "述职", "count": 1, "paragraph": 1}
    left = replace(report, document=changed, notes=(Note("left-behind", Span(0, 1), facts),))
    for hidden in (anonymous(left, "zh"), wordless(left)):
        assert not any(left_over(finding, hidden) for finding in hidden.findings)
        comments = annotated(hidden, lang)  # type: ignore[arg-type]
        with zipfile.ZipFile(io.BytesIO(comments)) as parts:
            said = re.sub("<[^>]*>", "", parts.read("word/comments.xml").decode())
        assert "“…”" not in said
