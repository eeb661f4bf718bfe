"""PDFs of which a part is not what it seems: halves of lines that nobody sees, titles that look like running heads,
notes without a mark, a file behind something else."""

from __future__ import annotations

import pytest
from support.pdf import DOWN, HEIGHT, OVER, SLANTED, UP, WIDTH, drawn, show, stream

from benchmarks.reading.printing import pdf, printed
from simcheck import errors
from simcheck.model import Document
from simcheck.readers import decode

LINES = ["全年新建高标准农田三千二百亩，", "整修渠道十八公里。", "下一步，继续抓好秋冬季农田水利建设。"]
SEEN = [show(words, 90, 740 - 30 * number) for number, words in enumerate(LINES)]
ALL = "".join(LINES)


def read(data: bytes) -> Document:
    return decode("a.pdf", data)


def codes(document: Document) -> list[tuple[str, object]]:
    return [(note.code, note.facts.get("count")) for note in document.notes]


def bare(document: Document) -> str:
    return "".join(document.text.split())


# --- parts of lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        pytest.param(drawn([[*SEEN, show("页外不见", 620, 710)]]), 4, id="beside a line"),
        pytest.param(drawn([[*SEEN, show("页外不见", -90, 710)]]), 4, id="before a line"),
        pytest.param(drawn([[*SEEN, show("色标", 470, 710)]], page="/CropBox[0 0 460 842]"), 2, id="cropped right"),
        pytest.param(drawn([[*SEEN, show("稿号", 20, 710)]], page="/CropBox[60 0 595 842]"), 2, id="cropped left"),
        pytest.param(
            drawn([[*SEEN, show("稿号", 20, 710)]], page="/CropBox[60 0 595 842]/Rotate 180"), 2, id="on its head"
        ),
        pytest.param(
            drawn(
                [[*SEEN[:2], f"q 80 670 500 40 re W n {SEEN[2]} Q", "q 0 0 9 9 re W n", show("盖住", 240, 710), "Q"]]
            ),
            2,
            id="cut away at the end of a line",
        ),
        pytest.param(
            drawn([["q 0 0 9 9 re W n", show("盖住", 50, 740), "Q", *SEEN]]), 2, id="cut away at its beginning"
        ),
    ],
)
def test_what_nobody_sees_of_a_line_is_no_text_and_is_told(data: bytes, hidden: int) -> None:
    document = read(data)
    assert bare(document) == ALL
    assert codes(document) == [("hidden-text", hidden)]


@pytest.mark.parametrize(
    ("command", "seen"),
    [
        # sixteen points a character, from 90
        (show("页面里面的二十八个字的一行从九十点开始写到页边就到这里为止看不见的两字", 90, 640), 32),
        (show("左边看不见的字在页面以外然后进来", -64, 640), -12),
        ("q 80 600 106 60 re W n " + show("只有六个字看得见后面的不见", 90, 640) + " Q", 6),
        ("q 250 600 300 60 re W n " + show("前面十个字被挡住了的后面看得见", 90, 640) + " Q", -5),
        ("q 122 600 64 60 re W n " + show("藏着看得见的藏着", 90, 640) + " Q", 0),
    ],
)
def test_of_a_line_that_is_cut_the_rest_is_read(command: str, seen: int) -> None:
    words = bytes.fromhex(command.partition("<")[2].partition(">")[0]).decode("utf-16-be")
    wanted = words[:seen] if seen > 0 else words[seen:] if seen < 0 else "看得见的"
    document = read(drawn([[*SEEN, command]]))
    assert bare(document) == ALL + wanted
    assert codes(document) == [("hidden-text", len(words) - len(wanted))]


def test_a_frame_that_cuts_a_little_cuts_nothing() -> None:
    frame = f"q 90.5 600 255 60 re W n {show('农田水利建设抓好秋冬季农田水利建', 90, 640)} Q"
    document = read(drawn([[*SEEN, frame]]))
    assert (bare(document), codes(document)) == (ALL + "农田水利建设抓好秋冬季农田水利建", [])


def test_a_box_that_is_nowhere_hides_nothing() -> None:
    for box in ("[2000 2000 3000 3000]", "[0 0 0 0]"):
        document = read(drawn([SEEN], page=f"/CropBox{box}"))
        assert (bare(document), codes(document)) == (ALL, [])


def test_layers_inside_a_form_that_has_the_resources_of_its_page() -> None:
    form = stream(
        f"/OC /MC0 BDC {show('关掉的层', 90, 640)} EMC".encode(),
        f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]",
    )
    data = drawn(
        [[*SEEN, "/X1 Do"]],
        resources="/Properties<</MC0 10 0 R>>/XObject<</X1 11 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        objects=["<</Type/OCG/Name(draft)>>", form],
    )
    document = read(data)
    assert (bare(document), codes(document)) == (ALL, [("hidden-text", 4)])


# --- words that do not run across -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("turn", "x", "y"), [(UP, 300, 200), (DOWN, 300, 600), (OVER, 400, 300), (SLANTED, 200, 300)])
def test_turned_words_that_follow_a_line_are_set_apart(turn: str, x: int, y: int) -> None:
    """PDFium gives both as one line."""
    turned = "内部资料注意保存"
    for front in ([*SEEN, show(turned, x, y, turn=turn, size=10)], [show(turned, x, y, turn=turn, size=10), *SEEN]):
        document = read(drawn([front]))
        assert document.text.split("\n") == [*LINES, turned]
        assert codes(document) == [("turned", 1)]


def test_words_of_all_directions_are_set_apart() -> None:
    words = {UP: "向上写的字", DOWN: "向下写的字", OVER: "倒过来的字", SLANTED: "斜着写的字"}
    turned = [show(said, 200 + 90 * at, 400, turn=turn, size=10) for at, (turn, said) in enumerate(words.items())]
    document = read(drawn([[*SEEN, *turned]]))
    assert document.text.split("\n")[:3] == LINES
    assert sorted(document.text.split("\n")[3:]) == sorted(words.values())
    assert codes(document) == [("turned", 4)]


# --- titles -----------------------------------------------------------------------------------------------------------

BODY = ["全镇工作扎实推进，各项任务全面完成，群众满意率明显提高。", "资金统筹安排，专款专用。", "质量全程把关。"]


def titled(title: str, *, size: int = 20, places: tuple[str, ...] = ("石坡村", "柳沟村", "东河村")) -> list[str]:
    pages = [
        [
            show(title.replace("#", str(number)), 150, 770, size=size),
            *(show(f"{place}{words}", 90, 700 - 28 * row) for row, words in enumerate(BODY)),
        ]
        for number, place in enumerate(places, 1)
    ]
    return [line for line in read(drawn(pages)).text.split("\n") if not line.startswith(places)]


@pytest.mark.parametrize(
    "title", ["农田建设任务-#-", "完成率#/12", "任务（#/3）", "第#页报表", "第 # 页 共 3 页 任务表"]
)
def test_large_titles_with_numbers_like_those_of_pages_are_text(title: str) -> None:
    assert titled(title) == [title.replace("#", str(number)) for number in (1, 2, 3)]
    # as large as the text, or smaller, they are running heads
    assert titled(title, size=16) == titled(title, size=9) == []


def test_a_title_that_is_repeated_is_text_once() -> None:
    assert titled("高标准农田建设任务分解表") == ["高标准农田建设任务分解表"]
    assert titled("高标准农田建设任务分解表", size=16) == []
    parts = [
        [show("第一部分　总体情况", 90, 500, size=24)],
        [show(words, 90, 700 - 28 * row) for row, words in enumerate(BODY)],
    ]
    document = read(drawn([*parts, *parts, *parts]))
    assert document.text.count("总体情况") == 1


def test_a_stamp_across_the_words_is_no_title_however_large() -> None:
    pages = [
        [show(f"{place}{words}", 90, 700 - 28 * row) for row, words in enumerate(BODY)]
        + [show("内部资料", 100, 680, size=40)]
        for place in ("石坡村", "柳沟村", "东河村")
    ]
    assert "内部" not in read(drawn(pages)).text


# --- notes at the foot ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note", ["数据由镇农业办提供，截至十二月底。", "12024年数据由镇农业办提供。", "见附表，另有说明。"]
)
def test_notes_without_a_mark_do_not_tear_a_paragraph(note: str) -> None:
    wanted = ["全镇工作扎实推进，" * 150 + "成效明显。"]
    sheets = printed(wanted, margin=110)
    sheets[0].words.append((110.0, 765.0, note, 9.0))
    assert read(pdf(sheets)).text.split("\n") == [*wanted, note]


def test_small_type_that_follows_closely_goes_on() -> None:
    """A paragraph may end in smaller type, at the foot of the page."""
    rows = [show("全镇工作扎实推进，各项任务全面完成，群众满意", 90, 400 - 24 * row) for row in range(10)]
    smaller = show("度明显提高。", 90, 160, size=13)
    assert read(drawn([[*rows, smaller], [show("明年再接再厉。", 90, 740)]])).text.split("\n")[-1] == "明年再接再厉。"


# --- what stands before the file --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "front",
    [
        b"junk header ",
        b'"',
        b"HTTP/1.1 200 OK\rServer: x\r\r",
        b"<html><body>error</body></html>",
        "打印机提示：开始打印".encode("gbk"),
        b"line of log\n" * 200,
        b"\n" * 5000,
        b"--b\r\nContent-Disposition: form-data\r\n\r\n",
    ],
)
@pytest.mark.parametrize("remark", [b"", b"%\xe2\xe3\xcf\xd3\n", b"%" + b"c" * 900 + b"\r\n% d\r"])
def test_whatever_stands_before_a_pdf_does_not_hide_it(front: bytes, remark: bytes) -> None:
    data = drawn([SEEN]).replace(b"%PDF-1.5\n", b"%PDF-1.5\n" + remark, 1)
    assert bare(read(front + data)) == ALL


@pytest.mark.parametrize(
    "words",
    [
        "说明：文件以下面这行开始\n%PDF-1.5 \n1 0 obj\n是对象的开头，以上是说明文字。\n",
        "%!PS-Adobe\n见 %PDF-1.4\n% 说明\n1 0 obj << 字典 >>，没有结尾。",
        "%PDF-1.4\n".join("第一行是版本，第二行是 1 0 obj，最后是 endobj。\n" for _ in range(2)),
        "x" * 70_000 + "%PDF-1.4\n1 0 obj <<>> endobj",
    ],
)
def test_a_text_about_pdf_is_a_text(words: str) -> None:
    assert decode("a.txt", words.encode()).text.strip() == words.strip()


# --- pictures ---------------------------------------------------------------------------------------------------------

IMAGE = stream(b"\0\0\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8")
TEXT = [show("全镇工作扎实推进，各项任务全面完成。", 90, 700 - 28 * row) for row in range(8)]


@pytest.mark.parametrize(
    ("matrix", "drawing", "pictures"),
    [
        ("", "q 200 0 0 150 90 100 cm /I Do Q", 1),
        ("/Matrix[0.1 0 0 0.1 0 0]", "q 200 0 0 150 90 100 cm /I Do Q", 0),
        ("/Matrix[100 0 0 100 90 100]", "/I Do", 1),
        ("", "q 200 0 0 150 90 100 cm /I Do Q q 200 0 0 150 300 100 cm /I Do Q", 2),
    ],
)
def test_pictures_that_forms_draw_are_counted(matrix: str, drawing: str, pictures: int) -> None:
    form = stream(
        drawing.encode(),
        f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]{matrix}/Resources<</XObject<</I 10 0 R>>>>",
    )
    outer = stream(
        b"/X Do", f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/Resources<</XObject<</X 11 0 R>>>>"
    )
    for name in ("/X", "/Y"):
        data = drawn([[*TEXT, f"{name} Do"]], resources="/XObject<</X 11 0 R/Y 12 0 R>>", objects=[IMAGE, form, outer])
        assert [note.facts["pictures"] for note in read(data).notes] == [pictures] * bool(pictures)


def test_scans_with_a_title_are_counted_each() -> None:
    draw = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"
    scans = [[draw, show(f"附件{number}：验收报告的扫描件", 90, 760)] for number in "一二三"]
    document = read(drawn([TEXT, *scans], resources="/XObject<</I 10 0 R>>", objects=[IMAGE]))
    assert [(note.code, note.facts["pictures"]) for note in document.notes] == [("not-read", 3)]


@pytest.mark.parametrize(("rendering", "embedded"), [("/NeedsRendering true", 1), ("", 0)])
def test_a_form_that_only_its_own_program_shows_is_told(rendering: str, embedded: int) -> None:
    catalog = f"/AcroForm<</XFA 10 0 R/Fields[]>>{rendering}"
    document = read(drawn([SEEN], catalog=catalog, objects=[stream(b"<xdp:xdp/>")]))
    assert bare(document) == ALL
    assert [(note.code, note.facts["embedded"]) for note in document.notes] == [("not-read", 1)] * embedded


def test_curves_below_a_title_are_told() -> None:
    curves = [f"{x} {y} m {x + 1} {y + 3} l {x + 2} {y} l f" for x in range(90, 490, 10) for y in range(90, 690, 40)]
    title = show("石坡镇2024年高标准农田建设工作总结", 90, 760)
    assert [(note.code, note.facts["pictures"]) for note in read(drawn([[title, *curves]])).notes] == [("not-read", 1)]
    rules = [f"90 {90 + 20 * row} m 490 {90 + 20 * row} l S" for row in range(30)]
    assert read(drawn([[title, *rules]])).notes == ()
    with pytest.raises(errors.NoTextLayer):
        read(drawn([curves]))


# --- words that say no characters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "broken"), [("\ue000\ue001\ue002\ue003", 1), ("\uf06c", 0), ("\uf06c \uf06c \uf06c \uf06c", 0)]
)
def test_a_few_words_that_say_nothing_are_told(words: str, broken: int) -> None:
    document = read(drawn([[*SEEN, show(words, 90, 500)]]))
    assert bare(document).startswith(ALL)
    assert [(note.code, note.facts["broken"]) for note in document.notes] == [("not-read", 1)] * broken
