"""Rich Text Format."""

# An input broken over three lines is harder to read than a long one.

import time

import pytest

from pipeline.errors import DocumentError
from pipeline.extract.rtf import read_rtf
from pipeline.model import Block, Document, Kind

HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}{\f2\fcharset2 Wingdings;}{\f3\fcharset2 Symbol;}}"
HEAD += r"{\stylesheet{\s0 Normal;}{\s1 heading 2;}{\s2 Title;}{\s3\outlinelevel0 Mine;}{\*\cs9 Placeholder Text;}}"


def read(body: str) -> Document:
    return read_rtf((HEAD + body + "}").encode("latin-1"), "d")


def texts(body: str) -> list[str]:
    return [block.text for block in read(body).blocks]


def only(body: str) -> Block:
    (block,) = read(body).blocks
    return block


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"caf\'e9", "café"),
        (r"\u8220?safe\u8221?", "“safe”"),
        (r"\uc2\u233\'c3\'a9 x", "é x"),
        (r"{\f1\'c3\'ee\'f0\'ee\'e4}", "Город"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\~b\_c\-d\tab e\line f", "a b-cd e\nf"),
        (r"\{x\} \ldblquote y\rdblquote", "{x} “y”"),
        ("one\r\ntwo", "onetwo"),
        (r"in {\b bold} and {\v hidden}{\deleted gone}seen", "in bold and seen"),
        (r"a{\*\unknown secret}{\pict 00ff}b", "ab"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt here}}", "here"),
        (r"Other: {\cs9 Click here}", "Other:"),
        ("a{\\bin5 }}}}}b", "ab"),
    ],
)
def test_text(source, text):
    assert texts(source) == [text]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"{\f2\'a8}", "☐"),
        (r"{\f2\'fe}", "☒"),
        (r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1}}}{\fldrslt }}", "☒"),
        (r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres0}}}{\fldrslt }}", "☐"),
        (r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffl no}{\*\ffl yes}}}}{\fldrslt }}", "yes"),
    ],
)
def test_tick_boxes_and_choices(source, shown):
    assert texts("Fee " + source) == [f"Fee {shown}"]


def test_styles_say_what_a_paragraph_is():
    body = r"\pard\s2 Report\par\pard\s1 Part\par\pard\s3 Sub\par\pard\s0 Text\par"
    assert [(b.kind, b.level) for b in read(body).blocks] == [
        (Kind.TITLE, 0), (Kind.HEADING, 2), (Kind.HEADING, 1), (Kind.PARAGRAPH, 0),
    ]  # fmt: skip


def test_weight_and_size_are_told():
    block = only(r"\pard\b\fs28 Key messages\par")
    assert (block.bold, block.size) == (True, 14.0)


def test_the_printed_marker_of_an_item_is_taken():
    body = r"\pard{\listtext\pard\f3\'b7\tab}\ilvl0 First\par\pard{\listtext 1)\tab}\ilvl1 Second\par"
    assert [(b.kind, b.marker, b.level, b.text) for b in read(body).blocks] == [
        (Kind.ITEM, "•", 1, "First"),
        (Kind.ITEM, "1)", 2, "Second"),
    ]


def test_tables_have_cells_and_merged_ones_span():
    row = r"\trowd{}\pard\intbl {}\cell {}\cell\row"
    body = row.format(r"\trhdr\clvmgf\cellx100\cellx200", "Name", "City") + row.format(
        r"\clvmrg\cellx100\cellx200", "", r"Lima\par Peru"
    )
    body += r"\trowd\cellx200\pard\intbl Both\cell\row\pard After"
    table, after = read(body).blocks
    assert table.text == "Name\tCity\nLima\vPeru\nBoth"
    assert [(c.row, c.column, c.row_span, c.column_span, c.header) for c in table.cells] == [
        (0, 0, 2, 1, True), (0, 1, 1, 1, True), (1, 1, 1, 1, False), (2, 0, 1, 2, False),
    ]  # fmt: skip
    assert after.text == "After"


def test_a_cell_that_is_narrowed_is_told():
    edges = "".join(rf"\cellx{number}" for number in range(100, 20_100, 100))
    few = "".join(rf"\trowd\cellx{number * 7 + 3}\cellx20000\pard\intbl a\cell b\cell\row" for number in range(150))
    document = read(few + rf"\trowd{edges}\pard\intbl c\cell d\cell\row")
    assert document.notes == ("A cell of over 100 columns was narrowed.",)


def test_a_table_in_a_cell_is_text_of_the_cell():
    body = r"\trowd\cellx100\cellx200\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx50\cellx90\nestrow}\pard\intbl\itap1 Out\cell x\cell\row"
    assert only(body).text == "a b\vOut\tx"


def test_footnotes_text_boxes_and_headers():
    body = r"{\header City\par}Claim{\footnote 1 Source.}.{\shp{\*\shpinst{\shptxt \pard Boxed\par}}}\par"
    assert [(b.kind, b.text, b.frame) for b in read(body).blocks] == [
        (Kind.FURNITURE, "City", 0), (Kind.PARAGRAPH, "Claim.", 0), (Kind.PARAGRAPH, "Boxed", 1), (Kind.FOOTNOTE, "1 Source.", 0),
    ]  # fmt: skip


def test_title_and_author():
    assert read(r"{\info{\title Report}{\author Ana}}x").properties == {"title": "Report", "author": "Ana"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no rtf", "corrupt"),
        (b"{\\rtf1 }", "empty"),
        (b"{\\rtf1{\\pict 00}}", "no-text"),
        (b"{\\rtf1" + b"{" * 5000, "corrupt"),
    ],
)
def test_broken_files_are_refused_with_a_reason(content, reason):
    with pytest.raises(DocumentError) as caught:
        read_rtf(content, "d")
    assert caught.value.reason == reason


def test_a_file_that_ends_early_says_so():
    assert read_rtf(b"{\\rtf1{\\b text", "d").notes == ("The file ends too early: its end may be missing.",)


@pytest.mark.parametrize(
    "body",
    [
        "{\\b x}" * 100_000,
        "x" * 3_000_000,
        "\\'e9" * 500_000,
        "\\par x" * 200_000,
        "\\trowd\\cellx1\\pard\\intbl x\\cell\\row" * 30_000,
    ],
)
def test_hostile_files_end_in_time(body):
    start = time.process_time()
    read(body)
    assert time.process_time() - start < 15
