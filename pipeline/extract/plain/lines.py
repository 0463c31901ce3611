"""Physical lines become logical ones: quoting, hard wraps and page furniture are undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.blocks import LONGEST_BLOCK, Markers, counts_on, is_bullet

_QUOTED = re.compile(r"(?:>[ ]?){1,20}")
_PAGE = re.compile(
    r"(?:page|seite|página|pagina)\s+(?P<said>\d{1,4})(?:\s*(?:of|/|von|de|di|sur)\s*\d{1,4})?"
    r"|[-–—]\s*(?P<dashed>\d{1,4})\s*[-–—]|(?P<of>\d{1,4})\s*(?:of|/)\s*\d{1,4}|(?P<bar>\d{1,4})\s*\|\s*page(?:\s.{0,60})?"
    r"|(?P<bare>\d{1,4})",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[-=_*~#+.]\s?){4,200}$")
_SENTENCE_END = tuple(".!?:;…")
_CLOSERS = "\"'”’»)]}*_ "
# words that no sentence or heading ends in
_WORDS = """
    a an the and or of in on at to for from by with as between into its their his her our your this these those that
    which who de la le les el los las del des und der die das & nor per via about among through towards under
    within without is are was were be being been has have had will would should must can could may
"""
OPEN_WORDS = frozenset(_WORDS.split())
_LABEL = re.compile(r"[^\W\d_][\w ./()-]{1,30}:(?:\s|$)")
_BOX = re.compile(r"[☐☒]")
SHORT = 40  # characters: what is shorter and not full is a line of its own
SURE = 60
LONGEST_LABELLED = 500  # characters of a line with a label and what was written on the blank beside it
ROOMY = 0.85  # of the width: a line that is shorter with the next word was not broken by it
EXACT = 4  # broken sentences that show at which width a text was filled


@dataclass(slots=True)
class Line:
    """A line of the file."""

    number: int  # from 1
    raw: str  # as it stands, without quote marks and white space at the end
    text: str = ""  # stripped
    indent: int = 0
    quote: int = 0
    new_page: bool = False
    furniture: bool = False
    soft: bool = False  # format=flowed says that it goes on
    written_in: bool = False  # on a blank beside its label: `From / to   __3 May__`


@dataclass(slots=True)
class Paragraph:
    """A logical paragraph: lines that belong together."""

    lines: list[Line] = field(default_factory=list)
    marker: str = ""
    first: str = ""  # its first line without the marker
    blanks: int = 0  # empty lines before it
    joined: str = ""  # empty for a table, which stands in its place among the paragraphs

    @property
    def indent(self) -> int:
        return self.lines[0].indent


def split_lines(text: str, flowed: bool) -> list[Line]:
    """The lines of a text. A line of over 10,000 characters is parted at a blank."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    pieces = [_line(number, raw, flowed) for number, raw in enumerate(text.replace("\u2029", "\n\n").split("\n"), 1)]
    return [part for line in pieces for whole in _written_in(line) for part in _parted(whole)]


def _line(number: int, raw: str, flowed: bool) -> Line:
    new_page = "\f" in raw
    raw = raw.replace("\f", "")
    quote = 0
    if raw.startswith(">") and (match := _QUOTED.match(raw)):
        quote, raw = match[0].count(">"), raw[match.end() :]
    soft = flowed and raw.endswith(" ") and raw.rstrip() != "--"
    if flowed and raw.startswith(" "):
        raw = raw[1:]
    wide = raw.expandtabs(4) if raw[:1] in " \t" else raw
    text = raw.strip()
    indent = len(wide) - len(wide.lstrip()) if text else 0
    return Line(number, raw.rstrip(" \u00a0"), text, indent, quote, new_page, soft=soft)


_WRITTEN_IN = re.compile(r"(?P<label>[^_:\s][^_:]{0,79}?)[ \t]{2,}_{2,}[ \t]*(?P<answer>[^_\s][^_]{0,400}?)[ \t]*_{2,}")


def _written_in(line: Line) -> Iterator[Line]:
    """A label and what somebody wrote on the blank beside it are two lines; with a colon between them they are clear."""
    found = _WRITTEN_IN.fullmatch(line.text) if len(line.text) <= LONGEST_LABELLED else None
    if found is None:
        yield line
        return
    label, answer = found["label"], found["answer"]
    yield Line(line.number, label, label, line.indent, line.quote, line.new_page)
    yield Line(line.number, answer, answer, line.indent + found.start("answer"), line.quote, written_in=True)


def _parted(line: Line) -> Iterator[Line]:
    while len(line.text) > LONGEST_BLOCK:
        cut = max(line.text.rfind(" ", 0, LONGEST_BLOCK), LONGEST_BLOCK // 2)
        head, rest = line.text[:cut], line.text[cut:].lstrip()
        yield Line(line.number, head, head, line.indent, line.quote, line.new_page)
        line = Line(line.number, rest, rest, line.indent, line.quote, soft=line.soft)
    yield line


def mark_furniture(lines: list[Line]) -> None:
    """Find page numbers, the lines that stand beside page breaks again and again, and the head of a mail."""
    for index in _mail_head(lines):
        lines[index].furniture = True
    numbers = _page_numbers(lines)
    for index in numbers:
        lines[index].furniture = True
    edges = sorted({index for index, line in enumerate(lines) if line.new_page} | numbers)
    beside = [set(_beside(lines, index)) for index in edges]
    counts = Counter(_shape(lines[i].text) for group in beside for i in group)
    for index in {i for group in beside for i in group}:
        often = counts[_shape(lines[index].text)] >= max(3, len(edges) // 2)
        if often and (lines[index].new_page or _alone(lines, index)):
            lines[index].furniture = True


_FIELD = re.compile(r"(from|to|cc|bcc|date|sent|subject|reply-to|attachments?|importance)\s?:\s", re.I)
_SENT = re.compile(r"(?:date|sent)\s?:.*\d{1,2}[:.h]\d{2}", re.I)
LEAST_FIELDS = 3


def _mail_head(lines: list[Line]) -> range:
    """Indices of the fields of a mail that was saved as text: its first lines, one with the hour when it was sent,
    which the head of a memorandum does not say."""
    first = next((i for i, line in enumerate(lines) if line.text), 0)
    last = first
    while last < len(lines) and (
        _FIELD.match(lines[last].text) or (last > first and lines[last].indent and lines[last].text)
    ):
        last += 1
    fields = [line.text for line in lines[first:last]]
    sent = any(_SENT.match(text) for text in fields)
    return range(first, last) if sent and len(fields) >= LEAST_FIELDS else range(0)


def _page_numbers(lines: list[Line]) -> set[int]:
    """Indices of lines that are page numbers: they say so, or count on through the text."""
    sure: set[int] = set()
    bare: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if len(line.text) > 80 or not (match := _PAGE.fullmatch(line.text)) or not _alone(lines, index):
            continue
        if match["bare"] is None:
            sure.add(index)
        else:
            bare.append((index, int(match["bare"])))
    for (one, value), (other, after) in pairwise(bare):
        if after == value + 1:
            sure |= {one, other}
    return sure | {index for index, _ in bare if _at_page_break(lines, index)}


def _alone(lines: list[Line], index: int) -> bool:
    before = index == 0 or not lines[index - 1].text or lines[index].new_page
    after = index + 1 >= len(lines) or not lines[index + 1].text or lines[index + 1].new_page
    return before and after


def _at_page_break(lines: list[Line], index: int) -> bool:
    following = next((line for line in lines[index + 1 : index + 4] if line.text or line.new_page), None)
    return lines[index].new_page or (following is not None and following.new_page)


def _beside(lines: list[Line], index: int) -> Iterator[int]:
    """The nearest two lines with text on either side of a page's edge."""
    for step in (-1, 1):
        found, at = 0, index + step if step < 0 or not lines[index].new_page else index
        while 0 <= at < len(lines) and found < 2 and abs(at - index) < 8:
            if lines[at].text and not lines[at].furniture:
                found += 1
                yield at
            at += step


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text)[:200]


def is_rule(text: str) -> bool:
    """True for a line that only draws, `-----`, or parts a mail from its signature, `--`."""
    return text in ("--", "—") or bool(_RULE.match(text))


def open_end(text: str) -> bool:
    """True where a text stops in the middle of a sentence."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and not bare.endswith(_SENTENCE_END)


def _hungry(text: str) -> bool:
    """True where a text cannot end as it does: after a comma, a slash, a dash, an article."""
    word = text.rsplit(None, 1)[-1] if text.strip() else ""
    return text.rstrip().endswith((",", "/", "–", "—", "(", "&")) or word.lower() in OPEN_WORDS


def _first_word(text: str) -> str:
    return text.split(None, 1)[0] if text.split() else ""


@dataclass(frozen=True)
class Wrap:
    """How a text was broken into lines."""

    full: int = 0  # a line that the next word would carry beyond this many characters was broken by its width; 0: none
    leaky: bool = False  # empty lines stand inside sentences

    def filled(self, line: Line, after: Line) -> bool:
        """True where `line` has no room for the first word of the line after it."""
        return bool(self.full) and len(line.raw) + 1 + len(_first_word(after.text)) >= self.full


def measure(lines: list[Line]) -> Wrap:
    """Estimate at which width a text was wrapped, and whether empty lines can be trusted."""
    solid = [line for line in lines if line.text and not line.furniture]
    pairs = [(a, b) for a, b in pairwise(lines) if a.text and b.text and "\t" not in a.text]
    fit = sorted(len(a.raw) for a, _ in pairs if len(a.raw) <= 160)
    long = sum(len(line.raw) > 160 for line in solid)
    if not fit or 3 * long > sum(len(line.raw) > SURE for line in solid):
        return Wrap()
    width = fit[min(len(fit) - 1, int(len(fit) * 0.95))]
    full = [(a, b) for a, b in pairs if len(a.raw) >= 0.8 * width]
    sure = [(a, b) for a, b in full if open_end(a.text) and _starts_low(b.text)]
    if width < 45 or not full or len(sure) < 0.25 * len(full):
        return Wrap()
    sums = sorted(len(a.raw) + 1 + len(_first_word(b.text)) for a, b in sure)
    if len(sums) >= EXACT and sums[0] > fit[-1]:  # every break was needed: the text was filled to its widest line
        return Wrap(full=fit[-1] + 1, leaky=_leaky(lines))
    threshold = int(0.93 * sums[int(len(sums) * 0.05)]) if len(sums) >= 8 else int(0.9 * width)
    return Wrap(full=max(int(0.75 * width), threshold), leaky=_leaky(lines))


def _leaky(lines: list[Line]) -> bool:
    found = 0
    for a, blank, b in zip(lines, lines[1:], lines[2:], strict=False):
        if a.text and not blank.text and b.text and len(a.text) >= SURE:
            found += open_end(a.text) and _starts_low(b.text)
    return found >= 2


def _starts_low(text: str) -> bool:
    return text[:1].islower() or (text[:1] in "(“\"'‘" and text[1:2].islower())


@dataclass
class Grouper:
    """Puts lines into logical paragraphs."""

    wrap: Wrap
    markers: Markers = field(default_factory=Markers)
    hanging: set[int] = field(
        default_factory=set
    )  # numbers of lines that begin an entry of a list with hanging indents

    def group(self, lines: list[Line]) -> list[Paragraph]:
        """The paragraphs of lines that hold neither tables nor furniture."""
        self.hanging = {line.number for line in hanging(lines, self.wrap)}
        paragraphs: list[Paragraph] = []
        blanks = 0
        for line in lines:
            if not line.text:
                blanks += 1
                continue
            current = paragraphs[-1] if paragraphs else None
            if current is not None and self._goes_on(current, line, blanks):
                current.lines.append(line)
            else:
                paragraphs.append(self._begun(line, blanks))
            blanks = 0
        return paragraphs

    def _begun(self, line: Line, blanks: int) -> Paragraph:
        bare = unmarked(line.text)
        marker, rest = self.markers.split(bare)
        if marker and bare != line.text:
            rest = rest.replace(line.text[:2], "", 1)  # `**1. Aims** of`: the stars before the number are gone
        return Paragraph(lines=[line], marker=marker, first=rest if marker else line.text, blanks=blanks)

    def _goes_on(self, paragraph: Paragraph, line: Line, blanks: int) -> bool:
        """Whether a line belongs to the paragraph before it."""
        last = paragraph.lines[-1]
        if (
            line.quote != last.quote
            or line.written_in
            or is_rule(line.text)
            or is_rule(last.text)
            or line.text.startswith("#")
        ):
            return False
        if last.soft and not blanks:
            return True
        if _BOX.match(line.text) or last.text.startswith("#"):
            return False
        if self._has_marker(paragraph, line, blanks):
            return False
        if blanks:
            return self._over_blanks(paragraph, line, blanks)
        return self._directly(paragraph, line)

    def _has_marker(self, paragraph: Paragraph, line: Line, blanks: int) -> bool:
        """True where a line begins with a bullet or number, unless wrapping put a dash or an initial there."""
        text = unmarked(line.text)
        marker = self.markers.peek(text)
        if not marker:
            return False
        last = paragraph.lines[-1]
        if blanks or not self.wrap.filled(last, line) or not open_end(last.text):
            return True
        if marker in "-–—o*+":
            return marker == paragraph.marker or not _starts_low(text[len(marker) :].lstrip())
        return is_bullet(marker) or counts_on(paragraph.marker, marker)

    def _directly(self, paragraph: Paragraph, line: Line) -> bool:
        if line.number in self.hanging:
            return False
        last = paragraph.lines[-1]
        filled = self.wrap.filled(last, line)
        if last.text.isupper() != line.text.isupper() and not (filled and _is_loud_word(last.text, line.text)):
            return False
        if paragraph.marker and line.indent >= paragraph.indent + 2:
            return not self._answers(paragraph, line)
        if filled:
            ended = not open_end(last.text)
            indented = line.indent > paragraph.lines[-1].indent + 1 and line.indent > 1
            return not (ended and (indented or _LABEL.match(line.text)))
        broken = last.text.endswith("-") and last.text[-2:-1].isalpha()
        return open_end(last.text) and _starts_low(line.text) and (broken or len(last.text) >= SHORT)

    def _answers(self, paragraph: Paragraph, line: Line) -> bool:
        """Whether a line answers the numbered label above it, which had ample room for more ("4. Place" / "Turin")."""
        label = paragraph.lines[0]
        return (
            len(paragraph.lines) == 1
            and not is_bullet(paragraph.marker)
            and len(label.raw) + 1 + len(_first_word(line.text)) < ROOMY * self.wrap.full
            and (open_end(label.text) or label.text.endswith("?"))
            and not label.text.endswith(";")
            and not _hungry(label.text)
            and not _starts_low(line.text)
        )

    def _over_blanks(self, paragraph: Paragraph, line: Line, blanks: int) -> bool:
        """Whether a sentence goes on after empty lines, as it does at a page's end or where a page's layout leaked."""
        last = paragraph.lines[-1]
        if not open_end(last.text) or last.text.isupper() != line.text.isupper() or blanks > 8:
            return False
        filled = self.wrap.filled(last, line)
        if _starts_low(line.text):
            return filled or len(last.text) >= SURE or _hungry(last.text)
        if not self.wrap.leaky or len(last.raw) < 0.85 * self.wrap.full:
            return False
        return _hungry(last.text) or (blanks == 1 and len(line.text.split()) <= (5 if filled else 2))


def hanging(lines: list[Line], wrap: Wrap) -> list[Line]:
    """Lines that begin the entries of unmarked lists whose broken lines go on further in, as participants stand:
    three entries at least, nothing further in that does not go on a full line, and no sentence that goes on at the
    edge."""
    found: list[Line] = []
    run: list[Line] = []
    for line in [*lines, Line(0, "")]:
        if line.text and not line.furniture:
            run.append(line)
            continue
        edge = run[0].indent if run else 0
        entries = [entry for entry in run if entry.indent == edge]
        if len(run) > len(entries) >= 3 and all(_hangs(before, after, edge, wrap) for before, after in pairwise(run)):
            found += entries
        run = []
    return found


def _hangs(before: Line, after: Line, edge: int, wrap: Wrap) -> bool:
    """Whether a line after another may begin an entry at the edge, or go on one further in."""
    if after.indent == edge:
        return not (wrap.filled(before, after) and open_end(before.text) and _starts_low(after.text))
    return after.indent >= edge + 2 and wrap.filled(before, after)


def _is_loud_word(last: str, line: str) -> bool:
    """A line such as `AND` or `UN-HABITAT` inside running text is no change from heading to text."""
    return len((last if last.isupper() else line).split()) <= 2


def unmarked(text: str) -> str:
    """A line without the stars of Markdown's bold in front."""
    return text.lstrip("*_ ") if text.startswith(("**", "__")) and text[2:3].strip() and text[2:3] not in "*_" else text
