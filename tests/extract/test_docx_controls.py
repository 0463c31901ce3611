"""Word forms: content controls, their prompts, drop-down lists and tick boxes."""

import pytest
from docx_builder import PROMPT, field, only, p, r, sdt, table, tc, texts, tick

# content controls


def test_the_answer_in_an_inline_content_control_is_text():
    assert texts(p("Venue: ", sdt(r("Town hall")))) == ["Venue: Town hall"]


def test_the_answer_in_a_block_content_control_is_text():
    assert texts(p("Purpose?") + sdt(p("To learn.") + p("To teach."))) == ["Purpose?", "To learn.", "To teach."]


def test_a_prompt_that_still_shows_is_no_answer():
    assert texts(p("Other: ", sdt(r("Click here to enter text."), PROMPT))) == ["Other:"]
    assert texts(p("Q") + sdt(p("Click here to enter text."), PROMPT)) == ["Q"]


def test_the_cell_of_a_control_that_shows_its_prompt_stays_and_is_empty():
    block = only(table(tc("Agency:") + sdt(tc("Choose an item."), PROMPT) + tc("x")))
    assert [block.cell_text(cell) for cell in block.cells] == ["Agency:", "", "x"]


def test_an_entry_without_value_is_no_choice_and_one_with_value_is():
    entries = '<w:listItem w:displayText="Choose" w:value=""/><w:listItem w:displayText="Spring" w:value="s"/>'
    control = f"<w:sdtPr><w:dropDownList>{entries}</w:dropDownList></w:sdtPr>"
    assert texts(p("Season: ", sdt(r("Choose"), control))) == ["Season:"]
    assert texts(p("Season: ", sdt(r("Spring"), control))) == ["Season: Spring"]


# tick boxes


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        (sdt(r("☐"), tick("0")), "☐"),
        (sdt(r("☒"), tick("1")), "☒"),
        (sdt(r("any glyph"), tick("true")), "☒"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☒"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☒"),
        (r("☑"), "☒"),
        (r("\uf0a8"), "☐"),
        (r("o", '<w:rFonts w:ascii="Wingdings"/>'), "☐"),
        (r("\u00fe", '<w:rFonts w:ascii="Arial" w:hAnsi="Wingdings"/>'), "☒"),
        (r("\uf052", '<w:rFonts w:hAnsi="Wingdings 2"/>'), "☒"),
        (field("FORMCHECKBOX", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"), "☒"),
        (field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'), "☐"),
        (field("FORMCHECKBOX", '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'), "☒"),
    ],
)
def test_every_encoding_of_a_tick_box_reads_alike(box, shown):
    assert texts(p("Health ", box)) == [f"Health {shown}"]


def test_a_font_of_signs_for_what_is_beyond_ascii_leaves_letters_alone():
    assert texts(p(r("Forum \u00a8", '<w:rFonts w:ascii="Arial" w:hAnsi="Wingdings"/>'))) == ["Forum ☐"]


def test_a_tick_box_around_a_whole_paragraph_or_cell_reads_by_its_state():
    assert texts(sdt(p("☐"), tick("1"))) == ["☒"]
    assert only(table(tc("Health") + sdt(tc("☐"), tick("1")))).text == "Health\t☒"


# prompts

STYLED = '<w:rStyle w:val="PlaceholderText"/>'


def own(prompt: str) -> str:
    """A glossary that keeps one prompt, named A1."""
    name = '<w:docPartPr><w:name w:val="A1"/></w:docPartPr>'
    return f"<w:docParts><w:docPart>{name}<w:docPartBody>{p(prompt)}</w:docPartBody></w:docPart></w:docParts>"


def control(named: str = "") -> str:
    return f"<w:sdtPr>{named}<w:showingPlcHdr/></w:sdtPr>"


NAMED = control('<w:placeholder><w:docPart w:val="A1"/></w:placeholder>')


def test_an_answer_put_in_by_a_program_that_left_the_flag_of_the_prompt_is_an_answer():
    assert texts(p("City: ", sdt(r("Kisumu"), control()))) == ["City: Kisumu"]
    assert texts(p("City: ", sdt(r("Kisumu", STYLED), NAMED)), glossaryDocument=own("Your city")) == ["City: Kisumu"]


def test_the_prompt_that_the_file_itself_keeps_is_no_answer_however_it_is_set():
    assert texts(p("City: ", sdt(r("Your  city"), NAMED)), glossaryDocument=own("Your city")) == ["City:"]


def test_what_is_set_in_the_style_of_prompts_is_none_where_the_file_keeps_no_prompt():
    assert texts(p("City: ", sdt(r("Your city", STYLED), control()))) == ["City:"]
    assert texts(p("City: ", sdt(r("Please choose one."), control()))) == ["City:"]
