"""Write the command-line reference in both languages: ``docs/cli.md`` and ``docs/cli.en.md``.

Run from anywhere: ``python tools/make_cli_reference.py``

The pages are what ``--help`` prints for every command, and the sentences of ``messages`` for every error and note.
``tests/house/test_docs.py`` fails if they differ from what the program prints.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import Final

import click

from simcheck import errors
from simcheck.cli import main
from simcheck.cli.options import VIEWS
from simcheck.cli.output import PDF, SUFFIXES
from simcheck.environment import LANGUAGES, Language
from simcheck.i18n import en, zh

FOLDER: Final = Path(__file__).parents[1] / "docs"
NAMES: Final[dict[Language, str]] = {"zh": "cli.md", "en": "cli.en.md"}

# What the program itself does not say: titles, and what stands between the tables.
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "title": "命令行参考",
        "other": "[English](cli.en.md)",
        "made": "本页由 `python tools/make_cli_reference.py` 从程序自己的说明生成，请不要手改。",
        "views": "显示方式",
        "view": "`--view`",
        "shows": "显示什么",
        "auto": "终端宽度不到 100 列用 `inline`，否则用 `side`；输出不是终端时用 `list`",
        "inline": "单栏：两边不同的字标在同一行里",
        "side": "双栏：本文在左，来源在右，逐分句对齐",
        "list": "一处一行",
        "paragraphs": "本文一段一行：重合比例、来源段、类型",
        "none": "只有总数",
        "formats": "文件格式",
        "suffix": "后缀",
        "holds": "内容",
        ".json": "完整结果，可以用 `simcheck show` 重新显示；各字段见 [JSON 格式](result-format.md)",
        ".html": "一个网页，双击就开，不联网：全文、逐处对照、来源；关掉一个来源或类型就重新计数，可批阅、打印；"
        "`cross` 是组的图、矩阵、各份和各对的表、几份都有的文字",
        ".md": "Markdown 报告：总数、要留意的事、逐处对照、比对记录",
        ".docx": "本文的副本：重合的文字按类型加底色，每处一条批注；原来不是 .docx 的，另做一份",
        ".pdf": "可以打印存档的一份：总数、全文、逐处、比对记录；由本机的浏览器或 LibreOffice 来做",
        ".csv": "一处一行的表，UTF-8 带 BOM，电子表格可以直接打开；`cross` 是一对一行",
        ".xlsx": "工作簿：汇总、来源、明细；`cross` 是汇总、互查、组、明细；可以筛选，A4 横向打印",
        ".graphml": "只有 `cross`：文稿是点，每一对是边，带两个方向的比例，供 Gephi、networkx 一类程序读",
        ".txt": "与屏幕相同的文字和比对记录，100 列宽，不用颜色",
        "errors": "错误代码",
        "errors.about": "写在标准错误输出上，退出码是 2。",
        "code": "代码",
        "says": "程序说的话",
        "remedy": "建议",
        "usage": "用法不对：选项、命令、缺少或多出的参数",
        "usage.remedy": "随情形而不同",
        "notes": "提示代码",
        "notes.about": "显示在结果的“要留意”里，也在 JSON 的 `notes` 里。提示不改变退出码。",
    },
    "en": {
        "title": "Command-line reference",
        "other": "[中文](cli.md)",
        "made": "`python tools/make_cli_reference.py` makes this page from the program's own help; do not edit it.",
        "views": "Views",
        "view": "`--view`",
        "shows": "what it shows",
        "auto": "`inline` in a terminal of fewer than 100 columns, `side` in a wider one; `list` if not a terminal",
        "inline": "one column: the words that differ are marked in the line",
        "side": "two columns: document left, source right, aligned clause by clause",
        "list": "one line for each passage",
        "paragraphs": "one line for each paragraph of the document: share, source paragraphs, kinds",
        "none": "the totals only",
        "formats": "File formats",
        "suffix": "suffix",
        "holds": "content",
        ".json": "the whole result, which `simcheck show` shows again; fields: [JSON format](result-format.md)",
        ".html": "one page that opens by double-click, offline: text, passages, sources; counts again, review, print; "
        "of `cross` graphs of groups, a matrix, tables, what several hold",
        ".md": "a Markdown report: totals, notes, passages, the record",
        ".docx": "a copy of the document, passages coloured by kind, a comment on each; of other formats a plain one",
        ".pdf": "a report to print and file: totals, text, passages, the record; by a browser or LibreOffice here",
        ".csv": "a table with a row a passage, of `cross` a row a pair; UTF-8 with a byte order mark",
        ".xlsx": "a workbook of summary, sources, passages; of `cross` summary, pairs, groups, passages",
        ".graphml": "of `cross` only: documents as nodes, pairs as edges with both shares, for Gephi or networkx",
        ".txt": "the same text as the screen and the record, 100 columns wide, without colours",
        "errors": "Error codes",
        "errors.about": "Written to standard error; the exit code is 2.",
        "code": "code",
        "says": "what the program says",
        "remedy": "what it advises",
        "usage": "wrong usage: an option, a command, an argument missing or too many",
        "usage.remedy": "depends on the case",
        "notes": "Note codes",
        "notes.about": "Shown with the result under “Worth knowing”, and in `notes` of the JSON. "
        "Notes do not change the exit code.",
    },
}


def page(lang: Language) -> str:
    """The whole reference in one language."""
    return "\n".join([*_head(lang), *_commands(lang), *_tables(lang)]) + "\n"


def _head(lang: Language) -> Iterator[str]:
    say = _WORDS[lang]
    yield from (f"# {say['title']}", "", say["other"], "", say["made"])


def _commands(lang: Language) -> Iterator[str]:
    for path, _ in commands(main.program):
        command = " ".join(["simcheck", *path])
        yield from ("", f"## `{command}`", "", "```text", _help(path, lang).rstrip("\n"), "```")


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words behind ``simcheck``."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None
            yield from commands(inner, (*path, name))


def _help(path: tuple[str, ...], lang: Language) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        main.main([*path, "--lang", lang, "--help"])
    return printed.getvalue()


def _tables(lang: Language) -> Iterator[str]:
    say = _WORDS[lang]
    views = [(f"`{name}`", say[name]) for name in ("auto", *VIEWS)]
    yield from _section(say["views"], (say["view"], say["shows"]), views)
    formats = [(f"`{suffix}`", say[suffix]) for suffix in (*SUFFIXES, PDF, ".graphml")]
    yield from _section(say["formats"], (say["suffix"], say["holds"]), formats)
    rows = [
        (f"`{code}`", _sentence(lang, f"error.{code}.title"), _sentence(lang, f"error.{code}.advice"))
        for code in error_codes()
    ]
    rows.append(("`usage`", say["usage"], say["usage.remedy"]))
    yield from _section(say["errors"], (say["code"], say["says"], say["remedy"]), rows, say["errors.about"])
    told = [(f"`{code}`", _sentence(lang, f"note.{code}")) for code in note_codes()]
    yield from _section(say["notes"], (say["code"], say["says"]), told, say["notes.about"])


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], about: str = "") -> Iterator[str]:
    yield from ("", f"## {title}", "")
    if about:
        yield from (about, "")
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join(['---'] * len(head))} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def error_codes() -> list[str]:
    """The codes of all errors that are raised, in the order of ``errors``."""
    return [leaf.code for leaf in _leaves(errors.SimcheckError)]


def _leaves(error: type[errors.SimcheckError]) -> Iterator[type[errors.SimcheckError]]:
    below = error.__subclasses__()
    if not below:
        yield error
    for each in below:
        yield from _leaves(each)


def note_codes() -> list[str]:
    """The codes of all notes, in the order of ``messages``."""
    return [key.removeprefix("note.") for key in zh.ZH if key.startswith("note.") and key != "note.other"]


def _sentence(lang: Language, key: str) -> str:
    """A sentence with the names of its facts in the places of the facts."""
    template = {"zh": zh.ZH, "en": en.EN}[lang][key]
    parts = []
    for words, name, spec, _ in Formatter().parse(template):
        parts.append(re.sub(r"([|<>*_])", r"\\\1", words))
        if name:
            parts.append(spec.partition("|")[2] if spec and "|" in spec else f"*{name.replace('_', ' ')}*")
    return "".join(parts)


if __name__ == "__main__":
    for each in LANGUAGES:
        (FOLDER / NAMES[each]).write_text(page(each), encoding="utf-8", newline="\n")
