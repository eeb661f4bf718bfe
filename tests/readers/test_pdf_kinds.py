"""PDFs of other kinds than word processors print: rare characters, hidden layers, turned words, pages of a line."""

from __future__ import annotations

import zlib

import pytest
from support.pdf import DOWN, HEIGHT, OVER, SLANTED, UP, WIDTH, drawn, show, stream

from benchmarks.reading.printing import Sheet, pdf, printed
from simcheck import errors
from simcheck.model import Document
from simcheck.readers import decode
from simcheck.readers.fixed.pdf_layers import has_layers, without_hidden

LINES = ["全年新建高标准农田三千二百亩，", "整修渠道十八公里。", "下一步，继续抓好秋冬季农田水利建设。"]
SEEN = [show(words, 90, 740 - 30 * number) for number, words in enumerate(LINES)]
AWAY = "打开看不见的旧稿文字。"


def read(data: bytes) -> Document:
    return decode("a.pdf", data)


def codes(document: Document) -> list[tuple[str, object]]:
    return [(note.code, note.facts.get("count")) for note in document.notes]


# --- characters beyond U+FFFF -----------------------------------------------------------------------------------------

RARE = {"周": 1, "𬭚": 2, "𠮷": 3, "村": 4, "医": 5, "，": 6, "𡃁": 7, "😀": 8, "𝑥": 9, "=": 10, "好": 11}


def rare(words: str, *, size: float = 14.0, again: int = 1) -> bytes:
    """A PDF whose font has a table of its characters, as those have that are embedded."""
    pairs = "\n".join(f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in RARE.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(RARE)} beginbfchar\n{pairs}\nendbfchar "
        "endcmap end end"
    ).encode()
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 11 0 R>>"
    )
    codes = "".join(f"{RARE[sign]:04x}" for sign in words)
    commands = [f"BT /F1 {size} Tf 90 {700 - 30 * row} Td <{codes}> Tj ET" for row in range(again)]
    return drawn([commands], objects=[font, stream(table)], font="10")


@pytest.mark.parametrize("words", ["村医周𬭚，𠮷村好", "𠮷𬭚𡃁𠮷𬭚𡃁", "𠮷", "好😀，好😀", "𝑥=𝑥", "好好好𬭚"])
def test_characters_of_two_units_are_one(words: str) -> None:
    document = read(rare(words))
    assert document.text == words
    assert document.notes == ()


def test_rows_of_rare_characters_keep_their_order() -> None:
    assert read(rare("周𬭚，𠮷村𠮷", again=3)).text.replace("\n", "") == "周𬭚，𠮷村𠮷" * 3


def test_rare_characters_are_no_gibberish_and_gibberish_still_is() -> None:
    assert read(rare("𠮷𡃁" * 20, size=12.0)).notes == ()
    with pytest.raises(errors.NoTextLayer):
        read(pdf([Sheet([(90.0, 100.0, "\ue012\ue345\ue678" * 9, 14.0)])]))


# --- layers, clipping, the edge of the page ---------------------------------------------------------------------------

LAYER = "<</Type/OCG/Name(draft)>>"
CONTENT = [*SEEN, "/OC /MC0 BDC", show(AWAY, 90, 640), "EMC"]


def layered(
    usual: str,
    *,
    properties: str = "/MC0 10 0 R",
    more: tuple[str | bytes, ...] = (),
    content: list[str] | None = None,
    resources: str = "",
) -> bytes:
    """A page with a layer, which is object 10; ``usual`` says what is on."""
    return drawn(
        [CONTENT if content is None else content],
        resources=f"/Properties<<{properties}>>{resources}",
        catalog=f"/OCProperties<</OCGs[10 0 R]/D<<{usual}/Order[10 0 R]>>>>",
        objects=[LAYER, *more],
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(layered("/OFF[10 0 R]"), id="off"),
        pytest.param(layered("/BaseState/OFF/ON[]"), id="all off"),
        pytest.param(layered("/OFF[10 0 R]", content=CONTENT[:-1]), id="no end"),
        pytest.param(layered("/OFF[10 0 R]", properties="/MC0 11 0 R", more=("<</Type/OCMD/OCGs 10 0 R>>",)), id="of"),
        pytest.param(
            layered("", properties="/MC0 11 0 R", more=("<</Type/OCMD/OCGs[10 0 R]/P/AllOff>>",)), id="others on"
        ),
        pytest.param(
            layered("", properties="/MC0 11 0 R", more=("<</Type/OCMD/VE[/Not 10 0 R]>>",)), id="by an expression"
        ),
        pytest.param(
            layered(
                "/OFF[10 0 R]",
                content=[*SEEN, "/X1 Do"],
                resources="/XObject<</X1 11 0 R>>",
                more=(
                    stream(
                        show(AWAY, 90, 640).encode(),
                        f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/OC 10 0 R"
                        "/Resources<</Font<</F1 5 0 R>>>>",
                    ),
                ),
            ),
            id="a form",
        ),
        pytest.param(
            layered(
                "/OFF[10 0 R]",
                content=[*SEEN, "/X1 Do"],
                resources="/XObject<</X1 11 0 R>>",
                more=(
                    stream(
                        f"/OC /MC1 BDC {show(AWAY, 90, 640)} EMC".encode(),
                        f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]"
                        "/Resources<</Font<</F1 5 0 R>>/Properties<</MC1 10 0 R>>>>",
                    ),
                ),
            ),
            id="inside a form",
        ),
        pytest.param(drawn([[*SEEN, "q 0 0 10 10 re W n", show(AWAY, 90, 640), "Q"]]), id="cut away"),
        pytest.param(drawn([[*SEEN, show(AWAY, 90, 640 + HEIGHT)]]), id="above the page"),
        pytest.param(drawn([[*SEEN, show(AWAY, 90, -400)]]), id="below the page"),
        pytest.param(drawn([[*SEEN, show(AWAY, 700, 640)]]), id="right of the page"),
        pytest.param(drawn([[*SEEN, show(AWAY, 90, 820)]], page="/CropBox[50 50 545 800]"), id="cropped"),
    ],
)
def test_what_nobody_sees_is_no_text_and_is_told(data: bytes) -> None:
    document = read(data)
    assert "".join(document.text.split()) == "".join(LINES)
    assert codes(document) == [("hidden-text", len(AWAY))]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(layered("/OFF[]"), id="on"),
        pytest.param(layered("/BaseState/OFF/ON[10 0 R]"), id="this one on"),
        pytest.param(layered("", properties="/MC0 11 0 R", more=("<</Type/OCMD/OCGs[10 0 R]>>",)), id="one of"),
        pytest.param(
            layered("/OFF[10 0 R]", properties="/MC0 11 0 R", more=("<</Type/OCMD/OCGs[10 0 R]/P/AllOff>>",)),
            id="when others are off",
        ),
        pytest.param(layered("/OFF[99 0 R]"), id="another one off"),
        pytest.param(layered("/OFF 7"), id="nonsense"),
        pytest.param(drawn([[*SEEN, "q 80 600 400 60 re W n", show(AWAY, 90, 640), "Q"]]), id="inside a frame"),
        pytest.param(drawn([[*SEEN, show(AWAY, 90, 640)]], page="/CropBox[50 50 545 800]"), id="on the page"),
    ],
)
def test_what_everybody_sees_is_text(data: bytes) -> None:
    document = read(data)
    assert "".join(document.text.split()) == "".join(LINES) + AWAY
    assert document.notes == ()


def test_layers_are_looked_for_only_where_some_are() -> None:
    assert not has_layers(drawn([SEEN]))
    assert has_layers(layered("/OFF[10 0 R]"))
    packed = b"1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n" + zlib.compress(b"/OCProperties")
    assert has_layers(packed)
    assert without_hidden(layered("")) is None
    assert without_hidden(b"%PDF-1.5 /OCProperties") is None


def test_what_is_hidden_leaves_the_facts_of_the_file_alone() -> None:
    data = layered("/OFF[10 0 R]", more=("<</Producer(Quartz 7)>>",))
    document = read(data.replace(b"trailer<<", b"trailer<</Info 11 0 R"))
    assert document.file is not None
    assert document.file.software == "Quartz 7"


# --- words that do not run across -------------------------------------------------------------------------------------

MARGIN = "内部资料注意保存不得外传"


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        (show(MARGIN, 40, 300, turn=UP, size=10), 1),
        (show(MARGIN, 560, 600, turn=DOWN, size=10), 1),
        (show(MARGIN, 500, 300, turn=OVER, size=10), 1),
        (show(MARGIN, 200, 200, turn=SLANTED, size=20), 1),
        (show(MARGIN, 560, 600, font="V1", size=12), 1),
        (show(MARGIN[:6], 40, 300, turn=UP, size=10) + show(MARGIN[6:], 52, 300, turn=UP, size=10), 2),
    ],
)
def test_turned_words_are_paragraphs_of_their_own_and_told(word: str, lines: int) -> None:
    """Also if they stand between the halves of a paragraph that goes on on the next page."""
    alone = read(drawn([[*SEEN, word]]))
    assert alone.text.split("\n") == [*LINES, MARGIN]
    assert codes(alone) == [("turned", lines)]


def test_turned_words_do_not_tear_a_paragraph_across_pages() -> None:
    wanted = ["全镇工作扎实推进，" * 200 + "成效明显。"]
    sheets = printed(wanted)
    commands = [
        [show(words, x, HEIGHT - y - 0.88 * size, size=int(size)) for x, y, words, size in sheet.words]
        for sheet in sheets
    ]
    commands[0].append(show(MARGIN, 40, 300, turn=UP, size=10))
    document = read(drawn(commands))
    assert document.text.split("\n") == [*wanted, MARGIN]
    assert len(document.pages) == len(sheets) > 2


@pytest.mark.parametrize(("turn", "x", "step"), [(UP, 100, 28), (DOWN, 500, -28)])
def test_a_table_that_was_turned_to_fit_is_read_as_it_is_read(turn: str, x: int, step: int) -> None:
    rows = [("序号", "项目", "进展"), ("1", "红石沟村道路", "完成"), ("2", "敬老院", "封顶")]
    y, across = (90, 150) if turn == UP else (740, -150)
    cells = [
        show(cell, x + step * row, y + across * column, turn=turn, size=12)
        for row, each in enumerate(rows)
        for column, cell in enumerate(each)
    ]
    document = read(drawn([cells]))
    assert document.text.split("\n") == ["\t".join(row) for row in rows]
    assert document.notes == ()


def test_columns_of_vertical_writing_are_read_from_the_right() -> None:
    document = read(drawn([[show(words, 500 - 30 * number, 740, font="V1") for number, words in enumerate(LINES)]]))
    assert document.text.split("\n") == LINES
    assert document.notes == ()


def test_what_is_turned_on_every_page_is_a_running_head() -> None:
    pages = [
        [show(f"{name}全年工作扎实推进，成效明显。", 90, 740), show(MARGIN, 40, 300, turn=UP, size=10),
         show(f"{name}经验做法在全县推广。", 90, 700)]
        for name in ("石坡村", "柳沟村", "东河村")
    ]  # fmt: skip
    document = read(drawn(pages))
    assert MARGIN not in document.text
    assert document.notes == ()


def test_a_page_that_says_how_it_is_turned_is_read_so() -> None:
    for rotation, turn, x, step in ((90, UP, 100, 30), (270, DOWN, 500, -30)):
        y = 90 if turn == UP else 740
        commands = [show(words, x + step * number, y, turn=turn) for number, words in enumerate(LINES)]
        document = read(drawn([commands], page=f"/Rotate {rotation}"))
        assert document.text.split("\n") == LINES
        assert document.notes == ()


# --- running heads, and what is none ----------------------------------------------------------------------------------

BODY = [
    "全镇工作扎实推进，各项任务全面完成，群众满意率明显提高。",
    "资金统筹安排，专款专用，不得挪用。",
    "质量全程把关，不合格的一律返工。",
]


def headed(title: str, *, size: int = 20, numbers: tuple[object, ...] = (1, 2, 3)) -> list[str]:
    """The text of pages with this title, # for its number, and different words below it."""
    pages = [
        [
            show(title.replace("#", str(number)), 150, 770, size=size),
            *(show(f"{place}{words}", 90, 700 - 28 * row) for row, words in enumerate(BODY)),
        ]
        for number, place in zip(numbers, ("石坡村", "柳沟村", "东河村"), strict=True)
    ]
    return read(drawn(pages)).text.split("\n")


@pytest.mark.parametrize("size", [20, 16, 12])
@pytest.mark.parametrize(
    "title",
    [
        "附表# 高标准农田建设任务分解表",
        "附件 #",
        "高标准农田建设任务表#",
        "第#组 任务分工",
        "任务分解表（#）",
        "Table #",
    ],
)
def test_titles_that_count_are_text(title: str, size: int) -> None:
    found = headed(title, size=size)
    assert [line for line in found if "村" not in line] == [title.replace("#", str(number)) for number in (1, 2, 3)]


def test_titles_of_years_and_in_words_are_text() -> None:
    assert "2024年任务" in headed("#年任务", numbers=(2023, 2024, 2025))
    assert "附表二" in headed("附表#", numbers=("一", "二", "三"))


@pytest.mark.parametrize(
    "head", ["内部资料 第 # 页", "工作总结 #/9", "工作总结 - # -", "Report, page # of 3", "工作总结"]
)
def test_running_heads_with_the_number_of_the_page_are_none(head: str) -> None:
    assert all("村" in line for line in headed(head, size=9))
    assert all("村" in line for line in headed(head, size=16))


def test_small_running_heads_end_with_the_number_of_the_page() -> None:
    assert all("村" in line for line in headed("石坡镇工作总结 #", size=9))
    assert all("村" in line for line in headed("# 石坡镇工作总结", size=9))


@pytest.mark.parametrize(
    "lines",
    [
        [f"石坡县第{number}批高标准农田建设项目验收合格证书" for number in (1, 2, 3)],
        [f"第{number}季度：完成渠道整修{6 * number}公里。" for number in (1, 2, 3, 4)],
        ["验收合格证书"] * 4,
        ["同一句话"] * 2,
    ],
)
@pytest.mark.parametrize("y", [760, 400, 60])
def test_pages_of_one_line_are_text(lines: list[str], y: int) -> None:
    assert "".join(read(drawn([[show(line, 90, y)] for line in lines])).text.split()) == "".join(lines)
    numbered = [[show(line, 90, 400), show(str(number), 290, 30, size=9)] for number, line in enumerate(lines, 1)]
    assert read(drawn(numbered)).text.split("\n") == lines


def test_pictures_of_which_each_has_a_stamp_are_pictures() -> None:
    """As programs on telephones put onto what they scan."""
    stamp = (90.0, 800.0, "由扫描宝扫描创建", 9.0)
    with pytest.raises(errors.NoTextLayer):
        read(pdf([Sheet([stamp], has_picture=True) for _ in range(4)]))
    mixed = [*printed(["全镇工作扎实推进，" * 200]), *(Sheet([stamp], has_picture=True) for _ in range(4))]
    document = read(pdf(mixed))
    assert "扫描" not in document.text
    assert [note.code for note in document.notes] == ["no-text-layer"]


def test_words_that_became_curves_are_a_picture() -> None:
    curves = [f"{x} {y} m {x + 1} {y + 3} l {x + 2} {y} l f" for x in range(90, 490, 10) for y in range(90, 690, 60)]
    document = read(drawn([SEEN, curves]))
    assert [(note.code, note.facts["pages"]) for note in document.notes] == [("no-text-layer", "2")]
    frame = ["90 90 400 600 re S", "90 300 m 490 300 l S"]
    assert read(drawn([SEEN, frame])).notes == ()


# --- footnotes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marks", [("①", "②"), ("1", "2"), ("[1]", "[2]"), ("* ", "† "), ("注1：", "注2：")])
def test_footnotes_do_not_tear_a_paragraph(marks: tuple[str, str]) -> None:
    wanted = ["全镇工作扎实推进，" * 150 + "成效明显。", "全镇上下齐心协力，" * 150 + "再创佳绩。"]
    sheets = printed(wanted, margin=110)
    notes = [
        f"{mark}数据由镇农业办提供，截至十二月底，包括上年结转的三个项目和今年新开工的五个项目，" + "另有说明，" * 5
        for mark in marks
    ]
    for sheet, note in zip(sheets, notes, strict=False):
        sheet.words += [(110.0, 745.0, note[:40], 9.0), (110.0, 757.0, note[40:], 9.0)]
    document = read(pdf(sheets))
    assert len(sheets) >= 4
    assert ["".join(line.split()) for line in document.text.split("\n")] == [
        "".join(line.split()) for line in (wanted[0], notes[0], wanted[1], notes[1])
    ]


def test_small_type_at_the_foot_that_is_no_note_stays_where_it_is() -> None:
    wanted = ["全镇工作扎实推进，" * 150 + "成效明显。"]
    sheets = printed(wanted, margin=110)
    sheets[-1].words.append((110.0, 745.0, "本表数据由镇农业办提供", 9.0))
    assert read(pdf(sheets)).text.split("\n")[-1] == "本表数据由镇农业办提供"


# --- what stands before the file --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "front",
    [
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: application/pdf\r\n\r\n",
        b"GPL Ghostscript 10.02.0 (2023-09-13)\nProcessing pages 1 through 1.\nPage 1\n",
        b"<html><head><title>x</title></head><body></body></html>\n",
        b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE = PDF\r\n",
        b"x" * 1000 + b"\n",
    ],
)  # fmt: skip
def test_lines_before_a_pdf_do_not_hide_it(front: bytes) -> None:
    data = drawn([SEEN])
    assert read(front + data).text.split("\n") == LINES
    compressed = pdf(printed(["全镇工作扎实推进。"]))
    assert read(front + compressed).text == "全镇工作扎实推进。"


@pytest.mark.parametrize(
    "words",
    [
        "文件以\n%PDF-1.4 开头。\n这是说明。",
        "%%PDF-1.4\n1 0 obj\n",
        "见 %PDF-1.7\n1 0 obj 一节",
        "x" * 1100 + "\n%PDF-1.4\n1 0 obj\n",
    ],
)
def test_a_text_that_speaks_of_pdf_is_a_text(words: str) -> None:
    assert decode("a.txt", words.encode()).text == words


# --- what is passed over ----------------------------------------------------------------------------------------------


def pictured(boxes: list[tuple[int, int, int, int]], *, pages: int = 1, **more: str) -> Document:
    image = stream(b"\0\0\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8")
    draws = [f"q {width} 0 0 {height} {x} {y} cm /I Do Q" for x, y, width, height in boxes]
    text = [show("全镇工作扎实推进，各项任务全面完成。", 90, 700 - 28 * row) for row in range(8)]
    return read(drawn([[*text, *draws]] * pages, resources="/XObject<</I 10 0 R>>", objects=[image], **more))


def test_pictures_are_counted_once_and_small_or_whole_ones_are_none() -> None:
    assert pictured([(90, 100, 200, 150)]).notes[0].facts == {"document": "a.pdf", "pictures": 1}
    assert pictured([(90, 100, 200, 150), (300, 100, 200, 150)]).notes[0].facts["pictures"] == 2
    assert pictured([(0, 0, WIDTH, HEIGHT), (90, 100, 12, 12), (90, 90, 400, 2)]).notes == ()
    letterhead = pictured([(60, 780, 120, 40)], pages=6).notes
    assert [(note.code, note.facts["pictures"]) for note in letterhead] == [("passed-over", 1)]


def test_a_scan_with_a_title_in_letters_is_told() -> None:
    """Who reads "one line" must learn that there was a page."""
    image = stream(b"\0\0\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8")
    draw = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"
    title = show("石坡镇2024年高标准农田建设工作总结", 90, 760)
    document = read(drawn([[draw, title]], resources="/XObject<</I 10 0 R>>", objects=[image]))
    assert document.text == "石坡镇2024年高标准农田建设工作总结"
    assert [(note.code, note.facts["pictures"]) for note in document.notes] == [("not-read", 1)]


def test_boxes_fields_remarks_and_files_are_counted() -> None:
    annotations = [
        "<</Type/Annot/Subtype/FreeText/Rect[90 90 300 120]/Contents(words)/DA(/F1 9 Tf)>>",
        "<</Type/Annot/Subtype/Text/Rect[90 90 110 110]/Contents(remark)>>",
        "<</Type/Annot/Subtype/Text/Rect[90 90 110 110]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(filled)/Rect[90 90 300 120]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(b)/Rect[90 90 300 120]>>",
        "<</Type/Annot/Subtype/Link/Rect[90 90 300 120]>>",
    ]
    page = f"/Annots[{' '.join(f'{number} 0 R' for number in range(10, 16))}]"
    (note,) = read(drawn([SEEN], page=page, objects=annotations)).notes
    assert (note.code, dict(note.facts)) == ("passed-over", {"document": "a.pdf", "comments": 1, "annotations": 2})
    files: list[str | bytes] = ["<</Type/Filespec/F(a.docx)/EF<</F 11 0 R>>>>", stream(b"PK", "/Type/EmbeddedFile")]
    catalog = "/Names<</EmbeddedFiles<</Names[(a.docx) 10 0 R]>>>>"
    (note,) = read(drawn([SEEN], catalog=catalog, objects=files)).notes
    assert (note.code, dict(note.facts)) == ("not-read", {"document": "a.pdf", "embedded": 1})
