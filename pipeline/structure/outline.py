"""Blocks under their headings: the outline of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.model import Block, Document, Kind
from pipeline.structure import cues
from pipeline.structure.roles import Role, is_role_alone, role_of
from pipeline.text.enumeration import follows

UNMARKED = 50  # level of a line that only looks like a heading
BODY = (Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE, Kind.FIELD)


@dataclass(frozen=True)
class Place:
    """A body block and what stands above it."""

    block: Block
    headings: tuple[Block, ...] = ()  # outermost first, the document's title left out
    lead: Block | None = None  # the sentence that leads into the list it belongs to
    in_list: bool = False
    label: str = ""  # with which the paragraph itself begins, `Goal: ...`

    @property
    def section(self) -> str:
        """The heading path as published."""
        return " > ".join(title(h) for h in self.headings)

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles of what stands above it, the nearest first: lead-in, then headings from the innermost."""
        found = [role_of(self.label)] if self.label else []
        found += [lead_role(self.lead.text)] if self.lead is not None and self.in_list else []
        found += [role_of(h.text) for h in reversed(self.headings)]
        return tuple(r for r in found if r is not None)


def lead_role(text: str) -> Role | None:
    """The role of a sentence that leads into a list: its last words say most."""
    last = re.split(r"(?<=[.!?])\s+", text.strip())[-1]
    tail = last[-70:].partition(" ")[2] if len(last) > 70 else last
    return next((r for r in (role_of(tail), role_of(last)) if r is not None and _may_lead(r, last)), None)


def _may_lead(role: Role, sentence: str) -> bool:
    """Whether a role that keeps nothing may come from a lead-in: delegates who adopt a text are no list of people."""
    if role.kind != "none" or role.id == "topics":
        return True
    return len(sentence.split()) <= 8 and not (cues.FINDING.search(sentence) or cues.NORM.search(sentence))


def title(block: Block) -> str:
    """A heading with its number, as printed."""
    return f"{block.marker} {block.text}".strip()


def places(document: Document) -> list[Place]:
    """The body of a document: each block that is no heading, furniture, footnote or caption, with what is above it."""
    found: list[Place] = []
    path: list[Block] = []
    filled = {block.frame for block in document.blocks if block.kind in BODY}
    lead: Block | None = None
    outer = ""  # number of the last numbered paragraph that is no item of a list
    frame = 0
    for index, block in enumerate(document.blocks):
        if block.frame and block.frame not in filled:  # a box that holds a heading only is its background
            block = replace(block, frame=0)
        if block.kind is Kind.TITLE:
            path, lead = [], None
        elif block.kind is Kind.HEADING or _stands_for_heading(block, document.blocks, index):
            path = [h for h in path if _level(h) < _level(block) and not (h.frame and h.frame != block.frame)] + [block]
            lead = None
        elif block.kind in BODY:
            if frame and block.frame != frame:  # a box ends: its headings are its own
                path = [h for h in path if h.frame != frame]
            series = follows(block.marker, outer)
            item = (block.kind is Kind.ITEM or _is_numbered(block)) and not series
            listing = item and lead is not None
            if not item and block.kind in (Kind.PARAGRAPH, Kind.ITEM):
                lead = block if leads_in(block.text) else None
            if block.marker and not listing:
                outer = block.marker
            found.append(Place(block, tuple(path), lead if listing or leads_to_rows(lead, block) else None, listing))
            if item and block.text.endswith(":"):
                lead = block
        frame = block.frame if block.kind in (*BODY, Kind.HEADING, Kind.TITLE) else frame
    return found


def _stands_for_heading(block: Block, blocks: Sequence[Block], index: int) -> bool:
    """Whether a short line that no style marks as a heading is one: bold, or the first of a box and of a known role."""
    words = len(block.text.split())
    if block.kind is not Kind.PARAGRAPH or block.marker or not 0 < words <= 14 or re.search(r"[.;,?!]$", block.text):
        return False
    following = next((b for b in blocks[index + 1 : index + 3] if b.kind is not Kind.FURNITURE), None)
    if following is None or following.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE):
        return False
    if (
        words <= 4
        and is_role_alone(block.text)
        and following.kind is not Kind.TABLE
        and len(following.text) > len(block.text)
    ):
        return True
    opens_box = block.frame > 0 and (index == 0 or blocks[index - 1].frame != block.frame)
    if block.bold:
        return not (following.bold and following.kind is Kind.PARAGRAPH and len(following.text.split()) <= 14)
    return words <= 8 and opens_box and following.frame == block.frame and len(following.text) > len(block.text)


def leads_to_rows(lead: Block | None, block: Block) -> bool:
    """Whether a sentence leads into a table."""
    return lead is not None and block.kind is Kind.TABLE


def _level(block: Block) -> int:
    """The level of a heading; one inside a box is below all that are outside, an unmarked one below marked ones."""
    return (block.level or UNMARKED) + (100 if block.frame else 0)


def _is_numbered(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and bool(block.marker) and len(block.text) < 300


def leads_in(text: str) -> bool:
    """Whether a paragraph leads into a list: it ends in a colon, or announces what follows."""
    tail = text[-160:]
    return text.rstrip().endswith((":", ":-")) or bool(re.search(r"\bthe following\b[^.]{0,120}[.:”\"]?$", tail, re.I))


def is_lead_only(text: str) -> bool:
    """Whether a paragraph says nothing but that a list follows: one sentence that ends in a colon."""
    stripped = text.strip()
    if not leads_in(stripped):
        return False
    return not re.search(r"[.!?]['”\")]?\s+[A-Z“\"]", stripped[:-1])


def grouped(places: Sequence[Place]) -> Iterator[tuple[tuple[Block, ...], list[Place]]]:
    """Runs of blocks under the same headings, in order."""
    run: list[Place] = []
    for place in places:
        if run and run[-1].headings != place.headings:
            yield run[-1].headings, run
            run = []
        run.append(place)
    if run:
        yield run[-1].headings, run
