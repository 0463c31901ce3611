"""Plain text: encodings, wraps, markers, headings, tables, tick boxes."""

# An input broken over three lines is harder to read than a long one.

import textwrap
import time

import pytest

from pipeline.errors import DocumentError
from pipeline.extract.plain import read_plain
from pipeline.extract.plain.decode import decode
from pipeline.model import Block, Kind

PROSE = (
    "Night buses carry the people who clean offices, bake bread and watch over the sick, and most of them have to wait "
    "at stops where no lamp has been mended since spring. Drivers, guards and passengers met in three districts, walked "
    "the lines together after midnight and wrote down what they saw, and in the weeks that followed the depot repaired "
    "what local crews can repair with the tools that they have."
)
WRAPPED = textwrap.fill(PROSE, 78)
PROSE_WRAPPED_AT_70 = textwrap.fill(PROSE, 70)


def read(text: str | bytes, **options: bool) -> list[Block]:
    return list(read_plain(text if isinstance(text, bytes) else text.encode(), "d", **options).blocks)


def texts(text: str | bytes, **options: bool) -> list[str]:
    return [block.text for block in read(text, **options)]


def kinds(text: str) -> list[str]:
    return [f"{block.kind.value}{block.level or ''}" for block in read(text)]


def marked(text: str) -> list[tuple[str, str]]:
    return [(block.marker, block.text) for block in read(text)]


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings_are_told_apart(encoding):
    assert texts("A “safe” city – Bogotá".encode(encoding)) == ["A “safe” city – Bogotá"]


def test_cyrillic_is_no_western_text():
    text = "Город должен быть безопасным для всех жителей, и особенно для детей и пожилых людей. " * 5
    assert decode(text.encode("cp1251"))[0] == text


def test_a_few_broken_bytes_do_not_spoil_utf_8():
    text, notes = decode("Ügyfélszolgálat és közösség között áll".encode() * 9 + b"\xff")
    assert text.startswith("Ügyfélszolgálat")
    assert notes == ["1 bytes could not be read."]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(DocumentError) as caught:
        read(b"\x00\x01\x02" * 500)
    assert caught.value.reason == "unknown-format"


@pytest.mark.parametrize("content", [b"", b" \r\n\t\r\n"])
def test_a_text_without_words_is_empty(content):
    with pytest.raises(DocumentError) as caught:
        read(content)
    assert caught.value.reason == "empty"


# wraps


def test_an_unmarked_list_with_hanging_indents_is_parted_at_the_margin_even_after_a_full_line():
    people = """
    ACHIENG OUMA, Grace - Director of Markets and Informal Trade, Mombasa
    BELLO RAMÍREZ, Julio - Secretary for Prevention of Violence, San Juan
    CASTILLO DE LA ROSA, Noemí - Coordinator of the Office for Young
        People, Arequipa
    DUBOIS, Anne - Mayor, Namur
    """
    blocks = read(PROSE_WRAPPED_AT_70 + "\n\n" + textwrap.dedent(people))
    assert [block.text[:6] for block in blocks[1:]] == ["ACHIEN", "BELLO ", "CASTIL", "DUBOIS"]


def test_wrapped_lines_are_one_paragraph_and_labels_are_not():
    labels = "Date: 3 - 5 December 2014\nVenue: Convention Centre\n45 Bram Fischer Road, Durban"
    assert texts(f"{WRAPPED}\n\n{WRAPPED}\n\n{labels}") == [PROSE, PROSE, *labels.split("\n")]


def test_crlf_and_form_feeds_break_no_sentence():
    lines = WRAPPED.split("\n")
    assert texts("\r\n".join(lines[:3]) + "\r\n\f" + "\r\n".join(lines[3:])) == [PROSE]


def test_an_empty_line_inside_a_sentence_ends_nothing():
    lines = WRAPPED.split("\n")
    assert texts("\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])) == [PROSE]


def test_an_item_goes_on_after_a_page_number():
    text = f"{WRAPPED}\n\n• The development of an effective communication strategy would contribute to\n\n\n12\n\n\f\nenhancing the confidence of citizens.\n\n{WRAPPED}"
    blocks = read(text)
    assert blocks[1].text.endswith("would contribute to enhancing the confidence of citizens.")
    assert [b.text for b in blocks if b.kind is Kind.FURNITURE] == ["12"]


def test_long_lines_are_paragraphs_each():
    assert texts(f"{PROSE}\n{PROSE}") == [PROSE, PROSE]


def test_hyphens_at_line_ends_go_where_the_word_is_written_without():
    assert texts("The government acts here.\nLocal and national author-\nities of the govern-\nment and multi-\nsectoral authorities.") == [
        "The government acts here.", "Local and national authorities of the government and multi-sectoral authorities.",
    ]  # fmt: skip


def test_flowed_text_is_joined_and_unstuffed():
    assert texts("One line that \ngoes on.\n From here\n-- \nAna", flowed=True) == [
        "One line that goes on.",
        "From here",
        "Ana",
    ]


def test_quote_marks_are_no_text():
    assert texts("> Quoted words\n> > older words\nNew words") == ["Quoted words", "older words", "New words"]


def test_the_printed_lines_are_kept_where_they_differ():
    block = read(WRAPPED)[0]
    assert block.printed == WRAPPED
    assert read("Plain.")[0].printed == ""


# items


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "\ufffd", "\uf0b7", "□", "▪", "+", "(cid:127)"])
def test_bullets_are_markers(bullet):
    assert marked(f"{bullet} First point\n{bullet} Second point") == [(bullet, "First point"), (bullet, "Second point")]


@pytest.mark.parametrize(
    "pair", ["1. 2.", "1) 2)", "(1) (2)", "a) b)", "(a) (b)", "i) ii)", "I. II.", "A. B.", "(ii) (iii)"]
)
def test_numbers_are_markers(pair):
    first, second = pair.split()
    assert marked(f"{first} Alpha\n{second} Beta") == [(first, "Alpha"), (second, "Beta")]


@pytest.mark.parametrize(
    "text", ["C. Svensson spoke.", "2013. was warm", "-5 degrees", "e.g. this", "M. Dupont, Lyon", "over-\u00adall"]
)
def test_names_years_and_words_are_no_markers(text):
    assert read(text)[0].marker == ""


def test_a_dash_at_a_line_start_in_running_text_is_no_bullet():
    text = (
        textwrap.fill(PROSE, 78)
        + "\n"
        + "More than seven hundred million people live in such informal settlements today\n- a number larger than the population of Europe.\n"
        + WRAPPED
    )
    assert not any(block.marker for block in read(text))


def test_deeper_items_are_deeper():
    assert kinds("• One\n  – Two\n    – Three\n• Four") == ["item1", "item2", "item3", "item1"]
    assert kinds("• One\no Two\n• Three") == ["item1", "item2", "item1"]


def test_lines_that_hang_below_an_item_belong_to_it():
    assert marked("- Juan Cordero,\n  Specialist, UNDP\n- Fabio Bertola") == [
        ("-", "Juan Cordero, Specialist, UNDP"),
        ("-", "Fabio Bertola"),
    ]


def test_numbered_paragraphs_are_paragraphs_and_short_lists_are_items():
    assert kinds(f"1. {PROSE}\n\n2. {PROSE}\n\n3. {PROSE}") == ["paragraph"] * 3
    assert kinds("The aims are:\n\n1. To train.\n2. To build.") == ["paragraph", "item1", "item1"]


# headings


def test_short_lines_above_text_are_headings():
    text = f"I. Background\n\n{WRAPPED}\n\nII. The Forum\n\n{WRAPPED}\n\nII.I. Organization\n\n{WRAPPED}\n\nSpecific solutions presented by cities\n\n{WRAPPED}"
    assert kinds(text) == [
        "heading1",
        "paragraph",
        "heading1",
        "paragraph",
        "heading2",
        "paragraph",
        "heading3",
        "paragraph",
    ]
    assert read(text)[4].marker == "II.I."


def test_a_title_stands_above_headings():
    assert kinds(f"ANNUAL REPORT\n\nBackground\n\n{PROSE}\n\nFindings\n\n{PROSE}") == [
        "title",
        "heading1",
        "paragraph",
        "heading1",
        "paragraph",
    ]
    assert kinds(f"Report of the year\n\nPART ONE\n\n{PROSE}\n\nFindings\n\n{PROSE}") == [
        "title",
        "heading1",
        "paragraph",
        "heading2",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "line",
    ["In Durban students moved to the University area.", "October 2007", "Venue: Town Hall", "ana@example.org", "Dakar, 13 January 2020",
     "Milan is renewing its outer areas for the fair", "and so it went on", "Moderators:"],
)  # fmt: skip
def test_sentences_dates_labels_and_addresses_are_no_headings(line):
    assert "heading" not in "".join(kinds(f"{PROSE}\n\n{line}\n\n{PROSE}"))


def test_a_list_of_short_lines_is_no_pile_of_headings():
    lines = ["Mayor of Turin", "Mayor of Beirut", "Mayor of Bangkok", "Mayor of Hebron", "Mayor of Lima"]
    assert "heading" not in "".join(kinds(PROSE + "\n\n" + "\n\n".join(lines) + "\n\n" + PROSE))


def test_questions_of_a_form_and_their_answers_are_no_headings():
    form = "1. What was the event?\n\nInternational Forum of Mayors\n\n2. VENUE\n\nTurin\n\n3. What did you learn?\n\nMuch."
    assert set(kinds(form)) == {"paragraph"}


def test_markdown_is_read():
    assert kinds(f"# Title\n\n## Part\n\n{PROSE}\n\n### Sub\n\n{PROSE}") == [
        "title",
        "heading2",
        "paragraph",
        "heading3",
        "paragraph",
    ]
    assert texts("The **main** point of [this](http://a.b) <u>text</u> is *clear*, 2 * 3 * 4.") == [
        "The main point of this text is clear, 2 * 3 * 4."
    ]
    assert read("**Key messages**")[0].bold


# tables and boxes


def test_tabs_make_a_table():
    (block,) = read('Health\t<input type="checkbox"/>\tFinance\t<input type="checkbox" checked/>\nTourism\tx\tOther\t')
    assert block.kind is Kind.TABLE
    assert block.text == "Health\t☐\tFinance\t☒\nTourism\tx\tOther\t"


def test_labels_before_tabs_are_lines():
    assert texts("Venue:\tTown hall\nDate:\t3 May") == ["Venue: Town hall", "Date: 3 May"]


def test_pipes_make_a_table_with_a_head():
    (block,) = read("| Name | City |\n|------|:----:|\n| Ana | Lima |")
    assert block.text == "Name\tCity\nAna\tLima"
    assert [cell.header for cell in block.cells] == [True, True, False, False]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("[x] Health", "☒ Health"), ("[ ] Health", "☐ Health"), ("☑ Health [X] IT", "☒ Health ☒ IT"), ("Yes (x) No ( )", "Yes ☒ No ☐"),
     ("see [1] and (x)", "see [1] and (x)")],
)  # fmt: skip
def test_typed_tick_boxes(typed, shown):
    assert texts(typed) == [shown]


def test_footnotes_with_raised_numbers():
    blocks = read("The plan¹ covers 12 km² of the city.\n\n¹ See the annex.")
    assert [(b.kind, b.marker, b.text) for b in blocks] == [
        (Kind.PARAGRAPH, "", "The plan covers 12 km² of the city."),
        (Kind.FOOTNOTE, "¹", "See the annex."),
    ]


def test_running_heads_beside_page_breaks_are_furniture():
    pages = (
        f"City of Lima Report\n\nOn page {name} all is different. " + WRAPPED for name in ("one", "two", "six", "ten")
    )
    blocks = read("\n\f".join(textwrap.fill(page, 78, replace_whitespace=False) for page in pages))
    assert [b.kind is Kind.FURNITURE for b in blocks if b.text == "City of Lima Report"] == [False, True, True, True]


def test_the_first_line_is_the_locator():
    assert [b.where[0].locator for b in read(f"Head\n\n{WRAPPED}")] == ["line=1", "line=3"]


# limits


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "**a " * 100_000,
        "Short Line\n\n" * 20_000,
        "x" * 1_000_000,
        "a\tb\n" * 30_000,
        "\n" * 200_000 + "x",
    ],
)
def test_hostile_texts_end_in_time(text):
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 10


def test_cuts_are_told():
    document = read_plain(b"x" * 2000 + b" end", "d")
    assert len(document.blocks[0].text) == 1004
    assert document.notes == ("A word of over 1,000 characters was cut.",)


def test_lines_without_a_blank_between_paragraphs_are_joined_where_they_were_full():
    paragraphs = [
        "Who went?",
        "The planner of the city and the adviser of its mayor went to the harbour towns by train and came back late.",
        "What we heard",
        "Traders of the night market pay for their own lamps, and nobody in the quarter has ever stolen one of them.",
        "The busiest hour is not midnight but the one in which the crews of all the buses change their shift at once.",
        "Our next moves",
        "We will ask the drivers where they want the stops to be lit in winter.",
        "The adviser writes to the owners of all of the shops along the quay and asks each of them for a lamp.",
    ]
    text = "\n".join("\n".join(textwrap.wrap(paragraph, 78)) for paragraph in paragraphs)
    assert [block.text for block in read_plain(text.encode(), "0" * 64).blocks] == paragraphs


def test_a_line_that_is_parted_is_told_and_loses_nothing():
    document = read_plain(b"night buses need lamps " * 1_000 + b"\n\nThe end.", "0" * 64)
    assert document.text().count("lamps") == 1_000
    assert "A line of over 10,000 characters was parted." in document.notes
