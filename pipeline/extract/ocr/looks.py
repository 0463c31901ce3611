"""How lines are set that were read off a picture: font size, base line and weight, measured on the dots of their letters.

The size comes from two heights, which check each other: that of small letters, a dark band of nearly half the font
size, and that of capitals and tall letters. A line that touches the one above seems to have tall small letters; a single
tall letter in a line is easily missed. The weight is that of strokes: how wide, in the middle, a stem is that a row of dots
cuts, for the size. On 1,400 lines of Times and Helvetica scanned at 150 to 300 dots per inch, with noise, plain ones
have up to 1.07 times the usual width, bold ones 1.24 and more; the share of ink among letters, which was measured
before, overlaps (plain up to 1.12, bold from 0.91).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.ocr.engine import Line
from pipeline.extract.ocr.picture import Grey, Picture

CAPITAL, SMALL = 0.70, 0.50  # heights of capitals and of small letters, times the font size, of usual fonts
ALIKE, DOUBTED = 0.06, 0.12  # a size that differs by less from the usual one is that: measured well, and less well
HEAVY = 1.15  # times the usual width of strokes: a bold line
SAME_STROKE = 0.06  # a stroke that differs by less from the usual one is of letters of the usual size,
NEARLY = 0.8, 1.35  # where the size that was measured is so many times the usual one, and doubtful
WIDER = 1.25  # times the usual width of letters: less have no letters of a size beyond that
SLIVER = 0.6  # of the height of a line: a narrower bit of ink behind so much white, where no word is, is not of it
INKED = 0.5  # how dark a dot is that belongs to a letter
FAINT = 0.12  # of the ink of the fullest rows: less is no row of letters; a line's one capital has 0.15
ENOUGH = 6  # small letters of a line, for them to be measured apart from the others
MANY = 12  # for the size that comes of them to be trusted
MISSED = 0.92  # times the size by small letters: where that by tall ones is less, these were missed
FEWEST = 4  # lines of a page, for the height of its capitals to be known
FEWEST_RUNS = 12  # of dots, for the width of strokes to be known: two letters have as many
_TALL = re.compile(r"[A-Z0-9bdfhkl]")

Tones = NDArray[np.float32]


class Look(NamedTuple):
    """How a line is set, in points."""

    size: float
    stroke: float  # how wide its stems are, 0 where that is unknown
    base: float
    sure: bool = False  # its size is that of enough small letters
    tall: float = 0.0  # from the top of its capitals and tall letters to the base line, 0 where it has none
    bold: bool = False
    pitch: float = 0.0  # the width of a letter


class Usual(NamedTuple):
    """How most letters of a page are set. stroke, tall: of the size 1."""

    size: float
    stroke: float
    pitch: float
    tall: float


def looks_of(lines: Sequence[Line], picture: Picture) -> tuple[list[Look], float]:
    """How each line of a page is set, and the usual font size; sizes near to that are made the same."""
    looks = [_look(line, picture) for line in lines]
    weights = [len(line.text) for line in lines]
    usual = _middle([(look.size, weight) for look, weight in zip(looks, weights, strict=True)]) or 10.0
    strokes = [(look.stroke / look.size, weight) for look, weight in zip(looks, weights, strict=True) if look.stroke]
    page = Usual(
        size=usual,
        stroke=_middle(strokes),
        pitch=_middle([(look.pitch, weight) for look, weight in zip(looks, weights, strict=True)]),
        tall=_height_of_capitals(looks),
    )
    return [_settled(look, page) for look in looks], usual


def trimmed(line: Line, grey: Grey) -> Line:
    """A line from its first ink to its last: the engine leaves room around it, which closes narrow gutters."""
    left, top = max(int(line.x0), 0), max(int(line.top), 0)
    dark = darkness(grey[top : int(line.bottom) + 1, left : int(line.x1) + 1].astype(np.float32))
    if dark is None:
        return line
    inked = _own(np.nonzero((dark > INKED).sum(axis=0) > 1)[0], line, left)
    return line._replace(x0=left + float(inked[0]), x1=left + float(inked[-1]) + 1) if len(inked) else line


def _own(inked: NDArray[np.intp], line: Line, left: int) -> NDArray[np.intp]:
    """Columns of ink without those of a neighbour's last letter, which white parts from all that the line's words are."""
    if not line.words or len(inked) < 2:
        return inked
    begin, end = (line.words[0][1] - left, line.words[-1][2] - left)
    wide = SLIVER * (line.bottom - line.top)
    gaps = np.nonzero(np.diff(inked) > wide)[0]
    before = [gap for gap in gaps if inked[gap] < begin and inked[gap] - inked[0] < wide]
    behind = [gap for gap in gaps if inked[gap + 1] > end and inked[-1] - inked[gap + 1] < wide]
    return inked[before[-1] + 1 if before else 0 : behind[0] + 1 if behind else len(inked)]


def _settled(look: Look, page: Usual) -> Look:
    """A look with its weight, and with the usual size where one of its heights says so, or its strokes do."""
    by_tall = look.tall / page.tall  # 0 where it has no tall letters
    size = look.size if look.sure or by_tall < MISSED * look.size else by_tall
    off = abs(size / page.size - 1)
    close = off < (ALIKE if look.sure else DOUBTED) or abs(by_tall / page.size - 1) < ALIKE
    if close or _has_usual_strokes(look, size, page):
        size = page.size
    return look._replace(size=size, bold=look.stroke > HEAVY * page.stroke * size > 0)


def _has_usual_strokes(look: Look, size: float, page: Usual) -> bool:
    """Whether a line has the strokes of the usual size, though another was measured: not far from it, or so far only as
    to hold the line above, since its letters are no wider than usual."""
    if not page.stroke or abs(look.stroke / (page.stroke * page.size) - 1) >= SAME_STROKE:
        return False
    return NEARLY[0] < size / page.size < NEARLY[1] or (size > page.size and look.pitch < WIDER * page.pitch)


def _middle(values: Sequence[tuple[float, int]]) -> float:
    """The value in the middle of all letters, 0 without any. values: with the number of letters of each."""
    ordered, half = sorted(values), sum(letters for _, letters in values) / 2
    for value, letters in ordered:
        half -= letters
        if half <= 0:
            return value
    return 0.0


def _look(line: Line, picture: Picture) -> Look:
    """How a line is set, from the dark band that its letters make.

    Small letters make a band half the font size high, capitals and figures a higher one; so words of small letters
    alone are looked at where there are enough. The band ends at the base line.
    """
    grey, scale = picture
    top, high = max(int(line.top), 0), line.bottom - line.top
    part = grey[top : int(line.bottom) + 1].astype(np.float32)
    words = line.words or ((line.text, line.x0, line.x1),)
    small = [word for word in words if word[0].isalpha() and word[0].islower()]
    seen = sum(len(word) for word, _, _ in small)
    enough = seen >= ENOUGH or (seen > 0 and not _TALL.search(line.text))
    columns = _columns(small if enough else words, grey.shape[1])
    dark = darkness(part[:, columns])
    if dark is None:
        return Look(0.75 * high / scale, 0.0, (line.bottom - 0.25 * high) / scale)
    profile = dark.mean(axis=1)
    first, last = _band(profile, 0.45 * float(np.percentile(profile, 92)))
    size = (last - first) / (SMALL if enough else CAPITAL) / scale
    tall = (last - _top(part, line, grey.shape[1])) / scale if _TALL.search(line.text) else 0.0
    stroke = _stroke(_band_of(part, line, first, last)) / scale
    size = min(max(size, 0.5 * high / scale), high / scale)
    pitch = (line.x1 - line.x0) / max(len(line.text), 1) / scale
    return Look(size, stroke, (top + last) / scale, seen >= MANY, tall, pitch=pitch)


def _height_of_capitals(looks: Sequence[Look]) -> float:
    """How high capitals and tall letters of a page are, of the size that small letters tell."""
    ratios = [look.tall / look.size for look in looks if look.sure and look.tall]
    return median(ratios) if len(ratios) >= FEWEST else CAPITAL


def _top(part: Tones, line: Line, width: int) -> float:
    """Where the ink of a line begins: not single dots of noise, nor tails of the line above, which a gap parts from it."""
    dark = darkness(part[:, max(int(line.x0), 0) : min(int(line.x1) + 1, width)])
    if dark is None:
        return 0.0
    inked = (dark > INKED).sum(axis=1).astype(np.float32)
    empty = np.nonzero(inked[: int(inked.argmax())] < 1)[0]
    above = int(empty[-1]) + 1 if len(empty) else 0
    return above + _band(inked[above:], max(FAINT * float(np.percentile(inked, 92)), 1.0))[0]


def _band_of(part: Tones, line: Line, first: float, last: float) -> Tones | None:
    """The rows of a line from the top of its small letters to the base line, from 0 (paper) to 1 (ink)."""
    dark = darkness(part[:, max(int(line.x0) - 2, 0) : int(line.x1) + 3])
    return None if dark is None else dark[round(first) : round(last)]


def _stroke(band: Tones | None) -> float:
    """How many dots wide a stem is, in the middle of all runs of ink in the rows of a band; 0 where there are too few.

    The tones of a run are summed, so that strokes of one or two dots are measured finely.
    """
    if band is None or band.size == 0:
        return 0.0
    tones = np.pad(np.clip((band - 0.2) / 0.6, 0, 1), ((0, 0), (1, 1))).ravel()
    inked = np.concatenate(([False], tones > INKED, [False]))
    begins, ends = np.nonzero(inked[1:] & ~inked[:-1])[0], np.nonzero(inked[:-1] & ~inked[1:])[0]
    if len(begins) < FEWEST_RUNS:
        return 0.0
    sums = np.concatenate(([0.0], np.cumsum(tones, dtype=np.float64)))
    widths = sums[np.minimum(ends + 1, len(tones))] - sums[np.maximum(begins - 1, 0)]  # with the paler dot on each side
    return float(np.median(widths))


def _columns(words: Sequence[tuple[str, float, float]], width: int) -> NDArray[np.intp]:
    """The columns of dots in which words stand."""
    ranges = [np.arange(max(int(x0), 0), min(int(x1) + 1, width)) for _, x0, x1 in words]
    return np.concatenate(ranges) if ranges else np.arange(0)


def darkness(part: Tones) -> Tones | None:
    """How dark each dot of a line is, from 0 (paper) to 1 (ink); None where nothing is."""
    if part.size == 0:
        return None
    paper, ink = float(np.percentile(part, 85)), float(np.percentile(part, 2))
    if paper - ink < 30:
        return None
    return np.asarray(np.clip((paper - part) / (paper - ink), 0, 1), np.float32)


def _band(profile: Tones, level: float) -> tuple[float, float]:
    """Where a profile first rises above a level and last falls below it, between the dots."""
    above = np.nonzero(profile >= level)[0]
    first, last = int(above[0]), int(above[-1])
    rise = _crossing(profile, first - 1, first, level) if first > 0 else 0.0
    fall = _crossing(profile, last + 1, last, level) if last + 1 < len(profile) else 0.0
    return first - rise, last + 1 + fall


def _crossing(profile: Tones, outside: int, inside: int, level: float) -> float:
    """How far outside of a dot that is above a level the profile crosses it, 0 to 1."""
    one, two = float(profile[outside]), float(profile[inside])
    return (two - level) / (two - one) - 0.5 if two > one else 0.0
