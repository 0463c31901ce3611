"""What the readers of Word, web, text, ODT and RTF share: a builder of blocks within limits, tick boxes, markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Block, Cell, Kind, Where
from pipeline.text.clean import printable, squeeze

MOST_CHARACTERS = 5_000_000  # of one document
MOST_CELLS = 20_000  # of one document
MOST_BLOCKS = 100_000
WIDEST_SPAN = 100
LONGEST_BLOCK = 10_000  # characters of a paragraph, and of a cell: what is longer is parted at a blank
LONGEST_TOKEN = 1_000
LONG_PROSE = 200  # characters: a numbered text this long is a numbered paragraph, not an item of a list

_BOXES = str.maketrans(dict.fromkeys("☑☒✅🗹🗷🗳❎\uf0fe\uf0fd", "☒") | dict.fromkeys("☐▢⬜🗆❏❑❒\uf0a8\uf06f\uf071", "☐"))
_TOKEN = re.compile(r"\S+")

BULLETS = "•◦‣⁃∙·●○◉▪▫■□◘◼◻◆◇❖►▶▷▸➢➤➔→✓✔✗✘★☆❑❒❏\ufffd\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf0e0\uf06e\uf071\uf076"
_BULLET = re.compile(rf"(?P<marker>[{BULLETS}]|[-–—―−*+](?=\s)|\(cid:\d{{1,3}}\)|o(?=\s+[^\W\d_]))\s*(?=\S)")
_DOUBLE = re.compile(r"(?P<marker>\d{1,2}[.)]|[•◦▪■□●○\ufffd\uf0b7\uf0a7])\s+(?=\S)")
_NUMBER = re.compile(
    r"(?P<marker>\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,4}[.)]?|\(?[ivxlc]{1,7}[.)]|\(?[IVXLC]{1,7}[.)]"
    r"|[IVXLC]{1,6}(?:\.[IVXLC\d]{1,6}){1,3}\.?|\(?[a-zA-Z][.)])\s+(?=\S)"
)


class CellDraft(Struct, frozen=True, gc=False):
    """A cell before its table's text is put together. Row and column count from 0, `place` from 1 within the row."""

    row: int
    column: int
    text: str
    place: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass
class Blocks:
    """Collects the blocks of a document in reading order, and says what the limits took away."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    characters: int = 0
    cells: int = 0

    def note(self, sentence: str) -> None:
        """Keep a sentence for people, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def add(
        self,
        kind: Kind,
        text: str,
        locator: str,
        *,
        level: int = 0,
        marker: str = "",
        printed: str = "",
        frame: int = 0,
        size: float = 0.0,
        bold: bool = False,
        tidied: bool = False,
    ) -> None:
        """Add a paragraph, heading or item: `text` is tidied (unless it was), a blank one left out, a huge one parted."""
        for part in self._parts(text if tidied else tidy(text)):
            self._append(
                Block(
                    number=len(self.blocks),
                    kind=kind,
                    text=part,
                    where=(Where(locator=locator),),
                    level=level,
                    marker=marker,
                    printed=printed if printed != part else "",
                    frame=frame,
                    size=size,
                    bold=bold,
                )
            )
            marker = printed = ""

    def add_table(self, drafts: Iterable[CellDraft], locator: str, *, printed: str = "", frame: int = 0) -> None:
        """Add a table from its cells, in order of row and column; one without any text is left out."""
        text, cells = lay_out(list(self._allowed(drafts)), locator)
        if not text.strip():
            return
        where = (Where(locator=locator),)
        kind = Kind.TABLE
        self._append(
            Block(
                number=len(self.blocks),
                kind=kind,
                text=text,
                where=where,
                cells=cells,
                frame=frame,
                printed=printed if printed != text else "",
            )
        )

    def _allowed(self, drafts: Iterable[CellDraft]) -> Iterator[CellDraft]:
        for draft in drafts:
            if self.cells >= MOST_CELLS:
                self.note(f"Tables were cut after {MOST_CELLS:,} cells.")
                return
            self.cells += 1
            yield replace_text(draft, self._cell_text(draft.text))

    def _cell_text(self, text: str) -> str:
        tidied = self._tokens(tidy(text).replace("\n", "\v"))
        if len(tidied) > LONGEST_BLOCK:
            self.note(f"A cell was cut after {LONGEST_BLOCK:,} characters.")
        return tidied[:LONGEST_BLOCK]

    def _parts(self, text: str) -> Iterator[str]:
        text = self._tokens(text)
        while len(text) > LONGEST_BLOCK:
            self.note(f"A paragraph of over {LONGEST_BLOCK:,} characters was parted.")
            cut = _place_to_part(text)
            yield text[:cut].rstrip()
            text = text[cut:].lstrip()
        if text:
            yield text

    def _tokens(self, text: str) -> str:
        if len(text) <= LONGEST_TOKEN or max(map(len, text.split()), default=0) <= LONGEST_TOKEN:
            return text
        self.note(f"A word of over {LONGEST_TOKEN:,} characters was cut.")
        return _TOKEN.sub(lambda match: match[0][:LONGEST_TOKEN], text)

    def _append(self, block: Block) -> None:
        if self.characters >= MOST_CHARACTERS or len(self.blocks) >= MOST_BLOCKS:
            self.note(f"The text was cut after {self.characters:,} characters and {len(self.blocks):,} blocks.")
            return
        self.characters += len(block.text)
        self.blocks.append(block)

    def full(self) -> bool:
        """True when nothing more will be taken, so that a reader may stop."""
        return self.characters >= MOST_CHARACTERS or len(self.blocks) >= MOST_BLOCKS

    def finished(self) -> tuple[Block, ...]:
        """The blocks, numbered paragraphs told from numbered items."""
        return tuple(settle_numbered(self.blocks))


def _place_to_part(text: str) -> int:
    """Where to part a huge text: after a sentence, else at a blank, else just there."""
    window = text[:LONGEST_BLOCK]
    for sign in (". ", "\n", " "):
        cut = window.rfind(sign, LONGEST_BLOCK // 2)
        if cut > 0:
            return cut + 1
    return LONGEST_BLOCK


def replace_text(draft: CellDraft, text: str) -> CellDraft:
    """The same cell with other text."""
    return CellDraft(draft.row, draft.column, text, draft.place, draft.row_span, draft.column_span, draft.header)


def lay_out(drafts: list[CellDraft], locator: str) -> tuple[str, tuple[Cell, ...]]:
    """The text of a table, cells joined by a tab and rows by a line feed, and the cells that point into it."""
    pieces: list[str] = []
    cells: list[Cell] = []
    position, row = 0, drafts[0].row if drafts else 0
    for draft in drafts:
        if cells:
            joint = "\t" if draft.row == row else "\n"
            pieces.append(joint)
            position += 1
        row = draft.row
        cells.append(_cell(draft, position, locator))
        pieces.append(draft.text)
        position += len(draft.text)
    return "".join(pieces), tuple(cells)


def _cell(draft: CellDraft, position: int, locator: str) -> Cell:
    return Cell(
        row=draft.row,
        column=draft.column,
        start=position,
        end=position + len(draft.text),
        row_span=draft.row_span,
        column_span=draft.column_span,
        header=draft.header,
        where=(Where(locator=f"{locator};row={draft.row + 1};cell={draft.place}"),),
    )


def tidy(text: str) -> str:
    """White space folded, line breaks kept, tick boxes made uniform, nothing unprintable.

    >>> tidy("Health \\t and  Safety\\u00a0☑\\n\\n other ")
    'Health and Safety ☒\\nother'
    """
    if text.isascii() and text.isprintable():  # most texts: nothing to clean
        return text.strip(" ") if "  " not in text else squeeze(text)
    text = printable(text).translate(_BOXES)
    if "\n" not in text and "\v" not in text:
        return squeeze(text)
    lines = (squeeze(line) for line in text.replace("\v", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


class Markers:
    """Tells typed bullets and numbers from words that only look like them, by what was counted before.

    `A. Smith` is a name and `A. Background` an item only where `B.` can follow: a bare letter or Roman number is
    taken when it is the first of its kind or counts on, a `2.3` when `2.2` or `2` was there.
    """

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, ...]] = {}

    def split(self, text: str) -> tuple[str, str]:
        """The marker a text begins with, and the rest; an empty marker where there is none.

        >>> Markers().split("(ii) Public-private partnership")
        ('(ii)', 'Public-private partnership')
        """
        match = _BULLET.match(text) or _NUMBER.match(text)
        if not match or not self._credible(match["marker"], text[match.end() :]):
            return "", text
        marker, rest = match["marker"], text[match.end() :]
        if marker in "-*+" and (second := _DOUBLE.match(rest)):  # `- 1. First`: a converter's list of a list
            return second["marker"], rest[second.end() :]
        return marker, rest

    def peek(self, text: str) -> str:
        """The marker a text begins with, without counting it."""
        kept = dict(self._last)
        marker, _ = self.split(text)
        self._last = kept
        return marker

    def _credible(self, marker: str, rest: str) -> bool:
        if is_bullet(marker):
            return True
        bare = marker.strip("().")
        steps = bare.split(".")
        if len(steps) > 1:
            return self._counts_on("path", tuple(_value(step) for step in steps), rest)
        if bare.isdigit():
            self._last["path"] = (int(bare),)
            return True
        if marker[0] == "(" or marker[-1] == ")":
            return True
        return self._letter_counts_on(bare)

    def _counts_on(self, kind: str, path: tuple[int, ...], rest: str) -> bool:
        """True where a path such as 2.3 follows what was counted before."""
        last = self._last.get(kind, ())
        follows = path[-1] == 1 or (
            last[: len(path) - 1] == path[:-1] and path[-1] <= (*last, *path)[len(path) - 1] + 2
        )
        if not rest[:1].isupper() or not follows or 0 in path[1:]:
            return False
        self._last[kind] = path
        return True

    def _letter_counts_on(self, bare: str) -> bool:
        case = "upper" if bare.isupper() else "lower"
        letter = ord(bare.lower()) - ord("a") + 1 if len(bare) == 1 else 0
        for kind, value in ((f"roman-{case}", roman_value(bare)), (f"letter-{case}", letter)):
            if value and (value == 1 or self._last.get(kind) == (value - 1,)):
                self._last[kind] = (value,)
                return True
        return False


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman_value(word: str) -> int:
    """The number a Roman numeral stands for, 0 where the word is none.

    >>> roman_value("XIV"), roman_value("ivy")
    (14, 0)
    """
    digits = [_ROMAN.get(letter, 0) for letter in word.lower()]
    if not digits or 0 in digits:
        return 0
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _value(step: str) -> int:
    return int(step) if step.isdigit() else roman_value(step)


def counts_on(first: str, second: str) -> bool:
    """True where a marker is the next after another of the same form.

    >>> counts_on("(i)", "(ii)"), counts_on("3.", "4)")
    (True, False)
    """
    one, two = first.strip("()."), second.strip("().")
    if first.replace(one, "#") != second.replace(two, "#") or not one or not two:
        return False
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    letters = len(one) == len(two) == 1 and ord(two) == ord(one) + 1
    return letters or 0 < roman_value(one) == roman_value(two) - 1


def is_bullet(marker: str) -> bool:
    """True for a marker that counts nothing."""
    return not any(character.isalnum() for character in marker) or marker == "o" or marker.startswith("(cid:")


def settle_numbered(blocks: list[Block]) -> list[Block]:
    """Tell numbered paragraphs (`12. The Forum ...`) from numbered items.

    A run is a counting-on of decimal markers such as `1.`, `2.`, `3.`. It numbers paragraphs where other text or a
    heading stands between its members, or where most of them are long prose that nothing announced (`...:`).
    """
    settled = list(blocks)
    for run in _decimal_runs(blocks):
        if _numbers_paragraphs(run, blocks):
            for index in run:
                settled[index] = replace(blocks[index], kind=Kind.PARAGRAPH, level=0)
    return settled


def _decimal_runs(blocks: list[Block]) -> Iterator[list[int]]:
    """Indices of blocks whose plain decimal markers count on, in document order."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is not Kind.ITEM or block.level > 1 or not re.fullmatch(r"\d{1,3}[.)]", block.marker):
            continue
        if run and int(block.marker[:-1]) != int(blocks[run[-1]].marker[:-1]) + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _numbers_paragraphs(run: list[int], blocks: list[Block]) -> bool:
    members = set(run)
    between = (blocks[index] for index in range(run[0], run[-1]) if index not in members)
    if any(block.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.TABLE, Kind.FIELD) for block in between):
        return True
    if run[0] > 0 and blocks[run[0] - 1].text.endswith(":"):
        return False
    long = sum(len(blocks[index].text) >= LONG_PROSE for index in run)
    if len(run) > 1:
        return 2 * long > len(run)
    neighbours = blocks[max(run[0] - 1, 0) : run[0] + 2]
    return bool(long) or sum(block.kind is Kind.ITEM for block in neighbours) == 1
