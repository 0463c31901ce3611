"""What is learnt of a file's way of writing lines, so that not each needs measuring."""

from __future__ import annotations

from pipeline.extract.pdf.page import Piece

WIDE_LETTERS = 0.7  # times the font size: letters wider than this on average are a line with a gap in it
SAMPLE = 8  # one line in so many is measured blank by blank, to learn whether this file hides gaps in its lines
MANY_LINES = 80  # after so many, fewer are measured
NEAR_LINES = 6  # behind a line that hid a gap, these are measured, too
WIDER = 1.3  # times the usual width of its letters: a line to be measured


class Habits:
    """What was learnt of a file's way of writing lines, kept from page to page."""

    def __init__(self) -> None:
        self.every = False  # measure all lines of this page
        self._found = 0  # gaps inside a text object: on this page
        self._ever = False  # and on any page
        self._near = 0  # lines yet to be measured behind one that hid a gap
        self._seen = 0
        self._letters: dict[tuple[float, bool], list[float]] = {}  # by look: width and number so far

    def begin(self) -> None:
        """A new page."""
        self.every, self._found, self._near = False, 0, 0

    def hidden(self) -> None:
        """A wide gap was found inside a text object, where no gap ought to be."""
        self._found += 1
        self._ever, self._near = True, NEAR_LINES

    @property
    def hides_gaps(self) -> bool:
        """Whether so many lines of this page did that all want measuring."""
        return self._found > 1 and not self.every

    def doubts(self, piece: Piece, letters: int) -> bool:
        """Whether a line that is one text object is worth measuring blank by blank."""
        width = piece.x1 - piece.x0
        known = self._letters.get((piece.size, piece.bold))
        if known is None:
            known = self._letters[piece.size, piece.bold] = [0.0, 0.0]
        usual = known[0] / known[1] if known[1] > 200 else WIDE_LETTERS * piece.size
        known[0] += width
        known[1] += letters
        self._seen += 1
        self._near -= 1
        if self.every or self._near >= 0 or width > WIDER * usual * letters:
            return True
        sample = SAMPLE if self._ever or self._seen < MANY_LINES else 4 * SAMPLE
        return self._seen % sample == 1
