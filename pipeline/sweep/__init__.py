"""The room that looks for what must not be in a release: every byte of every file, read with its own eyes.

It shares no code with the room `redact`: a fault there must not hide itself here.

    contents     the words of a file: text, cells, properties, metadata, raw bytes     marks    patterns, and names
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["KINDS", "Finding", "sweep", "sweep_texts"]

KINDS = ("e-mail", "phone", "number", "name")
"""What is looked for."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something that must not be there. `what` is what was found: show it to the owner only."""

    file: str  # path within the folder, or what the texts are called
    kind: str
    what: str

    def masked(self) -> str:
        """What was found with the first letter of each word only."""
        return " ".join(word[:1] + "…" for word in self.what.split()[:6])


def sweep(
    folder: Path, names: Iterable[str], kept: Iterable[str], kinds: Iterable[str] = KINDS, surnames: Iterable[str] = ()
) -> list[Finding]:
    """What is found in the files below a folder, in their names, and in what they say of themselves.

    `names` are names of people that must not be there, as they were written; `kept` names that may be, which can
    hold one of them; `surnames` words that give a person away alone. A file of a kind that cannot be read is a finding, of kind `unread`.
    """
    from pipeline.sweep import contents, marks

    looked_for = marks.Marks.of(names, kept, kinds, surnames)
    found: set[Finding] = set()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            pieces = list(contents.pieces(path, name))
        except contents.Unread as error:
            found.add(Finding(name, "unread", str(error)))
            continue
        found.update(Finding(name, kind, what) for piece in pieces for kind, what in looked_for.find(piece))
    return sorted(found)


def sweep_texts(
    texts: Iterator[str], called: str, names: Iterable[str], kept: Iterable[str], surnames: Iterable[str] = ()
) -> list[Finding]:
    """The same for texts that go elsewhere than into files, such as a database."""
    from pipeline.sweep import contents, marks

    looked_for = marks.Marks.of(names, kept, KINDS, surnames)
    pieces = (contents.Piece(text, False) for text in texts)
    return sorted({Finding(called, kind, what) for piece in pieces for kind, what in looked_for.find(piece)})
