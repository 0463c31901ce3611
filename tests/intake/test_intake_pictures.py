"""Pictures attached to mails, in archives and folders: pages are taken in, the rest is ignored and says why."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import numpy as np
import pytest
from intake_builder import attachment, multipart, opened, reasons, text
from PIL import Image, ImageDraw, ImageFont, ImageOps

from pipeline.intake import Limits, unpack
from pipeline.intake.pictures import why_no_page
from pipeline.model import Item, Origin, Rejected

WORDS = "Night buses of Recife stop where people ask: what did the drivers of your city teach you?"


def page(width: int = 1240, lines: int = 30) -> Image.Image:
    """A page with lines of text, as a scanner at 150 dots per inch makes it."""
    sheet = Image.new("L", (width, int(1.41 * width)), 245)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(width // 56)
    for number in range(lines):
        pen.text((width // 10, width // 8 + number * width // 30), WORDS, fill=30, font=font)
    return sheet


def photographed(sheet: Image.Image) -> Image.Image:
    """The page on a dark desk, aslant, half of it in a shadow."""
    desk = Image.new("L", (int(1.2 * sheet.width), int(1.2 * sheet.height)), 80)
    desk.paste(sheet.rotate(4, expand=True, fillcolor=80), (sheet.width // 20, sheet.width // 20))
    shadow = np.linspace(1, 0.5, desk.width)[None, :]
    grain = np.random.default_rng(1).normal(0, 5, (desk.height, desk.width))
    return Image.fromarray(np.clip(np.asarray(desk) * shadow + grain, 0, 255).astype(np.uint8))


def scene() -> Image.Image:
    """Soft shapes of many tones with grain, as a photograph of a street has them."""
    chance = np.random.default_rng(2)
    small = Image.fromarray(chance.integers(20, 235, (12, 16), dtype=np.uint8)).resize(
        (1600, 1200), Image.Resampling.BICUBIC
    )
    grain = chance.normal(0, 12, (1200, 1600))
    return Image.fromarray(np.clip(np.asarray(small) + grain, 0, 255).astype(np.uint8))


def logo() -> Image.Image:
    sheet = Image.new("L", (1200, 1200), 255)
    ImageDraw.Draw(sheet).ellipse((200, 200, 1000, 1000), fill=40)
    return sheet


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def from_folder(content: bytes, name: str) -> list[Item | Rejected]:
    return unpack(content, Origin(source="folder", locator=name, name=name), Limits())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize(
    "made",
    [
        page(),
        page(lines=3),
        photographed(page()),
        ImageOps.invert(page().rotate(90, expand=True)).point(lambda t: 255 - t),
    ],
)
def test_pages_are_told_however_they_lie(made: Image.Image, kind: str) -> None:
    assert why_no_page(saved(made, kind)) == ""


def form(*, shape: float = 1.414) -> Image.Image:
    """A form that was scanned and hardly filled in: a heading, three labels with lines to write on."""
    sheet = Image.new("L", (1240, int(shape * 1240)), 250)
    pen = ImageDraw.Draw(sheet)
    pen.text((120, 120), "Feedback note", fill=30, font=ImageFont.load_default(34))
    for number, label in enumerate(("Name", "City", "Date")):
        pen.text((120, 320 + 300 * number), label, fill=30, font=ImageFont.load_default(26))
        pen.line((260, 350 + 300 * number, 1100, 350 + 300 * number), fill=60, width=2)
    return sheet


@pytest.mark.parametrize("shape", [1.294, 1.414])
def test_a_form_on_which_hardly_anything_stands_is_a_page(shape: float) -> None:
    assert why_no_page(saved(form(shape=shape))) == ""


def test_as_little_on_a_picture_of_no_sheet_is_none() -> None:
    assert "does not look like a page" in why_no_page(saved(form(shape=1.0)))


@pytest.mark.parametrize("made", [scene(), logo(), Image.new("L", (1200, 1600), 250), Image.new("L", (1200, 1600), 0)])
def test_photographs_logos_and_blank_sheets_are_none(made: Image.Image) -> None:
    assert "does not look like a page" in why_no_page(saved(made))


def test_a_picture_that_is_too_small_to_be_read_says_its_size() -> None:
    assert why_no_page(saved(page(400))).startswith("A picture of 400 by 564 dots")


def test_clear_parts_of_a_picture_are_paper() -> None:
    clear = Image.new("RGBA", (1240, 1748), (0, 0, 0, 0))
    clear.paste((20, 20, 20, 255), (0, 0), ImageOps.invert(page()).point(lambda t: 255 if t > 120 else 0))
    assert why_no_page(saved(clear, "PNG")) == ""


def test_what_cannot_be_opened_is_left_to_the_reader_to_tell() -> None:
    assert why_no_page(saved(page())[:400]) == ""


def test_an_attached_photo_of_a_form_is_taken_in_and_one_of_a_street_is_not() -> None:
    form = attachment(saved(photographed(page())), "IMG_2041.jpg", "image/jpeg")
    street = attachment(saved(scene()), "IMG_2042.jpg", "image/jpeg")
    found = opened(multipart(text("hi"), form, street))
    assert reasons(found) == ["picture"]
    assert "image/jpeg" in [entry.media_type for entry in found if isinstance(entry, Item)]


def test_a_page_shown_within_the_text_or_met_again_is_not_taken_in() -> None:
    shown = attachment(saved(page()), "a.jpg", "image/jpeg", content_id="<a>")
    form = attachment(saved(page(1300)), "b.jpg", "image/jpeg")
    assert reasons(opened(multipart(text("hi"), shown, form, form))) == ["inline-picture", "repeated-picture"]


@pytest.mark.parametrize(("made", "taken"), [(page(), True), (scene(), False)])
def test_files_and_members_of_archives_are_judged_alike(made: Image.Image, taken: bool) -> None:
    content, packed = saved(made), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sheet.jpg", content)
    for entry in (from_folder(content, "sheet.jpg")[-1], from_folder(packed.getvalue(), "sheets.zip")[-1]):
        assert isinstance(entry, Item) is taken
        assert isinstance(entry, Item) or (entry.reason, entry.status) == ("picture", "ignored")
