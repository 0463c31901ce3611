"""Pieces that stand on one base line, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.pdf.page import Piece

Row = Piece  # pieces on one base line that are read together, as one


def level(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that share a base line, top down, each group from left to right."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        last = groups[-1] if groups else []
        if last and abs(piece.base - last[0].base) <= 0.35 * max(piece.size, last[0].size):
            last.append(piece)
        else:
            groups.append([piece])
    return [sorted(group, key=lambda p: p.x0) for group in groups]


def row_of(pieces: Sequence[Piece]) -> Row:
    if len(pieces) == 1:
        return pieces[0]
    longest = max(pieces, key=lambda p: len(p.text))
    changed = any(p.printed for p in pieces)
    return Row(
        text=_spaced(pieces),
        x0=pieces[0].x0,
        top=min(p.top for p in pieces),
        x1=max(p.x1 for p in pieces),
        bottom=max(p.bottom for p in pieces),
        base=max(p.bottom for p in pieces) - 0.2 * longest.size,
        size=longest.size,
        bold=pieces[0].bold,
        bold_end=all(p.bold_end for p in pieces),
        hyphen=pieces[-1].hyphen,
        ends=pieces[-1].ends,
        printed=" ".join(p.printed or p.text for p in pieces) if changed else "",
    )


def _spaced(pieces: Sequence[Piece]) -> str:
    """The texts of pieces on a line, with a blank between where there is one on the page."""
    text = pieces[0].text
    for one, two in pairwise(pieces):
        touching = two.x0 - one.x1 < 0.15 * two.size and two.text[:1] in ".,;:)"
        text += two.text if touching else f" {two.text}"
    return text
