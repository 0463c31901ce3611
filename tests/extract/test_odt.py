"""OpenDocument texts."""

# An input broken over three lines is harder to read than a long one.

import io
import re
import zipfile

import pytest

from pipeline.errors import DocumentError
from pipeline.extract.odt import read_odt
from pipeline.model import Block, Document, Kind

NAMES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "form": "form",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in NAMES.items())
SPACES += (
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
)


def packed(body: str, styles: str = "", master: str = "", manifest: str = "<m/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{master}</office:document-styles>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def read(body: str, styles: str = "", master: str = "") -> Document:
    return read_odt(packed(body, styles, master), "d")


def texts(body: str, styles: str = "") -> list[str]:
    return [block.text for block in read(body, styles).blocks]


def only(body: str, styles: str = "") -> Block:
    (block,) = read(body, styles).blocks
    return block


def p(inner: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def items(*inner: str, style: str = "L", more: str = "") -> str:
    made = "".join(f"<text:list-item>{one if one.startswith('<') else p(one)}</text:list-item>" for one in inner)
    return f'<text:list text:style-name="{style}" {more}>{made}</text:list>'


NUMBERS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
)


def test_white_space_elements():
    assert texts(p("a<text:tab/>b<text:s text:c='3'/>c<text:line-break/>d")) == ["a b c\nd"]


def test_spans_links_fields_and_insertions_are_text_and_annotations_are_not():
    assert texts(
        p(
            "<text:span>In</text:span> <text:a>Lima</text:a> <text:date>3 May</text:date><office:annotation><text:p>no</text:p></office:annotation>"
        )
    ) == ["In Lima 3 May"]


def test_headings_have_the_level_of_their_outline():
    block = only('<text:h text:outline-level="2">Findings</text:h>')
    assert (block.kind, block.level) == (Kind.HEADING, 2)


def test_the_title_is_known_by_its_style_or_the_style_below():
    style = '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="Title"/>'
    assert only(p("Report", "P1"), style).kind is Kind.TITLE


def test_weight_and_size_come_from_styles():
    style = (
        '<style:style style:name="P1"><style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style>'
    )
    block = only(p("Key messages", "P1"), style)
    assert (block.bold, block.size) == (True, 14.0)


def test_lists_are_counted():
    body = (
        items("one", p("two") + items("sub", "sub"), "three")
        + p("Text.")
        + items("four", more='text:continue-numbering="true"')
    )
    assert [b.marker for b in read(body, NUMBERS).blocks] == ["1.", "2.", "(a)", "(b)", "3.", "", "4."]
    assert [b.marker for b in read(items("one") + items("again"), NUMBERS).blocks] == ["1.", "1."]


def test_only_the_first_paragraph_of_an_item_bears_its_marker():
    style = NUMBERS.replace("L", "M")
    blocks = read(items(p("one") + p("more"), style="unknown"), style).blocks
    assert [(b.kind, b.marker) for b in blocks] == [(Kind.ITEM, "•"), (Kind.PARAGRAPH, "")]


def test_bullets():
    style = '<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>'
    assert only(items("one"), style).marker == "•"


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        ('<loext:content-control loext:checkbox="true" loext:checked="true">x</loext:content-control>', "☒"),
        ('<loext:content-control loext:checkbox="true">x</loext:content-control>', "☐"),
        (
            '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="true"/></field:fieldmark>',
            "☒",
        ),
        ("☑", "☒"),
    ],
)
def test_tick_boxes(box, shown):
    assert texts(p(f"Health {box}")) == [f"Health {shown}"]


def test_drawn_form_controls_show_their_state():
    forms = '<office:forms><form:form><form:checkbox form:id="c1" form:label="Health" form:current-state="checked"/><form:text form:id="t1" form:current-value="Ana"/></form:form></office:forms>'
    assert texts(forms + p('<draw:control draw:control="c1"/> by <draw:control draw:control="t1"/>')) == [
        "☒ Health by Ana"
    ]


def test_a_prompt_that_still_shows_is_no_answer():
    prompt = '<loext:content-control loext:showing-place-holder="true">Click here</loext:content-control>'
    assert texts(p(f"Other: {prompt}<text:placeholder>Enter</text:placeholder>")) == ["Other:"]


def test_tables_have_cells_spans_and_heads():
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    both = cell.format(' table:number-columns-spanned="2"', "Both")
    rows = (
        f"<table:table-header-rows><table:table-row>{cell.format('', 'Name')}{cell.format('', 'City')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{both}<table:covered-table-cell/></table:table-row>"
    )
    block = only(f"<table:table>{rows}</table:table>")
    assert block.text == "Name\tCity\nBoth"
    assert [(c.header, c.column_span) for c in block.cells] == [(True, 1), (True, 1), (False, 2)]


@pytest.mark.parametrize("name", ["columns-spanned", "columns-repeated", "rows-spanned"])
def test_a_cell_that_is_narrowed_is_told(name):
    cell = "<table:table-cell{}><text:p>a</text:p></table:table-cell>"
    wide, other = cell.format(f' table:number-{name}="99999"'), cell.format("")
    document = read(f"<table:table><table:table-row>{wide}{other}</table:table-row></table:table>")
    (note,) = document.notes
    assert re.fullmatch(r"A cell of over 10*0 columns or rows was narrowed\.", note)


def test_what_stands_too_deep_is_left_out_and_told():
    inner = "<text:p>deep</text:p>"
    for _ in range(12):
        inner = f"<table:table><table:table-row><table:table-cell>{inner}</table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    document = read(inner)
    assert "deep" not in document.text()
    assert document.notes == ("A table or text box was left out: it stands in 10 others.",)


def test_text_boxes_are_frames_footnotes_stand_at_the_end_and_headers_are_furniture():
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Source.</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>Boxed</text:p></draw:text-box></draw:frame>"
    master = "<office:master-styles><style:master-page><style:header><text:p>City</text:p></style:header></style:master-page></office:master-styles>"
    blocks = read(p(f"Claim{note}.{box}"), master=master).blocks
    assert [(b.kind, b.marker, b.text, b.frame) for b in blocks] == [
        (Kind.FURNITURE, "", "City", 0), (Kind.PARAGRAPH, "", "Claim.", 0), (Kind.PARAGRAPH, "", "Boxed", 1), (Kind.FOOTNOTE, "1", "Source.", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK nonsense", "corrupt"),
        (packed(""), "empty"),
        (packed(p("x"), manifest="<m><encryption-data/></m>"), "encrypted"),
        (packed("<text:section>" * 3000 + "</text:section>" * 3000), "corrupt"),
    ],
)
def test_broken_files_are_refused_with_a_reason(content, reason):
    with pytest.raises(DocumentError) as caught:
        read_odt(content, "d")
    assert caught.value.reason == reason


def test_repeated_cells_are_bounded():
    body = '<table:table><table:table-row><table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>'
    assert len(only(body).cells) == 101
