"""PDF files: what can be opened, what each block knows of its place, and what a broken file is told."""

from __future__ import annotations

import io

import pypdf
import pytest
from pdf_builder import BOLD, HEIGHT, WIDTH, blocks, edited, opened, pdf, picture, prose, text, texts, turned
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.errors import DocumentError
from pipeline.extract.pdf import read_pdf
from pipeline.model import Kind

LINE = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."


def reason(content: bytes) -> str:
    """The reason code with which a file is refused."""
    with pytest.raises(DocumentError) as refused:
        read_pdf(content, "d")
    return refused.value.reason


def encrypted(user: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([text(72, 100, LINE)])))
    writer.encrypt(user, "owner")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_knows_its_pages_title_and_kind():
    document = opened([text(72, 100, LINE)], [text(72, 100, LINE)], title="Night Buses")
    assert (document.pages, document.title, document.media_type, document.notes) == (
        2,
        "Night Buses",
        "application/pdf",
        (),
    )


def test_the_same_bytes_give_the_same_document():
    content = pdf([text(72, 100, LINE), prose(72, 140, 200, LINE)])
    assert read_pdf(content, "d") == read_pdf(content, "d")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf([picture(30, 30, 560, 810)]), "no-text"),
        (pdf([picture(30, 30, 560, 810)], [picture(30, 30, 560, 810)]), "no-text"),
        (pdf([]), "empty"),
        (pdf([text(72, 100, LINE)])[:400], "corrupt"),
        (pdf([text(72, 100, LINE)])[:-200], "corrupt"),
        (b"Minutes of the meeting, saved under a wrong name.", "corrupt"),
        (b"%PDF-1.7\nand nothing else", "corrupt"),
        (encrypted("secret"), "encrypted"),
    ],
    ids=["picture", "pictures", "blank", "cut", "cut at its end", "text", "header only", "password"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content, expected):
    assert reason(content) == expected


def test_a_file_that_only_its_owner_may_change_is_read():
    assert [block.text for block in read_pdf(encrypted(""), "d").blocks] == [LINE]


def test_pages_that_are_pictures_are_told_beside_those_that_are_not():
    document = opened([picture(30, 30, 560, 810)], [text(72, 100, LINE)])
    assert [block.text for block in document.blocks] == [LINE]
    assert any("Page 1 has no readable text" in note and "ocr" in note for note in document.notes)


def test_a_small_picture_beside_text_is_nothing_to_tell():
    assert opened([picture(72, 300, 200, 400), text(72, 100, LINE)]).notes == ()


def test_a_blank_page_among_others_is_nothing_to_tell():
    document = opened([text(72, 100, LINE)], [], [text(72, 100, "The end.")])
    assert ([b.text for b in document.blocks], document.notes) == ([LINE, "The end."], ())


# where a block stands


def test_boxes_count_from_the_top_left_in_points():
    box = blocks([text(72, 100, "One line.", size=10)])[0].where[0].box
    assert box is not None
    assert (box.x0, box.top, box.bottom) == pytest.approx((72, 92, 102), abs=1)
    assert box.x0 < box.x1 < 130


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_it_is_shown(rotation):
    box = blocks([text(72, 100, "One line.", size=10)], rotation=rotation)[0].where[0].box
    assert box is not None
    width, height = (WIDTH, HEIGHT) if rotation in (0, 180) else (HEIGHT, WIDTH)
    assert 0 <= box.x0 < box.x1 <= width
    assert 0 <= box.top < box.bottom <= height


def test_boxes_count_from_the_corner_of_a_cropped_page():
    def crop(page):
        page.cropbox = pypdf.generic.RectangleObject((50, 0, WIDTH, HEIGHT - 40))

    box = read_pdf(edited(pdf([text(72, 100, "One line.")]), crop), "d").blocks[0].where[0].box
    assert box is not None
    assert (box.x0, box.top) == pytest.approx((22, 52), abs=1)


def test_a_block_knows_its_page_and_number():
    found = blocks([text(72, 100, "One.")], [text(72, 100, "Two."), text(72, 160, "Three.")])
    assert [(b.number, b.where[0].page, b.where[0].locator) for b in found] == [
        (0, 1, "page=1;para=1"),
        (1, 2, "page=2;para=2"),
        (2, 2, "page=2;para=3"),
    ]


def test_a_block_knows_how_it_is_set():
    large, small = blocks([text(72, 100, "A heading", size=18, font=BOLD), prose(72, 140, 400, LINE * 3)])
    assert (large.size, large.bold, small.size, small.bold) == (pytest.approx(18), True, pytest.approx(10), False)


# pages that are turned


def upright(rotation: int) -> bytes:
    """A page that is turned when it is shown, with text that stands upright then."""
    lines = [LINE, "Lamps at the stops are repaired within two days.", "A second paragraph stands below the first one."]

    def draw(canvas, height):
        canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[rotation])
        canvas.rotate(rotation)
        canvas.setFont("Helvetica", 9)
        for base, line in zip((500, 489, 440), lines, strict=True):
            canvas.drawString(72, base, line)

    return turned(pdf([draw]), rotation)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotation):
    first, second = read_pdf(upright(rotation), "d").blocks
    assert first.text == f"{LINE} Lamps at the stops are repaired within two days."
    assert second.text == "A second paragraph stands below the first one."


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_boxes_of_a_turned_page_count_from_the_top_left_of_what_is_shown(rotation):
    box = read_pdf(upright(rotation), "d").blocks[1].where[0].box
    height = HEIGHT if rotation == 180 else WIDTH
    assert box is not None
    assert (box.x0, box.top, box.bottom) == pytest.approx((72, height - 440 - 7, height - 440 + 2), abs=1)
    assert 72 + 150 < box.x1 < 72 + 250


def test_text_that_runs_upwards_is_read_in_its_own_order():
    lines = ("Night buses run on every main road of the city.", "Drivers know best where people wait.")
    assert " ".join(texts([text(72, 100, *lines)], rotation=90)) == " ".join(lines)


# what is odd in the text layer


@pytest.mark.parametrize("word", ["café", "Ñandú", "naïve", "“quoted”", "50 %", "a – b", "Cape Town’s", "M€"])
def test_letters_beyond_ascii_are_kept(word):
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # reportlab brings it along
    assert texts([text(72, 100, f"The word {word} stands here.", font="Vera")]) == [f"The word {word} stands here."]


def test_a_ligature_or_letter_pair_does_not_part_a_word():
    assert texts([text(72, 100, "AVAIL To We office WAY")]) == ["AVAIL To We office WAY"]


def test_a_file_of_many_pages_is_read_whole():
    document = opened(*[[text(72, 100, f"Page {n} says what it says.")] for n in range(60)])
    assert [b.text for b in document.blocks if b.kind is not Kind.FURNITURE] == [
        f"Page {n} says what it says." for n in range(60)
    ]
