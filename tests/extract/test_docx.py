"""Word files: what the raw XML says and python-docx leaves out."""

# An input broken over three lines is harder to read than a long one.

import io
import re
import time
import zipfile

import pytest
from docx_builder import SPACES, field, item, level, markers, numbering, only, p, packed, r, read, sdt, table, tc, texts

from pipeline.errors import DocumentError
from pipeline.extract.docx import read_docx
from pipeline.extract.docx.numbering import spelled
from pipeline.model import Kind

# fields, hyperlinks, tracked changes


def test_a_form_field_of_the_old_kind_gives_its_value():
    assert texts(p("Name: ", field("FORMTEXT", "<w:ffData/>", r("Ana")))) == ["Name: Ana"]
    choices = '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="no"/><w:listEntry w:val="yes"/></w:ddList></w:ffData>'
    assert texts(p("Fee: ", field("FORMDROPDOWN", choices))) == ["Fee: yes"]


def test_a_field_shows_its_result_and_never_its_instruction():
    nested = field(f"IF {field('PAGE', '', r('3'))} = 3", "", r("three"))
    assert texts(p("See ", field('HYPERLINK "http://a"', "", r("this")), " or ", nested)) == ["See this or three"]
    assert texts(p('<w:fldSimple w:instr="DATE">' + r("3 May") + "</w:fldSimple>")) == ["3 May"]


def test_a_field_may_end_in_a_later_paragraph():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert texts(p(begin) + p(middle, "One") + p("Two", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == [
        "One",
        "Two",
    ]


def test_insertions_are_in_and_deletions_out():
    changed = "<w:ins>" + r("new ") + "</w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    assert texts(p("The ", changed, "law")) == ["The new law"]


def test_paragraphs_are_joined_where_the_mark_between_them_was_deleted():
    assert texts(p("One ", props="<w:rPr><w:del/></w:rPr>") + p("two.")) == ["One two."]


def test_a_drop_capital_belongs_to_its_word():
    assert texts(p("C", props='<w:framePr w:dropCap="drop"/>') + p("ities grow.")) == ["Cities grow."]


def test_hidden_text_is_left_out():
    assert texts(p("seen", r(" unseen", "<w:vanish/>"))) == ["seen"]


@pytest.mark.parametrize("tag", ["w:hyperlink", "w:smartTag", "w:customXml", "w:bdo", "w:moveTo"])
def test_a_container_is_as_if_it_were_not_there(tag):
    assert texts(p("in ", f"<{tag}>{r('Lima')}</{tag}>", " now")) == ["in Lima now"]


def test_breaks_tabs_and_hyphens():
    assert texts(p("<w:r><w:t>45 Road</w:t><w:br/><w:t>Durban</w:t></w:r>")) == ["45 Road\nDurban"]
    assert texts(p('<w:r><w:t>a</w:t><w:br w:type="page"/><w:tab/><w:t>b</w:t></w:r>')) == ["a b"]
    assert texts(p("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>s</w:t></w:r>")) == ["co-ops"]


def test_formulas_are_text():
    assert texts(p("Area ", "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>")) == ["Area a=b"]


# kinds


STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop"><w:basedOn w:val="berschrift2"/><w:name w:val="Mine"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="B"/><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("props", "kind", "depth"),
    [
        ('<w:pStyle w:val="berschrift2"/>', Kind.HEADING, 2),
        ('<w:pStyle w:val="Kop"/>', Kind.HEADING, 2),
        ('<w:outlineLvl w:val="0"/>', Kind.HEADING, 1),
        ('<w:pStyle w:val="berschrift2"/><w:outlineLvl w:val="9"/>', Kind.PARAGRAPH, 0),
        ('<w:pStyle w:val="T"/>', Kind.TITLE, 0),
        ('<w:pStyle w:val="C"/>', Kind.CAPTION, 0),
        ('<w:pStyle w:val="V1"/>', Kind.FURNITURE, 0),
        ('<w:pStyle w:val="unknown"/>', Kind.PARAGRAPH, 0),
    ],
)
def test_a_style_says_what_a_paragraph_is(props, kind, depth):
    block = read(p("Words", props=props) + p("other"), styles=STYLES).blocks[0]
    assert (block.kind, block.level) == (kind, depth)


def test_running_text_in_a_headings_style_is_running_text():
    assert only(p("word " * 100, props='<w:pStyle w:val="Kop"/>'), styles=STYLES).kind is Kind.PARAGRAPH


def test_weight_and_size_are_told_for_later_stages():
    block = only(p("Key messages", props='<w:pStyle w:val="Body"/>'), styles=STYLES)
    assert (block.bold, block.size) == (True, 14.0)
    assert not only(p(r("Date: ", "<w:b/>"), "3 May")).bold


# lists


def test_numbers_are_counted_as_word_counts_them():
    numbers = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "upperRoman", "%1.%3"))
    body = (
        item("a")
        + item("b")
        + item("c", level=1)
        + item("d", level=1)
        + item("e", level=2)
        + item("f")
        + item("g", level=1)
    )
    assert markers(body, numbers) == ["1.", "2.", "(a)", "(b)", "2.I", "3.", "(a)"]


def test_a_list_may_begin_anew():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    second = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>'
    body = item("a") + item("b") + item("c", 2) + item("d", 2)
    assert markers(body, numbering(level(0, "decimal", "%1)"), more=second)) == ["1)", "2)", "1)", "2)"]


def test_bullets_of_symbol_fonts_become_characters():
    font = '<w:rPr><w:rFonts w:ascii="{}"/></w:rPr>'
    numbers = numbering(
        level(0, "bullet", "\uf0b7", font.format("Symbol")),
        level(1, "bullet", "o", font.format("Courier New")),
        level(2, "bullet", "\uf0a7", font.format("Wingdings")),
    )
    assert markers(item("a") + item("b", level=1) + item("c", level=2), numbers) == ["•", "o", "▪"]


def test_items_know_their_depth():
    block = read(item("a") + item("b", level=1), numbering=numbering(level(0, "bullet", "•"), level(1, "bullet", "–")))
    assert [(b.kind, b.level) for b in block.blocks] == [(Kind.ITEM, 1), (Kind.ITEM, 2)]


def test_legal_numbering_writes_all_levels_in_digits():
    numbers = numbering(level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert markers(item("a") + item("b", level=1), numbers) == ["I", "1.1"]


def test_a_typed_bullet_is_a_marker():
    block = only(p("• First point"))
    assert (block.kind, block.marker, block.text) == (Kind.ITEM, "•", "First point")


def test_numbered_paragraphs_are_no_list():
    kinds = [
        b.kind
        for b in read(
            item("One.") + p("Between") + item("Two."), numbering=numbering(level(0, "decimal", "%1."))
        ).blocks
    ]
    assert kinds == [Kind.PARAGRAPH] * 3


@pytest.mark.parametrize(
    ("count", "style", "printed"), [(1999, "upperRoman", "MCMXCIX"), (27, "lowerLetter", "aa"), (22, "ordinal", "22nd")]
)
def test_numerals(count, style, printed):
    assert spelled(count, style) == printed


# tables


def test_cells_point_into_the_text_of_their_table():
    block = only(table("Name|City", "Ana|Lima"))
    assert block.text == "Name\tCity\nAna\tLima"
    assert [(c.row, c.column, block.cell_text(c)) for c in block.cells][2:] == [(1, 0, "Ana"), (1, 1, "Lima")]
    assert block.cells[3].where[0].locator == "table=1;row=2;cell=2"


def test_merged_cells_span():
    across = tc("Head", props='<w:gridSpan w:val="2"/>') + tc("x")
    down = tc("Side", props='<w:vMerge w:val="restart"/>') + tc("1") + tc("2")
    below = tc("", props="<w:vMerge/>") + tc("3") + tc("4")
    cells = only(table(across, down, below)).cells
    assert [(c.row, c.column, c.row_span, c.column_span) for c in cells[:3]] == [
        (0, 0, 1, 2),
        (0, 2, 1, 1),
        (1, 0, 2, 1),
    ]
    assert [(c.row, c.column) for c in cells[5:]] == [(2, 1), (2, 2)]


def test_heads_are_marked_or_bold():
    marked = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + tc("Name") + tc("City") + "</w:tr>"
    assert [c.header for c in only(table(marked, "Ana|Lima")).cells] == [True, True, False, False]
    bold = tc(p(r("Name", "<w:b/>"))) + tc(p(r("City", "<w:b/>")))
    assert [c.header for c in only(table(bold, "Ana|Lima")).cells] == [True, True, False, False]


def test_paragraphs_of_a_cell_are_parted_and_items_keep_their_marker():
    numbers = numbering(level(0, "bullet", "•"))
    assert only(table(tc("One", item("two")) + tc("x")), numbering=numbers).text == "One\v• two\tx"


def test_a_table_in_a_cell_is_text_of_the_cell():
    assert only(table(tc("Out", table("a|b", "c|d")) + tc("x"))).text == "Out\va b\vc d\tx"


def test_a_single_cell_is_a_box():
    blocks = read(table(tc("Practice", "In Lima.")) + p("open")).blocks
    assert [(b.kind, b.text, bool(b.frame)) for b in blocks] == [
        (Kind.PARAGRAPH, "Practice", True), (Kind.PARAGRAPH, "In Lima.", True), (Kind.PARAGRAPH, "open", False),
    ]  # fmt: skip
    assert blocks[1].where[0].locator == "table=1;row=1;cell=1;para=2"


def test_deleted_rows_are_left_out():
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("old") + tc("old") + "</w:tr>"
    assert only(table("a|b", gone)).text == "a\tb"


def test_deleted_cells_are_left_out():
    gone = "<w:tr>" + tc("new") + tc("old", props='<w:cellDel w:id="1" w:author="Ana"/>') + tc("kept") + "</w:tr>"
    assert only(table("a|b", gone)).text == "a\tb\nnew\tkept"


# text boxes, notes, furniture


def test_a_text_box_is_read_once_and_framed():
    box = "<wps:txbx><w:txbxContent>" + p("Boxed") + "</w:txbxContent></wps:txbx>"
    old = "<w:pict><w:txbxContent>" + p("Boxed") + "</w:txbxContent></w:pict>"
    drawn = f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    assert [(b.text, b.frame) for b in read(p("Anchor", drawn)).blocks] == [("Anchor", 0), ("Boxed", 1)]


def test_footnotes_stand_at_the_end_and_their_calls_nowhere():
    call = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = (
        '<w:footnote w:id="0" w:type="separator">'
        + p("---")
        + '</w:footnote><w:footnote w:id="7">'
        + p("The source.")
        + "</w:footnote>"
    )
    blocks = read(p("A claim", call, "."), footnotes=notes).blocks
    assert [(b.kind, b.marker, b.text) for b in blocks] == [
        (Kind.PARAGRAPH, "", "A claim."),
        (Kind.FOOTNOTE, "1", "The source."),
    ]


def test_headers_and_footers_are_furniture():
    blocks = read(p("Body"), header=p("City of Lima"), footer=p("Page ", field("PAGE", "", r("1")))).blocks
    assert [(b.kind, b.text) for b in blocks] == [
        (Kind.FURNITURE, "City of Lima"),
        (Kind.PARAGRAPH, "Body"),
        (Kind.FURNITURE, "Page 1"),
    ]


def test_paragraphs_with_text_are_counted_for_the_locator():
    assert [b.where[0].locator for b in read(p("one") + p("") + p("two")).blocks] == ["para=1", "para=2"]


# hostile and broken input


def reason(content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_docx(content, "d")
    return caught.value.reason


def test_broken_files_are_refused_with_a_reason():
    whole = packed(p("text"))
    assert reason(whole[: len(whole) // 2]) == "corrupt"
    assert reason(b"PK\x03\x04nonsense") == "corrupt"
    assert reason(packed("<w:p>")) == "corrupt"
    assert reason(packed(p(""))) == "empty"
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == "encrypted"


def test_a_file_of_pictures_has_no_text():
    out = io.BytesIO(packed(p("")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/image1.png", b"x")
    assert reason(out.getvalue()) == "no-text"


def test_a_dtd_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        xml = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document {SPACES}><w:body>{p("&a;")}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    assert reason(out.getvalue()) == "corrupt"


def test_a_zip_bomb_is_refused_quickly():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 200_000_000)
    start = time.process_time()
    assert reason(out.getvalue()) == "bomb"
    assert time.process_time() - start < 2


def test_a_part_that_lies_about_its_size_is_not_unpacked_further():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 100_000_000)
    size = (100_000_000).to_bytes(4, "little")
    assert reason(out.getvalue().replace(size, (100).to_bytes(4, "little"))) in ("bomb", "corrupt")


def test_limits_are_told():
    wide = read(table(tc("a", props='<w:gridSpan w:val="99999"/>') + tc("b")))
    assert wide.blocks[0].cells[0].column_span == 100
    assert wide.notes == ("A cell of over 100 columns was narrowed.",)
    many = read(table(*["x|y"] * 10_001))
    assert len(many.blocks[0].cells) == 20_000
    assert many.notes == ("Tables were cut after 20,000 cells.",)


def test_a_huge_paragraph_is_parted_at_a_sentence():
    document = read(p("A sentence of words. " * 1000))
    assert all(len(block.text) <= 10_000 and block.text.endswith(".") for block in document.blocks)
    assert document.notes == ("A paragraph of over 10,000 characters was parted.",)


def test_deeply_nested_elements_end_well():
    deep = "<w:ins>" * 150 + r("deep") + "</w:ins>" * 150
    assert texts(p(deep)) == ["deep"]
    assert reason(packed("<w:ins>" * 5000 + p("x") + "</w:ins>" * 5000)) == "corrupt"


def test_strict_files_are_read():
    content = packed(p("Strict ", sdt(r("text"))))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = re.sub(
                rb"http://schemas[^\"]*/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                source.read(name),
            )
            target.writestr(name, data)
    assert read_docx(out.getvalue(), "d").blocks[0].text == "Strict text"
