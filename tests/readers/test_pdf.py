"""Pages (PDF, OFD): their lines are paragraphs again, and what is not text is said."""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import SAMPLES

import simcheck
from benchmarks.reading.printing import HEIGHT, Sheet, ofd, pdf, printed, width, wrapped
from simcheck import Report, Span, errors
from simcheck.model import ranges
from simcheck.readers import decode, sandbox
from simcheck.readers.fixed.pdf_rows import _row
from simcheck.render.view.differences import Side

FORMATS = [pytest.param(pdf, id="pdf"), pytest.param(ofd, id="ofd")]
Printer = Callable[[list[Sheet]], bytes]


def paragraphs(name: str = "青石镇2024年工作总结") -> list[str]:
    text = simcheck.read(SAMPLES / f"{name}.txt").text
    return [line.strip() for line in text.splitlines() if line.strip()]


def lines(data: bytes) -> list[str]:
    return ["".join(line.replace("\t", "→").split()) for line in decode("页.pdf", data).text.split("\n")]


def bare(wanted: list[str]) -> list[str]:
    return ["".join(line.split()) for line in wanted]


@pytest.mark.parametrize("as_file", FORMATS)
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_indented_paragraphs_across_lines_and_pages(path: Path, as_file: Printer) -> None:
    wanted = paragraphs(path.stem)
    assert lines(as_file(printed(wanted))) == bare(wanted)


@pytest.mark.parametrize("as_file", FORMATS)
def test_running_heads_and_page_numbers_are_not_text(as_file: Printer) -> None:
    wanted = paragraphs()
    assert lines(as_file(printed(wanted, head="青石镇2024年工作总结", foot="— # —"))) == bare(wanted)
    assert lines(as_file(printed(wanted, head="内部资料", foot="第 # 页 共 9 页"))) == bare(wanted)


@pytest.mark.parametrize("as_file", FORMATS)
def test_a_number_at_the_edge_of_a_single_page_is_its_number(as_file: Printer) -> None:
    wanted = paragraphs()[:3]
    sheets = printed(wanted, foot="- # -")
    assert len(sheets) == 1
    assert lines(as_file(sheets)) == bare(wanted)


def test_a_line_that_is_only_a_number_stays_in_the_text() -> None:
    wanted = ["全年完成投资如下：", "2024", "其中基础设施占一半以上，其余为产业项目。"]
    assert lines(pdf(printed(wanted, indent=0))) == wanted


@pytest.mark.parametrize("as_file", FORMATS)
def test_two_columns_are_read_one_after_the_other(as_file: Printer) -> None:
    wanted = paragraphs() * 2
    assert lines(as_file(printed(wanted, columns=2, size=10.5))) == bare(wanted)


def test_two_columns_that_were_drawn_line_by_line() -> None:
    """Whatever drew them went from left to right across both."""
    wanted = paragraphs()[:8]
    sheets = printed(wanted, columns=2, size=10.5)
    for sheet in sheets:
        sheet.words.sort(key=lambda word: (round(word[1]), word[0]))
    assert lines(pdf(sheets)) == bare(wanted)


def test_a_page_that_was_drawn_from_the_bottom() -> None:
    wanted = paragraphs()[:10]
    sheets = printed(wanted)
    for sheet in sheets:
        sheet.words.reverse()
    assert lines(pdf(sheets)) == bare(wanted)


def test_paragraphs_without_indents_end_where_a_word_would_have_fitted() -> None:
    # a paragraph whose last line is full goes on, for all that anybody can see
    wanted = [line for line in paragraphs() if width(wrapped(line, 406, 14, 0)[-1], 14) < 406 - 3 * 14]
    assert len(wanted) > 20
    assert lines(pdf(printed(wanted, indent=0))) == bare(wanted)


def test_a_list_whose_numbers_hang_out_is_a_paragraph_for_each_number() -> None:
    wanted = [f"{number}.{line}" for number, line in enumerate(paragraphs()[4:9], 1)]
    sheet = Sheet()
    y = 90.0
    for item in wanted:
        for number, line in enumerate(wrapped(item, 392, 14, -28)):
            sheet.words.append((118.0 if number else 90.0, y, line, 14.0))
            y += 22
    assert lines(pdf([sheet])) == bare(wanted)


def test_what_a_table_or_a_form_repeats_on_every_page_stays() -> None:
    """A column that says the same in every row, and the labels of a form, are neither watermarks nor running heads."""
    sheets = []
    for page in range(5):
        sheet = Sheet()
        for row in range(28):
            cells = (f"{page * 28 + row}", f"石坡村{row}组", str(300 + 7 * row), "合格")
            sheet.words += [
                (x, 90 + 22.0 * row, cell, 12.0) for x, cell in zip((90, 160, 300, 420), cells, strict=True)
            ]
        sheets.append(sheet)
    read = decode("表.pdf", pdf(sheets)).text.split("\n")
    assert len(read) == 140
    assert all(line.count("\t") == 3 and line.endswith("合格") for line in read)
    labels = ["姓名：", "所在单位：", "一、履职情况"]
    forms = [Sheet([(90.0, 90 + 24.0 * n, label, 12.0) for n, label in enumerate(labels)]) for _ in range(5)]
    assert decode("表.pdf", pdf(forms)).text.split("\n") == labels * 5


def test_numbered_first_lines_of_pages_are_no_running_heads() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = Sheet([(90.0, 90.0, f"附件{number}", 14.0)])
        sheet.words += [(118.0, 112 + 22.0 * n, "全镇工作扎实推进。", 14.0) for n in range(3)]
        sheets.append(sheet)
    read = lines(pdf(sheets))
    assert [line for line in read if line.startswith("附件")] == ["附件1", "附件2", "附件3", "附件4"]


def test_what_is_printed_across_the_text_of_every_page_is_not_text() -> None:
    wanted = paragraphs()
    sheets = printed(wanted)
    for sheet in sheets:
        sheet.words.append((200.0, 300.0, "内部资料", 48.0))
    assert lines(pdf(sheets)) == bare(wanted)


def test_pieces_that_touch_each_other_are_one_line() -> None:
    sheet = Sheet([(90.0 + 14 * n, 90.0, sign, 14.0) for n, sign in enumerate("雁回古街始建于万历年间")])
    assert decode("a.pdf", pdf([sheet])).text == "雁回古街始建于万历年间"


def test_a_few_bytes_before_a_pdf_do_not_hide_it() -> None:
    data = pdf(printed(["全镇工作扎实推进。"]))
    assert decode("a.pdf", b"\r\n\xef\xbb\xbf" + data).text == "全镇工作扎实推进。"


def test_a_paragraph_that_stands_in_as_a_whole_is_one() -> None:
    inner = "全镇上下齐心协力、奋力拼搏" * 12
    sheet, y = Sheet(), 90.0
    for line in wrapped("全镇工作扎实推进，" * 9 + "全镇。", 406, 14, 0):
        sheet.words.append((90.0, y, line, 14.0))
        y += 22
    for line in wrapped(inner, 378, 14, 0):
        sheet.words.append((118.0, y, line, 14.0))
        y += 22
    assert lines(pdf([sheet])) == ["全镇工作扎实推进，" * 9 + "全镇。", inner]
    # but each first line of an indented paragraph begins one, also if the one before it is just full
    full = ["一是" + "全镇工作扎实推进，" * 2 + "全镇增收。", "二是" + "全镇工作稳步推进，" * 2 + "全镇增收。"]
    assert lines(pdf(printed([*full, "全镇工作扎实推进，" * 9 + "成效明显。"]))) == [
        *full,
        "全镇工作扎实推进，" * 9 + "成效明显。",
    ]


def test_a_page_of_short_lines_does_not_tell_where_lines_end() -> None:
    wanted = [line for line in paragraphs() if width(wrapped(line, 406, 14, 0)[-1], 14) < 406 - 3 * 14]
    sheets = printed(wanted * 6, indent=0)
    assert len(sheets) > 20
    short = [
        f"石坡村{village}组十二户危房改造全部验收合格" for village in "东西南北上下前后左右内外山水田园青红黄白长短高低"
    ]
    page = Sheet([(90.0, 90 + 22.0 * n, line, 14.0) for n, line in enumerate(short)])
    long = "全镇上下齐心协力、奋力拼搏" * 4
    for number, line in enumerate(wrapped(long, 406, 14, 0)):
        page.words.append((90.0, 90 + 22.0 * (len(short) + number), line, 14.0))
    read = lines(pdf([*sheets, page]))
    assert read[-len(short) - 1 :] == [*short, long]


def test_a_western_font_that_claims_twice_the_height_is_not_believed() -> None:
    words = "20推进2022年一"

    def box(at: int) -> tuple[float, float, float, float]:
        top, bottom = (95.0, 117.0) if words[at].isascii() else (104.0, 106.0) if words[at] == "一" else (100.0, 111.0)
        return 90.0 + 10 * at, 100.0 + 10 * at, top, bottom

    row, figures = (_row(words, start, end, (), box) for start, end in ((0, len(words)), (4, 8)))
    assert row.box == (90.0, 190.0, 100.0, 111.0)
    assert figures.box == (130.0, 170.0, 95.0, 117.0)
    for both in (row.with_(figures), figures.with_(row)):
        assert both.box == row.box
        assert both.is_chinese
    assert _row(words, len(words) - 1, len(words), (), box).box[2:] == (104.0, 106.0)


def test_a_gap_ends_a_paragraph() -> None:
    wanted = ["山" * 58, "水" * 29, "田" * 40]
    assert lines(pdf(printed(wanted, indent=0, gap=20))) == wanted
    assert lines(pdf(printed(wanted, indent=0))) != wanted


def test_a_title_of_another_size_is_a_paragraph_of_its_own() -> None:
    sheets = printed(["全镇工作扎实推进，" * 12], indent=0)
    title = "中共青石镇委员会关于二〇二四年工作情况的"
    sheets[0].words.insert(0, (90.0, 55.0, title, 20.0))
    assert lines(pdf(sheets))[0] == title


def test_a_table_is_read_row_by_row() -> None:
    sheet = Sheet()
    rows = [("序号", "项目", "进展"), ("1", "红石沟村道路", "完成4.2公里"), ("2", "敬老院", "主体封顶")]
    for number, row in enumerate(rows):
        for at, cell in zip((90.0, 150.0, 340.0), row, strict=True):
            sheet.words.append((at, 100 + 24.0 * number, cell, 12.0))
    # a cell of two lines, drawn together and before its neighbour
    sheet.words[4:5] = [(150.0, 118.0, "红石沟村水泥硬化", 12.0), (150.0, 133.0, "道路", 12.0)]
    assert decode("表.pdf", pdf([sheet])).text.split("\n") == [
        "序号\t项目\t进展",
        "1\t红石沟村水泥硬化道路\t完成4.2公里",
        "2\t敬老院\t主体封顶",
    ]


def test_words_parted_at_the_end_of_a_line_are_joined() -> None:
    sheet = Sheet()
    for number, words in enumerate(["The township has reconstruc-", "ted its nursing home and buil-", "dings."]):
        sheet.words.append((90.0, 100 + 20.0 * number, words, 12.0))
    assert decode("a.pdf", pdf([sheet])).text == "The township has reconstructed its nursing home and buildings."


@pytest.mark.parametrize("as_file", FORMATS)
def test_every_character_knows_its_page(as_file: Printer) -> None:
    wanted = paragraphs()
    sheets = printed(wanted)
    document = decode("页.pdf", as_file(sheets))
    assert len(document.pages) == len(sheets) > 3
    assert document.page(0) == 1
    assert document.page(len(document.text) - 1) == len(sheets)
    for number, sheet in enumerate(sheets, 1):
        first = sheet.words[0][2].replace(" ", "")
        at = document.text.replace(" ", "\0").find(first)
        assert at < 0 or document.page(at) == number


@pytest.mark.parametrize("as_file", FORMATS)
def test_pages_that_are_pictures_are_named_and_the_rest_is_read(as_file: Printer) -> None:
    wanted = paragraphs()
    sheets = printed(wanted)
    scans = [Sheet(has_picture=True), Sheet([(290.0, HEIGHT - 60, "2", 9.0)], has_picture=as_file is pdf)]
    document = decode("汇编.pdf", as_file([*scans[:1], *sheets, *scans[:1]]))
    assert [(note.code, note.facts["pages"]) for note in document.notes] == [("no-text-layer", f"1, {len(sheets) + 2}")]
    assert document.pages[:2] == (0, 0)
    assert "".join(document.text.split()) == "".join("".join(wanted).split())
    with pytest.raises(errors.NoTextLayer) as caught:
        decode("扫描.pdf", as_file(scans[:1] * 12))
    assert caught.value.pages == 12


def test_a_page_number_on_a_picture_is_no_text() -> None:
    sheets = [Sheet([(290.0, HEIGHT - 60, str(number), 9.0)], has_picture=True) for number in range(1, 6)]
    with pytest.raises(errors.NoTextLayer):
        decode("扫描.pdf", pdf(sheets))


def test_characters_that_a_font_does_not_name_are_gibberish() -> None:
    sheets = [*printed(paragraphs()[:4]), Sheet([(90.0, 100.0, "\ue012\ue345\ue678" * 9, 14.0)])]
    (note,) = decode("乱码.pdf", pdf(sheets)).notes
    assert (note.code, note.facts["pages"]) == ("garbled-pages", "2")
    with pytest.raises(errors.NoTextLayer):
        decode("乱码.pdf", pdf(sheets[1:]))


def test_a_password_is_an_error_with_that_name() -> None:
    with pytest.raises(errors.Encrypted):
        decode("密.pdf", pdf(printed(["全镇"]), encrypted=True))


def test_an_empty_document_is_empty() -> None:
    with pytest.raises(errors.Empty):
        decode("空.pdf", pdf([Sheet()]))


@pytest.mark.parametrize("as_file", FORMATS)
def test_findings_are_those_of_the_plain_text(as_file: Printer) -> None:
    this, last = (simcheck.read(SAMPLES / f"青石镇{year}年工作总结.txt") for year in (2024, 2023))
    page = decode("青石镇2024年工作总结.pdf", as_file(printed(paragraphs(), foot="#")))
    plain, printed_ = simcheck.compare(this, last), simcheck.compare(page, last)
    assert [(f.kind, f.flags) for f in plain.findings] == [(f.kind, f.flags) for f in printed_.findings]
    assert plain.share().part == printed_.share().part


def test_reports_name_the_page(tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    """On both sides, on the screen and in files, also when the source comes out of a corpus."""
    old, new = tmp_path / "去年.pdf", tmp_path / "今年.pdf"
    old.write_bytes(pdf(printed(paragraphs("青石镇2023年工作总结"), foot="#")))
    new.write_bytes(ofd(printed(paragraphs(), foot="#")))
    report = simcheck.compare(simcheck.read(new), simcheck.read(old))
    assert Report.from_json(report.to_json()) == report
    finding = json.loads(report.to_json())["findings"][0]
    assert finding["left"]["pages"] == [report.document.page(finding["left"]["start"]), finding["left"]["pages"][1]]
    with simcheck.Corpus.open(tmp_path / "corpus", create=True) as corpus:
        corpus.add_all([old])
        asked = corpus.check(simcheck.read(new))
        (source,) = asked.sources.values()
        assert source.pages == simcheck.read(old).pages
    side = Side(report.document.text, report.document.pages)
    last = Span(report.document.pages[2] - 1, report.document.pages[2] + 1)
    assert side.place(last, "zh").startswith("第 2–3 页 第 ")
    assert side.place(last, "en").startswith("page 2–3, para ")
    _, shown, _ = run("compare", new, old, "-n", "1", "--view", "side")
    assert re.search(r"今.* 第 \d+(–\d+)? 页 第 \d+", shown)
    assert re.search(r"去.* 第 \d+(–\d+)? 页 第 \d+", shown)


def test_a_cut_file_is_damaged_or_read_as_far_as_it_goes() -> None:
    whole = pdf(printed(paragraphs()))
    text = decode("整.pdf", whole).text
    for size in range(0, len(whole), len(whole) // 40):
        with contextlib.suppress(errors.Damaged, errors.Empty):
            assert len(decode("断.pdf", whole[:size] or b"%PDF-").text) <= len(text)


def test_many_text_objects_in_a_line_are_one_line() -> None:
    wanted = paragraphs()
    assert lines(ofd(printed(wanted), parted=True)) == bare(wanted)


def test_a_reader_that_breaks_off_costs_an_error_and_not_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(printed(["全镇工作扎实推进。"]))
    assert decode("a.pdf", data).text == "全镇工作扎实推进。"
    sandbox._current[0]._process.kill()
    sandbox._current[0]._process.wait()
    assert decode("a.pdf", data).text == "全镇工作扎实推进。"
    # a file that never ends: the process is stopped before it can answer
    os.kill(sandbox._current[0]._process.pid, 19)
    monkeypatch.setattr(sandbox, "PATIENCE", 0.2)
    started = time.monotonic()
    with pytest.raises(errors.Damaged):
        decode("a.pdf", data)
    assert time.monotonic() - started < 5
    monkeypatch.undo()
    assert decode("a.pdf", data).text == "全镇工作扎实推进。"


def test_ranges_are_listed_as_a_reader_would() -> None:
    assert ranges([3, 4, 5, 17]) == ["3–5", "17"]
    assert ranges([1]) == ["1"]
