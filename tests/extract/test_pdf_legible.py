"""PDF: pages without text, or without any that can be read, are told from blank ones and from those that are sound."""

from __future__ import annotations

import random

import pypdfium2
import pytest
from pdf_builder import Drawing, opened, pdf, picture, prose, text
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.errors import DocumentError
from pipeline.extract.pdf import pages_without_text, read_pdf
from pipeline.extract.pdf.legible import Flaw, Illegible, warnings
from pipeline.extract.pdf.page import Piece, Seen
from pipeline.extract.pdf.words import little_words, odd_share, vowel_share

LINE = "Night buses run on every main road of the city, and drivers know best where people wait after midnight."
POOR = "Nlgt bnses rnn oj evcry maln rood ot tbe clty amd drlvrs kmow hest wbere peple wlt aftr mldnigt. "
PAGE = [prose(72, 100, 440, *[LINE * 3] * 4)]
FULL = (30, 30, 560, 810)


def shown() -> Drawing:
    """A picture of a page of text, as a scanner makes it."""
    image = pypdfium2.PdfDocument(pdf(PAGE))[0].render(scale=1, grayscale=True).to_pil()
    return lambda canvas, height: canvas.drawImage(ImageReader(image), 0, 0, 595, height)


def photograph() -> Drawing:
    """A picture of many tones."""
    from PIL import Image

    image = Image.frombytes("L", (64, 64), random.Random(1).randbytes(64 * 64))
    return lambda canvas, height: canvas.drawImage(ImageReader(image), 0, 0, 595, height)


def behind(*lines: str) -> Drawing:
    """Text that is not drawn, as OCR puts behind a picture."""

    def draw(canvas, height):
        written = canvas.beginText(72, height - 100)
        written.setTextRenderMode(3)
        written.setFont("Helvetica", 9)
        for line in lines:
            written.textLine(line)
        canvas.drawText(written)

    return draw


def letters_as_shapes() -> Drawing:
    def draw(canvas, height):
        for n in range(60):
            canvas.circle(72 + 7 * n, 600, 3, stroke=0, fill=1)

    return draw


def without_meaning() -> bytes:
    """A page whose font does not say what its letters are."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    drawn = [text(72, 100 + 15 * n, "".join(chr(0xE000 + ord(c)) for c in LINE), font="Vera") for n in range(4)]
    return pdf(drawn)


def shifted() -> bytes:
    """A page whose font gives each letter the code of another."""
    code = str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc")
    return pdf([text(72, 100 + 15 * n, LINE.translate(code)) for n in range(4)])


FLAWED = {
    "a picture": (pdf([picture(*FULL)]), Flaw.PICTURE),
    "a scan": (pdf([shown()]), Flaw.PICTURE),
    "a scan with a stamp": (pdf([shown(), text(72, 40, "Received 3 May 2016")]), Flaw.STAMPED),
    "a scan with poor OCR behind it": (pdf([shown(), behind(*[POOR] * 9)]), Flaw.GARBLED),
    "letters drawn as shapes": (pdf([letters_as_shapes()]), Flaw.SHAPES),
    "private signs": (without_meaning(), Flaw.NO_MEANING),
    "letters that stand for others": (shifted(), Flaw.NO_MEANING),
    "lines over each other": (pdf([text(72, 100, f"{LINE[n:]} {n}") for n in range(25)]), Flaw.OVERLAID),
}


@pytest.mark.parametrize(("content", "flaw"), FLAWED.values(), ids=FLAWED)
def test_a_page_whose_text_cannot_be_read_is_told_with_what_is_wrong(content, flaw):
    assert pages_without_text(content) == (Illegible(1, flaw),)


SOUND = {
    "text": [*PAGE],
    "nothing": [],
    "a scan with good OCR behind it": [shown(), behind(*[LINE] * 9)],
    "a photograph with a title": [photograph(), text(72, 100, "Streets at Night")],
    "a small picture with a caption": [picture(72, 300, 200, 400), text(72, 100, "Figure 1: A stop.")],
    "bullets of a private font": [text(72, 100 + 20 * n, "\uf0b7 a lamp for every stop") for n in range(9)],
    "numbers": [text(72, 100 + 20 * n, f"{n}.5 % 12,3{n}0 03/05/2016 FY24 A4") for n in range(12)],
    "capitals": [text(72, 100 + 20 * n, "DHL GmbH NGO XYZ BKR CLP MWST") for n in range(12)],
    "Korean": [text(72, 100, "야간 버스는 도시의 모든 주요 도로를 달린다", font="HYSMyeongJo-Medium")],
    "bold by drawing twice": [d for n in range(20) for d in [text(72, 100 + 15 * n, f"{n} {LINE}")] * 2],
}


@pytest.mark.parametrize("drawn", SOUND.values(), ids=SOUND)
def test_a_page_that_is_sound_is_none_of_them(drawn):
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    assert pages_without_text(pdf(drawn)) == ()


def test_a_document_without_any_text_is_refused_and_says_what_its_pages_are():
    with pytest.raises(DocumentError, match=r"no text\..*2 pages, it is a picture") as refused:
        opened([shown()], [shown()])
    assert refused.value.reason == "no-text"


def test_letters_without_meaning_are_left_out():
    with pytest.raises(DocumentError) as refused:
        read_pdf(without_meaning(), "d")
    assert refused.value.reason == "no-text"


def test_a_document_with_one_page_that_cannot_be_read_is_read_with_a_warning():
    document = opened(PAGE, [], [shown()])
    assert len(document.blocks) == 4
    assert document.notes == ("Page 3 has no readable text: it is a picture. It needs the extra `ocr` to be read.",)


def test_doubtful_text_is_kept_and_marked():
    document = opened(PAGE, [shown(), behind(*[POOR] * 9)])
    assert {(b.where[0].page, b.confidence) for b in document.blocks} == {(1, 1.0), (2, 0.5)}
    assert document.notes[0].startswith("Page 2 has no readable text: the text behind its picture is no language")


def test_pages_that_follow_each_other_are_told_in_one_sentence():
    found = [Illegible(n, Flaw.PICTURE) for n in (1, 2, 3, 7)] + [Illegible(8, Flaw.SHAPES)]
    assert [sentence.split(":")[0] for sentence in warnings(found)] == [
        "Pages 1 to 3 have no readable text",
        "Page 7 has no readable text",
        "Page 8 has no readable text",
    ]


# what is seen in place of text


def seen(*lines: str) -> Seen:
    """Lines as OCR gives them."""
    return Seen(
        [Piece(line, 72, 92 + 30 * n, 300, 102 + 30 * n, 100 + 30 * n, 10) for n, line in enumerate(lines)], 0.9
    )


def test_what_is_seen_on_a_picture_becomes_blocks_at_their_places():
    asked = []
    document = read_pdf(
        pdf(PAGE, [shown()]), "d", see=lambda page, number: asked.append(number) or seen("Stops", "Lamps matter.")
    )
    assert asked == [2]
    assert [(b.text, b.confidence) for b in document.blocks[4:]] == [("Stops", 0.9), ("Lamps matter.", 0.9)]
    assert document.blocks[-1].where[0].box.top == pytest.approx(122, abs=1)
    assert document.extraction == "mixed"
    assert document.notes == ("Page 2 has no readable text: it is a picture. Text was read off its picture (OCR).",)


def test_a_document_that_is_all_seen_says_so():
    assert read_pdf(pdf([shown()]), "d", see=lambda page, number: seen("Lamps matter.")).extraction == "ocr"


def test_a_stamp_beside_a_picture_is_kept_once():
    content = pdf([shown(), text(72, 100, "Received 3 May 2016")])
    document = read_pdf(content, "d", see=lambda page, number: seen("Recelved 3 May 2O16", "Lamps matter."))
    assert [b.text for b in document.blocks] == ["Received 3 May 2016", "Lamps matter."]


def test_where_nothing_is_seen_the_page_is_told():
    document = read_pdf(pdf(PAGE, [shown()]), "d", see=lambda page, number: None)
    assert document.notes[0].endswith("It was not read.")  # no advice to install what is there


# words


@pytest.mark.parametrize(
    ("line", "share"),
    [(LINE, 0.0), ("A4 FY24 12:30 50% and/or don’t a@b.org https://a.org/b?c=1", 0.0), ("c1t# w%rd§", 1.0)],
)
def test_odd_tokens_are_neither_words_nor_numbers_nor_addresses(line, share):
    assert odd_share(line) == share


def test_vowels_are_counted_in_any_latin_script():
    assert vowel_share("ÉTÉ été à Łódź") == (pytest.approx(4 / 7), 7)


@pytest.mark.parametrize(
    "line", [LINE, "De la rue à la place, les lampes sont pour tous.", "Busse fahren in der Nacht auf den Straßen."]
)
def test_little_words_are_found_in_any_known_language(line):
    assert little_words(line)[0] > 0.16 > little_words(POOR)[0]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "Thành phố đã tổ chức một diễn đàn về giao thông công cộng",
        "Město uspořádalo fórum o nočních autobusech a zástupci čtvrtí vyprávěli",
        "Ua hālāwai ke kūlanakauhale e pili ana i nā kaʻa ʻōhua pō",
    ],
)
def test_words_of_any_language_in_latin_letters_have_a_plausible_share_of_vowels(line):
    assert 0.25 < vowel_share(line)[0] < 0.68


def test_nothing_has_no_words():
    assert (little_words(""), odd_share(""), vowel_share("")) == ((0.0, 0.0, 0), 0.0, (0.0, 0))
