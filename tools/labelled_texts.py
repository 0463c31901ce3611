"""Texts of our own with a label on each statement, as `bench/data/labelled` holds them, to learn from.

The first line names the genre. Of the others, `! kind/other kind | themes | defensible themes | line` is a statement;
`? line` is one of which two careful people would think differently; any other line is none. A line begins with `#`,
`##`, `-`, `1.`, or is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(r"(?P<marks>#{1,6}|-|\d{1,2}\.)\s+(?P<text>.*)")


@dataclass(frozen=True)
class Line:
    """One line: its mark (`#`, `##`, `-`, `1.`, or nothing for a paragraph), and what its label says."""

    marks: str
    text: str
    kinds: tuple[str, ...] = ()  # the first is meant, the others are defensible; none where it is no statement
    themes: frozenset[str] = frozenset()
    defensible: frozenset[str] = frozenset()
    doubtful: bool = False

    @property
    def level(self) -> int:
        """1 for the title, 2 for a heading, 3 for one below it; 0 for any other line."""
        return len(self.marks) if self.marks.startswith("#") else 0


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of a text but the first."""
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()[1:]):
        if line.startswith("! "):
            kinds, themes, defensible, rest = (part.strip() for part in line[2:].split("|", 3))
            marks, text = _parted(rest)
            yield Line(marks, text, tuple(kinds.split("/")), _ids(themes), _ids(defensible))
        else:
            marks, text = _parted(line.removeprefix("? ").strip())
            yield Line(marks, text, doubtful=line.startswith("? "))


def _parted(line: str) -> tuple[str, str]:
    found = _LINE.fullmatch(line)
    return (found["marks"], found["text"]) if found else ("", line)


def _ids(said: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in said.split(","))))
