"""What a person did: speaker, moderator, contact, author ..., by the words around the name."""

from __future__ import annotations

import re

from pipeline.tag.people.anchor import Anchor
from pipeline.text.clean import fold

_LEFT_PARTS = (
    ("moderator", re.compile(r"\b(?:moderat|chair|facilitat|led by|hosted by)[\w-]*(?:\s+\w+){0,3}\W*$", re.I)),
    (
        "author",
        re.compile(
            r"\b(?:prepared|written|compiled|drafted|edited|authored|report) by\b[^.;]{0,90}$|\bauthors?\b\W*$",
            re.I,
        ),
    ),
    (
        "contact",
        re.compile(
            r"\b(?:contact|reach|write to|e-?mail|enquir\w+|register with|call|rsvp|queries)\b[^.]{0,60}$", re.I
        ),
    ),
    (
        "contributor",
        re.compile(r"\b(?:rapporteurs?|contribut\w+|panell?ists?|discussants?)\W*(?:was|were|by)?\W*$", re.I),
    ),
    (
        "speaker",
        re.compile(
            r"\b(?:opened|closed|delivered|given|addressed|presented|welcomed) by\b[^.]{0,80}$"
            r"|\bkeynote[^.]{0,60}$|\bspeakers?\W*$",
            re.I,
        ),
    ),
)

_SPEAKS = re.compile(
    r"[^.;]{0,160}?\b(?:said|says|opened|welcomed|underlined|emphasi[sz]ed|stressed|highlighted|presented|spoke|warned|"
    r"noted|reported|recalled|described|explained|told|urged|called|addressed|offered|reminded|affirmed|added|argued|remarked|"
    r"thanked|closed|delivered|introduced|shared|pointed|observed|concluded|announced|outlined|asked)\b",
    re.I,
)

_CONTACT_NEAR = re.compile(r"[^.;]{0,80}?(?:\S@\S|\btel(?:ephone)?\b|\bphone\b|\+\d{2})", re.I)

_MODERATES = re.compile(r"\W{0,4}(?:as |\()?(?:moderat|chaired|facilitated)", re.I)

_LABELS = re.compile(
    r"\b(?:(?P<moderator>moderators?|chairs?|chaired by|facilitators?)|(?P<speaker>(?:keynote )?speakers?|presenters?)"
    r"|(?P<contributor>contributors?|rapporteurs?|panell?ists?|discussants?)"
    r"|(?P<author>authors?|(?:written|prepared) by)"
    r"|(?P<contact>contacts?(?: persons?)?))(?:\s*:|\s+(?:included|were|was)\b)",
    re.IGNORECASE,
)


def _label(left: str) -> str:
    """The part that a label gives to all names behind it in the same sentence: "Speakers: ..."."""
    sentence = re.split(r"(?<=[^\W\d_A-Z]{3})\.\s|\n", left)[-1]
    labels = [match.lastgroup or "" for match in _LABELS.finditer(sentence)]
    return labels[-1] if labels else ""


def part(text: str, anchor: Anchor) -> str:
    """Speaker, moderator, contact ...: what the words around say that the person did."""
    left, right = text[max(0, anchor.start - 120) : anchor.start], text[anchor.end : anchor.end + 220]
    title = fold(text[anchor.start : anchor.name])
    label = _label(text[max(0, anchor.start - 400) : anchor.start])
    if label:
        return label
    for part, pattern in _LEFT_PARTS:
        if pattern.search(left) or (title and pattern.search(title + " ")):
            return part
    if _MODERATES.match(right):
        return "moderator"
    if _CONTACT_NEAR.match(right):
        return "contact"
    return "speaker" if _SPEAKS.match(right) else "mentioned"
