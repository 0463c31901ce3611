"""PDF: files made to hurt are read as far as they can be, in bounded time and memory, and each cut is told.

What would end pdfium (and the tests with it) is met before it opens the file; the rest runs in this process.
"""

from __future__ import annotations

import base64
import time
import zlib

import pytest
from pdf_builder import A_LINE, form, handmade, opened, pdf, shown_at, stream, text, textfield, written

from pipeline.errors import DocumentError
from pipeline.extract.pdf import read_pdf
from pipeline.extract.pdf.bombs import MOST_DENSE, defused
from pipeline.extract.pdf.streams import drawings, filters_of, unpack
from pipeline.extract.pdf.tree import LOOPED, runs_in_a_circle
from pipeline.model import Document

SOUND = stream(shown_at(700) + shown_at(600, "Lamps matter."))
PROSE = b"night buses run on every main road of the city and drivers know best where people wait "
STROKE = b"0 0 m 9 9 l S\n"


def read(content: bytes, seconds: float = 10.0) -> Document:
    """A file read, in no more than so much time on this processor (a multiple of what it takes)."""
    began = time.process_time()
    document = read_pdf(content, "d")
    assert time.process_time() - began < seconds
    return document


def told(document: Document, *words: str) -> bool:
    """Whether some note has all these words."""
    return any(all(word in note for word in words) for note in document.notes)


DENSE = {
    "strokes": (stream(STROKE * 400_000), "more than 4 MB"),
    "strokes packed twice": (stream(STROKE * 4_000_000, times=2), "more than 4 MB"),
    "states of the pen": (stream(b"q " * 5_000_000), "more than 4 MB"),
    "lines of text": (stream(shown_at(500) * 100_000), "200,000 characters"),
    "one string": (stream(b"BT /F 10 Tf 72 500 Td (" + PROSE * 57_000 + b") Tj ET"), "200,000 characters"),
    "text that is not packed": (stream(shown_at(500) * 100_000, times=0), "200,000 characters"),
}


@pytest.mark.parametrize(("dense", "why"), DENSE.values(), ids=DENSE)
def test_a_stream_that_unpacks_to_too_much_is_cut_and_the_other_pages_are_read(dense, why):
    document = read(handmade(SOUND, dense, SOUND))
    assert document.text().count("Lamps matter.") == 2
    assert {where.page for block in document.blocks for where in block.where} >= {1, 3}
    assert told(document, why, "left out")


def test_what_a_cut_stream_says_first_is_read():
    document = read(handmade(stream(shown_at(700) + STROKE * 400_000)))
    assert [b.text for b in document.blocks] == [A_LINE]


def laughs(deep: int, wide: int) -> bytes:
    """Stamps that use the next one several times."""
    more = {5000 + n: form(b"/X Do\n" * wide, X=5001 + n) for n in range(deep)}
    more[5000 + deep] = form(shown_at(500))
    return handmade(stream(shown_at(700) + b"/X Do\n"), SOUND, more=more, X=5000)


def test_stamps_that_use_each_other_many_times_are_left_out():
    document = read(laughs(deep=9, wide=10))
    assert [b.text for b in document.blocks] == [A_LINE, A_LINE, "Lamps matter."]
    assert told(document, "by the drawings in it", "left out")


def test_a_page_that_uses_a_large_stamp_many_times_is_left_out():
    large = form(STROKE * 50_000)
    document = read(handmade(stream(b"/X Do\n" * 5_000), SOUND, more={5000: large}, X=5000))
    assert [b.text for b in document.blocks] == [A_LINE, "Lamps matter."]
    assert told(document, "A page comes to more than 16 MB")


def test_stamps_that_are_used_as_stamps_are_are_read():
    document = read(laughs(deep=3, wide=1))
    assert [b.text for b in document.blocks if b.where[0].page == 1] == [A_LINE, A_LINE]
    assert document.notes == ()


def test_stamps_fifty_deep_are_told():
    assert told(read(laughs(deep=50, wide=1)), "51 deep", "left out")


def test_a_stamp_that_uses_itself_ends():
    itself = form(shown_at(500) + b"/X Do\n", X=5000)
    document = read(handmade(stream(shown_at(700) + b"/X Do\n"), SOUND, more={5000: itself}, X=5000))
    assert document.blocks[-1].text == "Lamps matter."


# trees of pages

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 7 0 R>>"


def tree(count: int, kids: bytes, **more: bytes) -> bytes:
    return handmade(more={2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), 4: PAGE, 7: SOUND, **{int(k[1:]): v for k, v in more.items()}})  # fmt: skip


def test_a_loop_in_the_tree_of_pages_ends_and_is_told():
    looped = tree(5, b"4 0 R 2 0 R 5 0 R", n5=b"<</Type/Pages/Parent 2 0 R/Count 3/Kids[2 0 R 4 0 R]>>")
    document = read(looped)
    assert document.blocks[0].text == A_LINE
    assert document.notes == (LOOPED,)


def test_a_loop_beside_the_root_of_the_tree_is_told():
    below = {"n5": b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[6 0 R]>>", "n6": b"<</Type/Pages/Count 1/Kids[5 0 R]>>"}
    assert told(read(tree(2, b"4 0 R 5 0 R", **below)), LOOPED)


def test_a_page_that_stands_in_a_tree_twice_is_no_loop():
    twice = tree(3, b"4 0 R 5 0 R 4 0 R", n5=b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[4 0 R]>>")
    assert not runs_in_a_circle(twice)


def test_very_many_nodes_are_looked_through_in_good_time():
    nodes = {f"n{n}": b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(5, 5_005)}
    began = time.process_time()
    assert not runs_in_a_circle(tree(1, b"5 0 R", **nodes))
    assert time.process_time() - began < 2


def test_pages_that_a_file_only_claims_to_have_are_told_in_one_sentence():
    document = read(tree(500, b"4 0 R"))
    assert len(document.blocks) == 2
    assert document.notes == ("Pages 2 to 500 are damaged and left out.",)


def test_a_file_that_only_claims_to_have_pages_is_corrupt():
    with pytest.raises(DocumentError) as refused:
        read(tree(500, b""))
    assert refused.value.reason in ("corrupt", "empty")


def test_of_twenty_thousand_pages_two_thousand_are_read():
    kids = b" ".join(b"4 0 R" for _ in range(20_000))
    document = read(tree(20_000, kids), seconds=30)
    assert document.pages == 20_000
    assert max(b.where[0].page or 0 for b in document.blocks) == 2_000
    assert told(document, "20,000 pages", "first 2,000")


# pages that are too much


def ruled(across: int, down: int) -> bytes:
    lines = [b"0 %d m 6000 %d l S" % (10 * n, 10 * n) for n in range(down + 1)]
    lines += [b"%d 0 m %d 6000 l S" % (10 * n, 10 * n) for n in range(across + 1)]
    return handmade(stream(shown_at(700) + b"\n".join(lines))).replace(b"0 0 595 842", b"0 0 6000 6000")


def test_a_page_ruled_into_very_many_cells_is_read_as_text():
    document = read(ruled(600, 600))
    assert [b.text for b in document.blocks] == [A_LINE]
    assert told(document, "Page 1", "very many cells")


def test_a_page_drawn_from_very_many_lines_is_told():
    boxes = b"".join(b"%d %d 10 10 re S\n" % (10 * (n % 600), 10 * (n // 600)) for n in range(36_000))
    assert told(
        read(handmade(stream(boxes), SOUND).replace(b"0 0 595 842", b"0 0 6000 6000")), "Page 1", "very many lines"
    )


def test_a_paragraph_of_five_million_characters_is_cut_and_parted():
    words = (PROSE * 57_000)[:5_000_000]
    lines = b"".join(b"(%s) '\n" % words[n : n + 90] for n in range(0, len(words), 90))
    document = read(handmade(stream(b"BT /F 1 Tf 1 TL 72 800 Td " + lines + b" ET")))
    assert 100_000 < sum(len(b.text) for b in document.blocks) <= 200_000
    assert max(len(b.text) for b in document.blocks) <= 10_000
    assert told(document, "200,000 characters")


def test_a_paragraph_over_a_thousand_pages_is_read_in_good_time():
    words = PROSE * 20
    page = b"".join(b"(%s) '\n" % words[n : n + 90] for n in range(0, len(words), 90))
    document = read(handmade(*[stream(b"BT /F 10 Tf 12 TL 72 800 Td " + page + b" ET")] * 1_000), seconds=30)
    assert sum(len(b.text) for b in document.blocks) > 1_500_000


def test_a_file_with_more_drawn_objects_than_any_atlas_is_cut():
    drawn = stream(STROKE * 250_000)
    document = read(handmade(SOUND, *[drawn] * 14, SOUND), seconds=60)
    assert [b.text for b in document.blocks] == [A_LINE, "Lamps matter."]
    assert told(document, "cut after 3,000,000 drawn objects")


def test_a_page_with_very_many_form_fields_is_told():
    fields = [textfield(f"f{n}", 72, 100 + n % 600, "x", 20) for n in range(2_010)]
    assert told(opened([text(72, 80, A_LINE), *fields]), "Page 1", "2,000 form fields")


def test_a_picture_of_very_many_dots_is_not_looked_at():
    dots = zlib.compress(bytes(1_000_000))
    head = b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"  # fmt: skip
    image = head % (len(dots), dots)
    page = stream(shown_at(700) + b"q 595 0 0 842 0 0 cm /X Do Q\n")
    asked: list[int] = []
    document = read_pdf(handmade(page, more={5000: image}, X=5000), "d", see=lambda page, number: asked.append(number))
    assert asked == []
    assert told(document, "Page 1", "40,000,000 dots")
    assert [b.text for b in document.blocks] == [A_LINE]


# streams in bytes


def test_a_file_that_is_sound_is_left_as_it_is():
    content = pdf([text(72, 100, A_LINE)])
    kept, notes = defused(content)
    assert (kept is content, notes) == (True, [])


def test_a_mended_file_is_as_long_as_it_was():
    content = handmade(stream(STROKE * 400_000))
    assert len(defused(content)[0]) == len(content)
    assert len(unpack(defused(content)[0], next(drawings(defused(content)[0])), 9_000_000)) == MOST_DENSE


@pytest.mark.parametrize(
    ("dictionary", "filters"),
    [
        (b"<</Length 3>>", ()),
        (b"<</Filter/FlateDecode>>", (b"FlateDecode",)),
        (b"<</Filter [/A85 /Fl]>>", (b"ASCII85Decode", b"FlateDecode")),
        (b"<</Filter/DCTDecode>>", None),
    ],
)
def test_the_ways_in_which_a_stream_is_packed_are_known(dictionary, filters):
    assert filters_of(dictionary) == filters


def test_streams_are_unpacked_from_letters_too():
    packed = base64.a85encode(zlib.compress(b"0 0 m", 9)) + b"~>"
    content = written(
        {1: b"<</Filter[/ASCII85Decode/FlateDecode]/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)}
    )
    assert [unpack(content, found, 100) for found in drawings(content)] == [b"0 0 m"]


def test_a_damaged_stream_is_left_to_the_library():
    content = written({1: b"<</Filter/FlateDecode/Length 9>>\nstream\nxxxxxxxxx\nendstream"})
    assert [unpack(content, found, 100) for found in drawings(content)] == [b""]


def test_pictures_and_fonts_are_no_drawings():
    heads = (b"/Subtype/Image", b"/Length1 9", b"/Type/ObjStm", b"/Subtype/Type1C")
    content = written({n: stream(b"x" * 99, head) for n, head in enumerate(heads, 1)})
    assert list(drawings(content)) == []


def test_stamps_a_thousand_deep_are_looked_at():
    assert told(read(laughs(deep=1_500, wide=1)), "1501 deep")
