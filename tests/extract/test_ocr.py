"""Pages that are pictures: how they lie, what is drawn on them, what is written on them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from pdf_builder import BOLD, pdf, prose, text

from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.extract.ocr import files, probe
from pipeline.extract.settings import ExtractSettings
from pipeline.model import Document, Item, Kind

pytestmark = pytest.mark.skipif(not probe.version(), reason="the extra `ocr` is not installed")

LEFT = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."
RIGHT = "Twelve schools of the district got water from their own roofs, and the caretakers look after the tanks."


def page(*drawings: Any, skew: float = 1.0, turn: int = 0) -> bytes:
    """A page as a scanner at 200 dots per inch makes it: askew, with noise, turned clockwise."""
    from ocr import scanned
    from pypdf import PdfReader, PdfWriter

    scan = scanned(pdf(list(drawings)), 200, skew, 15)
    if not turn:
        return scan
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_page(PdfReader(io.BytesIO(scan)).pages[0].rotate(turn))
    writer.write(out)
    return out.getvalue()


def item(content: bytes, media_type: str = "application/pdf") -> Item:
    return Item(digest="0" * 64, media_type=media_type, content=content, origins=())


def read(content: bytes, media_type: str = "application/pdf", **settings: Any) -> Document:
    return extract(item(content, media_type), ExtractSettings(**settings))


def picture(content: bytes, kind: str) -> bytes:
    """The first page of a PDF as a picture's file."""
    import pypdfium2

    out = io.BytesIO()
    pypdfium2.PdfDocument(content)[0].render(scale=200 / 72).to_pil().save(out, kind, dpi=(200, 200))
    return out.getvalue()


@pytest.fixture(scope="module")
def columns() -> Document:
    head = text(72, 80, "What we saw in Kisumu", size=18, font=BOLD)
    return read(page(head, prose(72, 130, 210, LEFT * 3, LEFT), prose(320, 130, 210, RIGHT * 3)))


def test_a_scan_is_read_in_its_columns_as_if_it_had_been_written(columns):
    heading, *paragraphs = columns.blocks
    assert (heading.kind, heading.text) == (Kind.TITLE, "What we saw in Kisumu")
    assert [p.text.replace("city,and", "city, and")[:60] for p in paragraphs] == [LEFT[:60], LEFT[:60], RIGHT[:60]]


def test_it_is_told_that_text_was_seen_and_how_surely(columns):
    assert columns.extraction == "ocr"
    assert any("OCR" in note for note in columns.notes)
    assert all(0.8 < block.confidence < 1 for block in columns.blocks)


def test_places_are_those_on_the_page_as_it_lies(columns):
    (where,) = columns.blocks[0].where
    assert where.box is not None
    assert where.box.x0 == pytest.approx(72, abs=8)
    assert where.box.top < 90 < where.box.bottom + 18
    assert columns.blocks[-1].where[0].box.x0 == pytest.approx(320, abs=12)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_or_head_is_turned(turn):
    document = read(page(prose(72, 100, 440, LEFT * 4), skew=0, turn=turn))
    assert document.blocks[0].text.startswith(LEFT[:50])
    width, height = document.blocks[0].where[0].box.x1, document.blocks[0].where[0].box.bottom
    assert width <= (842 if turn != 180 else 595) + 1
    assert height <= (595 if turn != 180 else 842) + 1


def test_text_and_pictures_of_text_in_one_file_are_both_read():
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    for content in (pdf([prose(72, 100, 440, LEFT * 4)]), page(prose(72, 100, 440, RIGHT * 4))):
        writer.append(io.BytesIO(content))
    writer.write(out)
    document = read(out.getvalue())
    assert document.extraction == "mixed"
    assert [b.text[:20] for b in document.blocks] == [LEFT[:20], RIGHT[:20]]
    assert [b.confidence == 1 for b in document.blocks] == [True, False]


@pytest.mark.parametrize("size", [8.0, 14.0])
def test_ticked_boxes_are_told_from_those_that_are_not(size):
    from ocr import OPTIONS, scanned, tick_form

    content, ticked = tick_form(size)
    words = " ".join(block.text for block in read(scanned(content, 200, 1, 15)).blocks)
    signs = {True: "☒", False: "☐"}
    for option in OPTIONS.split(";")[:4]:
        wanted = [signs[t] for t, o in zip(ticked, OPTIONS.split(";") * 2, strict=True) if o == option]
        assert [words[i - 2] for i in _places(words, option)] == wanted, option


def level(content: bytes) -> Any:
    """The first page of a PDF as a level picture."""
    from pypdfium2 import PdfDocument

    from pipeline.extract.ocr.picture import Picture, draw
    from pipeline.extract.ocr.skew import levelled, lie_of

    picture = draw(PdfDocument(content)[0], 200)
    assert picture is not None
    return Picture(levelled(picture.grey, lie_of(picture).skew), picture.scale)


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("skew", [-2.3, 1.0])
@pytest.mark.parametrize("size", [8.0, 10.0])
def test_boxes_are_found_in_coarse_fine_and_noisy_scans(dpi, skew, size):
    from ocr import scanned, tick_form

    from pipeline.extract.ocr.ruling import drawn_on

    content, ticked = tick_form(size)
    squares, _ = drawn_on(level(scanned(content, dpi, skew, 25)))
    ordered = sorted(squares, key=lambda s: (s.top // 40, s.x0))
    assert len(squares) == len(ticked)
    assert sum(s.ticked for s in ordered) == sum(ticked)


@pytest.mark.parametrize("font", ["Courier", "Courier-Bold", "Helvetica", "Helvetica-Bold", "Times-Bold"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_letters_with_a_hole_are_no_boxes(font, dpi):
    from ocr import scanned

    from pipeline.extract.ocr.ruling import drawn_on

    words = "Door 0800 bode pooled DO Q 60 quad hobby Pedro BOARD adopted 98 rebooked"
    lines = [text(50, 80 + 30 * n, words, size=size, font=font) for n, size in enumerate((9, 11, 12, 14, 16, 18))]
    squares, _ = drawn_on(level(scanned(pdf(lines), dpi, 1, 15)))
    assert squares == []


def _places(words: str, option: str) -> list[int]:
    return [i for i in range(len(words)) if words.startswith(option, i)]


def test_ruled_cells_of_a_scan_are_a_table():
    from ocr import scanned
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    out = io.BytesIO()
    rows = [["City", "Year", "Lesson"], ["Mombasa", "2014", "Ask the drivers first"], ["Lyon", "2015", "Start small"]]
    table = Table(rows, colWidths=(120, 80, 200), rowHeights=24, style=[("GRID", (0, 0), (-1, -1), 1, "black")])
    SimpleDocTemplate(out, pagesize=A4).build([table])
    (block,) = read(scanned(out.getvalue(), 200, 1, 15)).blocks
    assert block.kind is Kind.TABLE
    assert block.text == "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff")])
def test_a_picture_that_is_a_file_is_read_like_a_page(kind, media_type):
    document = read(picture(pdf([prose(72, 100, 440, LEFT * 4)]), kind), media_type)
    assert (document.media_type, document.extraction, document.pages) == (media_type, "ocr", 1)
    assert document.blocks[0].text.startswith(LEFT[:50])
    assert document.blocks[0].where[0].box.x0 == pytest.approx(72, abs=4)


def refused(content: bytes, media_type: str = "application/pdf", **settings: Any) -> str:
    with pytest.raises(DocumentError) as caught:
        read(content, media_type, **settings)
    return caught.value.reason


def test_a_picture_without_words_has_no_text():
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (800, 600), 255).save(out, "PNG")
    assert refused(out.getvalue(), "image/png") == "no-text"


@pytest.mark.parametrize("cut", [10, 500])
def test_a_picture_that_is_cut_off_is_corrupt(cut):
    assert refused(picture(pdf([text(72, 100, "Words")]), "PNG")[:cut], "image/png") == "corrupt"


def test_without_the_engine_a_scan_has_no_text(monkeypatch):
    monkeypatch.setattr(probe, "version", lambda: "")
    scan = page(prose(72, 100, 440, LEFT * 4))
    assert refused(scan) == "no-text"
    assert refused(picture(scan, "PNG"), "image/png") == "no-text"


def test_it_can_be_turned_off():
    assert refused(page(prose(72, 100, 440, LEFT * 4)), ocr=False) == "no-text"


def test_pages_beyond_the_limit_are_left_and_told():
    from ocr import scanned

    scan = scanned(pdf([text(72, 100, "The first page")], [text(72, 100, "The second page")]), 200, 0, 5)
    document = read(scan, ocr_pages=1)
    assert [b.text for b in document.blocks] == ["The first page"]
    assert any("1 pictures of pages" in note for note in document.notes)


def test_pages_of_a_picture_beyond_the_limit_are_left_and_told(monkeypatch):
    from PIL import Image

    monkeypatch.setattr(files, "MOST_PAGES", 1)
    first = Image.open(io.BytesIO(picture(page(text(72, 100, "The first page")), "PNG")))
    for more, notes in (([], ()), ([first], ("The first 1 pages of the file were read.",))):
        out = io.BytesIO()
        first.save(out, "TIFF", save_all=True, append_images=more)
        document = read(out.getvalue(), "image/tiff")
        assert document.pages == 1
        assert tuple(note for note in document.notes if "of the file were read" in note) == notes


def test_the_time_of_each_page_is_asked_for():
    asked: list[int] = []
    extract(item(page(text(72, 100, "One page"))), ExtractSettings(), asked.append)
    assert asked == [1]


def test_a_page_too_large_to_be_drawn_is_refused():
    from pypdfium2 import PdfDocument

    from pipeline.extract.ocr.picture import draw

    large = PdfDocument.new()
    assert draw(large.new_page(14_400, 14_400), 200) is None
    poster = draw(large.new_page(2_384, 3_370), 200)  # A0
    assert poster is not None
    assert poster.grey.size <= 40_000_000
    assert poster.scale < 200 / 72


@pytest.mark.parametrize("skew", [-5.0, -1.3, 0.0, 0.4, 2.0, 6.0])
def test_the_skew_of_a_page_is_found(skew):
    from pypdfium2 import PdfDocument

    from pipeline.extract.ocr.picture import draw
    from pipeline.extract.ocr.skew import lie_of

    scan = page(prose(72, 100, 440, LEFT * 4, RIGHT * 4), skew=skew)
    picture = draw(PdfDocument(scan)[0], 150)
    assert picture is not None
    lie = lie_of(picture)
    assert (lie.turn, lie.skew) == (0, pytest.approx(skew, abs=0.11))


def test_font_sizes_and_weights_are_measured():
    from ocr import scanned

    lines: list[Callable[..., None]] = [text(72, 100 + 20 * n, LEFT[:60], size=10) for n in range(4)]
    lines += [text(72, 200, "street lighting again", size=16), text(72, 240, "bold words of the same size", font=BOLD)]
    blocks = read(scanned(pdf(lines), 200, 1, 15)).blocks
    by_text = {block.text: block for block in blocks}
    assert by_text["street lighting again"].size == pytest.approx(16, rel=0.1)
    assert by_text["bold words of the same size"].bold
    assert not blocks[0].bold


def table(*style: Any) -> bytes:
    """A page with a table of three columns whose cells have several lines, as it is scanned."""
    from ocr import scanned
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    out, look = io.BytesIO(), ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    cells = [[Paragraph(words, look) for words in row] for row in ROWS]
    made = Table(cells, colWidths=(90, 220, 120), style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *style])
    SimpleDocTemplate(out, pagesize=A4).build([made])
    return scanned(out.getvalue(), 200, 1, 15)


ROWS = (
    ("City", "What was learnt", "By whom"),
    ("Mombasa", "Ask the drivers first, since they know where people wait after midnight", "Transport office"),
    ("Lyon", "Start small, with one line, and count who rides on it before buying more buses", "Council"),
    ("Recife", "Light all stops before winter comes, and repair lamps within a week", "Energy board"),
)
GREY = ("GRID", (0, 0), (-1, -1), 0.5, "grey")
SHADE = ("BACKGROUND", (0, 0), (-1, 0), "lightblue")
BELOW = ("LINEBELOW", (0, 0), (-1, 0), 1, "black")


@pytest.mark.parametrize("style", [(GREY,), (GREY, SHADE), (BELOW,), ()])
def test_tables_are_read_with_pale_rules_on_shade_and_without_rules(style):
    (block,) = read(table(*style)).blocks
    assert block.kind is Kind.TABLE
    assert block.text.replace("\v", " ") == "\n".join("\t".join(row) for row in ROWS)


def test_headings_are_told_by_weight_alone_and_by_size_alone():
    lines = [prose(72, 130, 440, LEFT * 3), prose(72, 230, 440, RIGHT * 3), prose(72, 330, 440, LEFT * 2)]
    heads = [text(72, 100, "Who waits where", font=BOLD), text(72, 200, "Water at school", size=12.5)]
    blocks = read(page(*heads, *lines)).blocks
    assert [b.text for b in blocks if b.kind in (Kind.TITLE, Kind.HEADING)] == ["Who waits where", "Water at school"]


def worse(content: bytes, dpi: int, noise: float) -> bytes:
    from ocr import scanned

    return scanned(content, dpi, 1, noise)


def test_a_page_that_can_hardly_be_read_says_so():
    content = pdf([prose(72, 100, 440, LEFT * 4)])
    assert any("hard to read" in note for note in read(worse(content, 60, 45)).notes)
    assert not any("hard to read" in note for note in read(worse(content, 150, 15)).notes)


def photograph(side: int, kind: str) -> bytes:
    """A square picture of so many dots on each side, with lines of large letters."""
    from PIL import Image, ImageDraw, ImageFont

    sheet, out = Image.new("L", (side, side), 240), io.BytesIO()
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(side // 30)
    words = LEFT.split() + RIGHT.split()
    for line in range(5):
        pen.text((side // 10, side // 5 + line * side // 20), " ".join(words[7 * line :][:7]), fill=20, font=font)
    sheet.save(out, kind)
    return out.getvalue()


def test_a_very_large_photograph_is_unpacked_smaller_and_its_places_are_those_on_paper():
    block = read(photograph(6_400, "JPEG"), "image/jpeg").blocks[0]
    assert block.text.startswith(LEFT[:30])
    box = block.where[0].box
    assert box is not None
    assert box.x0 == pytest.approx(59.5, abs=6)  # a tenth of a page of A4


def test_other_pictures_as_large_are_refused():
    assert refused(photograph(6_400, "PNG"), "image/png") == "too-large"
