"""Statements in the cells of tables: paragraphs without their numbers, several targets one by one."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.model import Block, Cell, Span
from pipeline.structure import cues
from pipeline.text.clean import squeeze
from pipeline.text.enumeration import follows

SHORTEST = 3  # words; a shorter paragraph names something and states nothing


def label_of(block: Block, cell: Cell) -> str:
    """The text of a cell on one line, without the colon that a label may end with."""
    return squeeze(block.cell_text(cell)).strip(" :")


def cell_statements(block: Block, cell: Cell) -> list[tuple[str, Span]]:
    """Each paragraph of a table's cell without its number, with its span."""
    found = []
    position = cell.start
    for part in _parts(block.text[cell.start : cell.end]):
        text, offset = _unnumbered(part.rstrip())
        for start, end in _targets(text):
            begin = position + offset + start
            found.append((text[start:end], Span(block=block.number, start=begin, end=begin + end - start)))
        position += len(part) + (
            0 if position + len(part) < cell.end and block.text[position + len(part)] != "\v" else 1
        )
    return [(t, s) for t, s in found if len(t.split()) >= SHORTEST]


def _parts(text: str) -> list[str]:
    """The paragraphs of a cell; one that goes on counting, `(3) ... (4) ...`, is cut before each number."""
    found: list[str] = []
    for paragraph in text.split("\v"):
        marks = list(re.finditer(r"(?:(?<=^)|(?<=\s))\(\d{1,2}\)\s", paragraph))
        if (
            len(marks) > 1
            and marks[0].start() == 0
            and all(follows(b.group().strip(), a.group().strip()) for a, b in pairwise(marks))
        ):
            starts = [m.start() for m in marks]
            found += [paragraph[a:b] for a, b in zip(starts, [*starts[1:], len(paragraph) + 1], strict=True)]
            found[-1] = paragraph[starts[-1] :]
        else:
            found.append(paragraph)
    return found


LIST_MARK = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-z][.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[•●▪–\-\uf0b7\ufffd*])\s+")


def _unnumbered(text: str) -> tuple[str, int]:
    found = LIST_MARK.match(text)
    return (text[found.end() :], found.end()) if found else (text, 0)


_FIGURE_NEXT = re.compile(r"(?<=\w{4}\.)\s+(?=\d[\d.,]* (?:\w+ ){2})")  # a sentence that begins with a figure


def _targets(text: str) -> list[tuple[int, int]]:
    """A cell that holds several sentences of targets is one per target; anything else stays whole."""
    parts = [p for s in cues.sentences(text) for p in _FIGURE_NEXT.split(s)]
    if len(parts) < 2 or not all(re.search(r"\d", p) for p in parts):
        return [(0, len(text))]
    spans, position = [], 0
    for part in parts:
        start = text.index(part, position)
        spans.append((start, start + len(part)))
        position = start + len(part)
    return spans
