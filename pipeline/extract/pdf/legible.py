"""Which pages have no text, or none that can be read: pictures, letters drawn as shapes, fonts without meaning.

Three things are told apart: a page without a text layer, one whose text layer is wrong, and one that is blank. The
first two are what OCR is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, repeat
from typing import Any

from pipeline.extract.pdf import native
from pipeline.extract.pdf.page import PageContent, Piece
from pipeline.extract.pdf.words import little_words, odd_share, vowel_share

PICTURED = 0.3  # share of a page without any text that pictures cover, for it to be a picture
MOST_PIXELS = 40_000_000  # of a picture that is drawn to be looked at: a page at 600 dpi has 35
COVERED = 0.5  # share of a page with text that they cover, for that text to be doubted
FEW_LETTERS = 600  # on a page that is a picture of text: a stamp or running head; a page of text has 2,000 and more
SHAPES = 50  # small filled shapes on a page without text: letters drawn as outlines
ENOUGH = 60  # characters, for a judgement on signs
LETTERS = 100  # small ones, for a judgement on vowels
ENOUGH_LETTERS = 1_800  # are looked at for that
WORDS = 40  # for a judgement on words
UNREADABLE = 0.2  # share of signs without meaning
ODD = 0.4  # share of characters in odd tokens
UNMAPPED = 0.3  # share of characters that pdfium could only guess; there are sound pages with more
PLAUSIBLE = (0.25, 0.68)  # share of vowels: 0.27 in Czech, 0.63 in Hawaiian
LITTLE, SHORT = 0.16, 5.0  # fewer little words and shorter words than these are no language
NARROW = 256  # code points that Chinese or Korean letters of a page lie in, where they are others in truth
OVERLAID = 4  # lines at the same place
_WITHOUT_MEANING = r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]"
_NO_MEANING = re.compile(rf"{_WITHOUT_MEANING}{{2,}}")  # one alone is a bullet
_ANY_SUCH = re.compile(_WITHOUT_MEANING)  # thrice as quick over a page that has none
_SIXTEENTHS = bytes(tone >> 4 for tone in range(256))
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]")


class Flaw(StrEnum):
    """What is wrong with the text of a page."""

    PICTURE = "it is a picture"
    STAMPED = "it is a picture with a few words of text on it"
    SHAPES = "it is drawn in shapes, without letters"
    NO_MEANING = "its fonts do not say what their letters mean"
    GARBLED = "the text behind its picture is no language, as of a poor OCR"
    OVERLAID = "its lines are written over each other"

    @property
    def has_text(self) -> bool:
        """Whether what text there is, is worth keeping where nothing better can be had."""
        return self in (Flaw.STAMPED, Flaw.GARBLED, Flaw.OVERLAID)


@dataclass(frozen=True, slots=True)
class Illegible:
    """A page without text that can be read."""

    page: int  # from 1
    flaw: Flaw


def flaw_of(text: str, handle: int, content: PageContent, is_paper: Callable[[int], bool]) -> Flaw | None:
    """What is wrong with the text of a page, if anything is.

    handle: of its text page. is_paper: whether the page with a number looks like paper; asked only where it matters.
    """
    if not text.strip():
        if content.pictures > PICTURED:
            return Flaw.PICTURE
        return Flaw.SHAPES if len(content.marks) >= SHAPES else None
    if content.pictures > COVERED:
        if _letters(text) < FEW_LETTERS and (content.pixels > MOST_PIXELS or is_paper(content.number)):
            return Flaw.STAMPED
        if _is_no_language(text):
            return Flaw.GARBLED
    if _letters(text) >= ENOUGH:
        if _has_no_meaning(text, handle):
            return Flaw.NO_MEANING
        if _overlaid([*content.pieces, *content.turned]):
            return Flaw.OVERLAID
    return None


def _is_no_language(text: str) -> bool:
    little, length, words = little_words(text)
    latin = sum(c < "ɐ" for c in text) > 0.8 * len(text)
    return latin and words >= WORDS and little < LITTLE and length < SHORT


def _letters(text: str) -> int:
    """How many characters are no white space, nearly."""
    return len(text) - sum(map(text.count, " \r\n"))


def _has_no_meaning(text: str, handle: int) -> bool:
    if _ANY_SUCH.search(text) and sum(map(len, _NO_MEANING.findall(text))) > UNREADABLE * _letters(text):
        return True
    share, small = vowel_share(text[:ENOUGH_LETTERS])
    strange = small >= LETTERS and not PLAUSIBLE[0] <= share <= PLAUSIBLE[1]
    if strange and small >= 2 * LETTERS:
        return True
    return _guessed(handle, len(text)) > UNMAPPED and (
        strange or _narrow("".join(text.split())) or odd_share(text) > ODD
    )


def _guessed(handle: int, count: int) -> float:
    """The share of characters, of some fifty, for which the font did not say what they are."""
    places = range(0, count, max(count // 50, 1))
    found = list(map(native.guessed, repeat(handle), places[::3])).count(1)
    if found:
        found = list(map(native.guessed, repeat(handle), places)).count(1)
    return found / max(len(places), 1)


def _narrow(letters: str) -> bool:
    codes = [ord(c) for c in _CJK.findall(letters)]
    return len(codes) > 0.5 * len(letters) and max(codes) - min(codes) < NARROW


def _overlaid(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < 5 * OVERLAID or len(pieces) <= OVERLAID * len({int(piece.base) for piece in pieces}):
        return False  # on so many heights that no place can be taken so often
    places = {(int(piece.x0), int(piece.base)) for piece in pieces}
    return len(pieces) > OVERLAID * len(places)


def looks_like_paper(page: Any) -> bool:
    """Whether a page, seen from afar, is dark signs on one light ground, and no photograph."""
    width, height = page.get_size()
    bitmap = page.render(scale=min(300 / max(width, 1), 400 / max(height, 1)), grayscale=True)
    dots = bytes(bitmap.buffer).translate(_SIXTEENTHS)
    bitmap.close()
    tones = [dots.count(tone) for tone in range(16)]
    ground = max(range(8, 16), key=tones.__getitem__)
    near, dark = sum(tones[ground - 1 : ground + 2]), sum(tones[: ground - 3])
    return near > 0.5 * sum(tones) and 0.004 * sum(tones) < dark < 0.4 * sum(tones)


def warnings(found: Sequence[Illegible], *, ocr: bool = False, tried: bool = False) -> list[str]:
    """What to tell people of such pages, by flaw, those that follow each other in one sentence.

    ocr: whether they were read by OCR all the same. tried: whether there was somebody to do so.
    """
    told = []
    for flaw in dict.fromkeys(illegible.flaw for illegible in found):
        for run in runs([illegible.page for illegible in found if illegible.flaw is flaw]):
            told.append(f"{pages_in_words(run, 'has', 'have')} no readable text: {flaw}. {_advice(flaw, ocr, tried)}")
    return told


def runs(numbers: Sequence[int]) -> list[list[int]]:
    """Rising numbers in stretches without a gap."""
    groups = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return [[number for _, number in group] for _, group in groups]


def pages_in_words(run: Sequence[int], one: str = "is", many: str = "are") -> str:
    """`Page 3 is`, `Pages 3 to 9 are`."""
    return f"Page {run[0]} {one}" if len(run) == 1 else f"Pages {run[0]} to {run[-1]} {many}"


def _advice(flaw: Flaw, ocr: bool, tried: bool) -> str:
    if ocr:
        return "Text was read off its picture (OCR)."
    if tried:
        return "What text there is was kept." if flaw.has_text else "It was not read."
    kept = "What text there is was kept; it" if flaw.has_text else "It"
    return f"{kept} needs the extra `ocr` to be read."
