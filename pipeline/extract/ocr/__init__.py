"""OCR: pages that are pictures are read by looking at them.

`probe` says whether the engine is installed; `picture` draws a page, `skew` puts it upright, `ruling` and `boxes` find what is
drawn, `engine` reads lines, `pieces` makes of them what the PDF room makes of a text layer. That room then finds
columns, tables and paragraphs, whether the text was written or seen. `files` turns a picture's file into pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.extract.pdf.legible import pages_in_words, runs
from pipeline.extract.pdf.page import Seen
from pipeline.extract.settings import ExtractSettings

HARD = "hard to read (handwriting, or a coarse or blurred scan): hold what was read against the original."
AROUND = 1.2  # points around a tick box that are painted over with it: marks reach out of boxes
DOUBTED = 0.95  # mean score below which a page is told to be poorly read, see `Eyes.notes`
POOR = 0.8  # mean score below which a page may stand on its head
TURNED_ROUND = 1.05  # times better must it be read the other way


class Eyes:
    """Reads pages off their pictures, up to a number of them. To be given to `read_pdf` as its `see`."""

    def __init__(self, settings: ExtractSettings, slow: Callable[[int], None]) -> None:
        """slow: told before each page, since that takes seconds."""
        self._settings, self._slow = settings, slow
        self._pages = 0
        self._notes: list[str] = []
        self._poor: list[int] = []

    @property
    def notes(self) -> list[str]:
        """What people ought to know: what was left, and which pages were read poorly.

        Two texts of the samples were scanned in 11 ways, coarse, blurred and noisy: wherever the mean score of the engine
        was .98 or more, at most 3 % of the characters were wrong, wherever it was below .95, 13 % and more. Handwriting
        was not at hand to be measured.
        """
        return [*self._notes, *(f"{pages_in_words(run, 'was', 'were')} {HARD}" for run in runs(self._poor))]

    def __call__(self, page: Any, number: int) -> Seen | None:
        """What the picture of a page says; None where it is not looked at."""
        from pipeline.extract.ocr.picture import draw

        if self._pages >= self._settings.ocr_pages:
            self._note(f"Text was read off {self._settings.ocr_pages} pictures of pages; the rest was left.")
            return None
        self._pages += 1
        self._slow(1)
        picture = draw(page, self._settings.ocr_dpi)
        if picture is None:
            self._note(f"Page {number} is too large to be read off its picture.")
            return None
        found = seen(picture)
        if found.pieces and found.confidence < DOUBTED:
            self._poor.append(number)
        return found

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)


def seen(picture: Any) -> Seen:
    """The lines, tick boxes and ruled lines of a page's picture (`picture.Picture`), and how it lies."""
    from pipeline.extract.ocr import pieces, ruling, skew
    from pipeline.extract.ocr.picture import Picture

    lie = skew.lie_of(picture)
    level = Picture(skew.levelled(skew.turned(picture.grey, lie.turn), lie.skew), picture.scale)
    squares, strokes = ruling.drawn_on(level)
    lines, score = _lines(level, squares)
    if score < POOR:
        other = Picture(skew.turned(level.grey, 180), level.scale)
        its_squares, its_strokes = ruling.drawn_on(other)
        its_lines, its_score = _lines(other, its_squares)
        if its_score > TURNED_ROUND * score:
            level, squares, strokes, lines, score = other, its_squares, its_strokes, its_lines, its_score
            lie = lie._replace(turn=(lie.turn + 180) % 360)
    return Seen(
        pieces.pieces_of(lines, squares, ruling.wiped(level, strokes)),
        round(score, 3),
        edges=pieces.edges_of(strokes, level.scale),
        turn=lie.turn,
        skew=lie.skew,
    )


def _lines(level: Any, squares: Any) -> tuple[list[Any], float]:
    """What is written on a level picture, its tick boxes painted over, and the mean score of its letters."""
    from pipeline.extract.ocr import engine

    grey = level.grey
    if squares:
        grey = grey.copy()
        for x0, top, x1, bottom, _ in squares:
            edge = round(AROUND * level.scale)
            grey[max(top - edge, 0) : bottom + edge, max(x0 - edge, 0) : x1 + edge] = 255
    lines = engine.read_lines(grey)
    weight = sum(len(line.text) for line in lines)
    return lines, sum(line.score * len(line.text) for line in lines) / weight if weight else 0.0
