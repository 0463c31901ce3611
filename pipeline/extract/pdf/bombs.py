"""A look at a file's bytes before pdfium opens it: what would unpack to more than can be read is cut.

pdfium reads a page whole, and ends the process where memory runs out, so that such a page must be met beforehand.
Three ways are known: a stream packed very densely, once or twice; one that is very long; and drawings that are used
as stamps in each other, each several times ("a billion laughs").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.pdf.streams import Stream, drawings, replace, unpack

LARGE = 3_500  # bytes: a smaller packed stream cannot unpack to much, if it is packed once
SAMPLE = 1_000  # bytes of a packed stream that are unpacked at first
DENSE = 25  # times: drawings and text pack 3 to 10 times
MOST_DENSE = 4_000_000  # bytes of one stream that packs better than that
MOST_DRAWN = 16_000_000  # bytes of any other: a large map
MOST_SHOWN = 400_000  # bytes of text in one stream: twice the characters that are read of a page
MOST_STAMPED = 16_000_000  # bytes that stamps add to a page, each counted as often as it is used
DEEPEST = 40  # stamps within stamps that pdfium reads
MOST_LOOKED_FOR = 200  # dictionaries of stamps that stand by themselves
_LONGEST = 20_000  # bytes of a dictionary of stamps
_SHOWN = re.compile(rb"\((?:[^()\\]|\\.)*|<[0-9A-Fa-f\s]+", re.DOTALL)
_USE = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+Do\b")
_STAMPS = re.compile(rb"/XObject\s*(?:<<(.*?)>>|(\d{1,9})\s+\d{1,5}\s+R)", re.DOTALL)
_ENTRY = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s*(\d{1,9})\s+\d{1,5}\s+R")


def defused(content: bytes) -> tuple[bytes, list[str]]:
    """The file with what cannot be read cut out of it, and a sentence for each cut."""
    mended, notes = bytearray(content), []
    found = list(drawings(content))
    for stream in found:
        if cut := _cut(content, stream):
            data, why = cut
            replace(mended, stream, data)
            notes.append(f"A drawing {why}; the rest of it was left out.")
    forms = [stream for stream in found if stream.is_form]
    if forms:
        notes.extend(_without_laughs(content, mended, found, _Stamps(content, forms)))
    return (bytes(mended) if notes else content), notes


def _cut(content: bytes, stream: Stream) -> tuple[bytes, str] | None:
    """What is left of a stream that is too long, and why; None where it is not."""
    if stream.length < LARGE and stream.filters.count(b"FlateDecode") < 2:
        return None
    if b"ASCII85Decode" in stream.filters and stream.length * DENSE < MOST_SHOWN:
        return None  # slow to unpack, and at worst not much
    density = _density(content, stream)
    most = MOST_DENSE if density > DENSE else MOST_DRAWN
    if b"ASCII85Decode" in stream.filters and stream.length * density < MOST_SHOWN:
        return None
    if most == MOST_DRAWN and stream.length * DENSE < MOST_SHOWN and stream.filters.count(b"FlateDecode") < 2:
        return None
    data = unpack(content, stream, most + 1)
    if len(data) > MOST_SHOWN and (begun := _until_enough(data)):
        return begun, f"writes more than {MOST_SHOWN // 2:,} characters"
    return (data[:most], f"unpacks to more than {most // 1_000_000} MB") if len(data) > most else None


def _density(content: bytes, stream: Stream) -> float:
    """How much longer the beginning of a stream is when unpacked."""
    if not stream.filters:
        return 1.0
    return len(unpack(content, stream, SAMPLE * 1_100, SAMPLE)) / min(SAMPLE, stream.length)


def _until_enough(data: bytes) -> bytes:
    """A drawing up to where it has written as much as is read; empty where it does not write so much."""
    left = MOST_SHOWN
    for text in _SHOWN.finditer(data):
        if text.end() - text.start() > left:
            close = b") Tj" if text[0].startswith(b"(") else b"> Tj"
            return data[: text.start() + 1 + left // 2 * 2].rstrip(b"\\") + close
        left -= text.end() - text.start()
    return b""


class _Stamps:
    """The drawings that others use, and what each comes to with all that it uses itself."""

    def __init__(self, content: bytes, forms: Sequence[Stream]) -> None:
        self._forms = {form.number: form for form in forms}
        self._places: dict[int, int] = {}  # where objects begin that were looked for
        self._content = content
        self.named: dict[bytes, set[int]] = {}
        for name, number in self._entries(content):
            self.named.setdefault(name, set()).add(number)
        self.sizes: dict[int, int] = {}  # bytes that each comes to; one that comes to too much counts as nothing
        self._depths: dict[int, int] = {}
        self.laughs: list[Stream] = []  # those that come to too much, which are to be emptied
        self._weigh()

    def _entries(self, text: bytes) -> Iterator[tuple[bytes, int]]:
        """The names of stamps in a dictionary of resources, with the numbers of their objects."""
        for inline, number in _STAMPS.findall(text):
            place = self._place(int(number)) if number else 0
            named = self._content[place : place + _LONGEST].split(b"endobj", 1)[0] if place else inline
            yield from ((name, int(n)) for name, n in _ENTRY.findall(named) if int(n) in self._forms)

    def _place(self, number: int) -> int:
        """Where an object begins; 0 where it is not found, or too many were looked for."""
        if number not in self._places and len(self._places) < MOST_LOOKED_FOR:
            mark = b"\n%d 0 obj" % number
            self._places[number] = self._content.find(mark) + len(mark) if mark in self._content else 0
        return self._places.get(number, 0)

    def _weigh(self) -> None:
        """Find what each stamp comes to, those inside it first (without calls of itself: there may be thousands)."""
        inside: dict[int, tuple[int, Counter[bytes], dict[bytes, set[int]]]] = {}
        waiting = list(self._forms)
        while waiting:
            number = waiting[-1]
            if number not in inside:
                inside[number] = self._inside(number)
                waiting += {n for ns in inside[number][2].values() for n in ns if n not in inside}
                continue
            waiting.pop()
            if number not in self.sizes:
                self._weigh_one(number, *inside[number])

    def _inside(self, number: int) -> tuple[int, Counter[bytes], dict[bytes, set[int]]]:
        """How long a stamp's own drawing is, how often it uses which names, and what these may be."""
        form = self._forms[number]
        data = unpack(self._content, form, MOST_DENSE)
        used, own = uses(data), dict(self._entries(form.head))
        return len(data), used, {name: {own[name]} if name in own else self.named.get(name, set()) for name in used}

    def _weigh_one(self, number: int, length: int, used: Counter[bytes], named: dict[bytes, set[int]]) -> None:
        total = length + self.come_to(used, named)
        self._depths[number] = 1 + max((self._depths.get(n, 0) for ns in named.values() for n in ns), default=0)
        if total > MOST_STAMPED:
            self.laughs.append(self._forms[number])
        self.sizes[number] = 0 if total > MOST_STAMPED else total

    def come_to(self, used: Counter[bytes], named: dict[bytes, set[int]]) -> int:
        """Bytes that uses come to, by name; of several stamps with one name the largest counts.

        What is not known yet uses the drawing that is asked about: pdfium reads nothing inside itself.
        """
        return sum(
            count * max((self.sizes.get(n, 0) for n in named.get(name, ())), default=0) for name, count in used.items()
        )

    @property
    def deepest(self) -> int:
        return max(self._depths.values(), default=0)


def uses(drawing: bytes) -> Counter[bytes]:
    """How often a drawing uses which stamps."""
    return Counter(_USE.findall(drawing)) if b"Do" in drawing else Counter()


def _without_laughs(content: bytes, mended: bytearray, found: Iterable[Stream], stamps: _Stamps) -> Iterator[str]:
    """Empty the stamps and pages that come to too much by what they use, and say so."""
    largest = max(stamps.sizes.values(), default=0)
    for form in stamps.laughs:
        replace(mended, form, b"")
        yield f"A drawing comes to more than {MOST_STAMPED // 1_000_000} MB by the drawings in it; it was left out."
    if stamps.deepest > DEEPEST:
        yield f"Drawings stand in each other {stamps.deepest} deep; what is deeper than {DEEPEST} was left out."
    for stream in found if largest > SAMPLE else ():
        used = uses(unpack(content, stream, MOST_DENSE)) if not stream.is_form else Counter()
        if used and stamps.come_to(used, stamps.named) > MOST_STAMPED:
            replace(mended, stream, b"")
            yield f"A page comes to more than {MOST_STAMPED // 1_000_000} MB by the drawings in it; they were left out."
