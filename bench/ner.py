"""Measure people and places on sentences that others annotated, beside plain spaCy in the same run.

    python bench/ner.py FILE        FILE: CoNLL columns, word and tag (B-PER, I-LOC ...), a blank line after a sentence

A name counts where it overlaps one of the gold, one to one; a place inside an organisation's name is right by our guide
and neither wanted nor wrong here. Documents of a language model's training kind are prose; government reports are full
of headings, tables and addresses, where plain models take capitals for names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.model import Block, Document, Kind, Record
from pipeline.tag import is_place
from pipeline.tag.cities import tag_places
from pipeline.tag.nlp import load_model
from pipeline.tag.people import tag_people

Span = tuple[int, int, int]
"""Block, start, end."""


def main(arguments: Sequence[str]) -> int:
    """Print precision, recall and F of both for people and places."""
    texts, gold = [], {"PER": [], "LOC": [], "ORG": []}
    for number, (text, entities) in enumerate(sentences(Path(arguments[0]))):
        texts.append(text)
        for label, start, end in entities:
            gold.setdefault(label, []).append((number, start, end))
    model = dict(enumerate(load_model().entities(texts)))
    ours = tagged(texts, model)
    plain = {
        "PER": [(n, a, b) for n, found in model.items() for a, b, label in found if label == "PERSON"],
        "LOC": [(n, a, b) for n, found in model.items() for a, b, label in found if label in ("GPE", "LOC")],
    }
    for kind, aside in (("PER", []), ("LOC", gold["ORG"])):
        for name, found in (("plain spaCy", plain[kind]), ("ours", ours[kind])):
            print(f"{kind} {name:12s} {figures(found, gold[kind], aside)}")
    return 0


def sentences(path: Path) -> Iterator[tuple[str, list[tuple[str, int, int]]]]:
    """Text and entities (label, start, end) of each sentence."""
    words: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.strip():
            words.append(line.rsplit(maxsplit=1))
        elif words:
            yield joined(words)
            words = []


def joined(words: Sequence[Sequence[str]]) -> tuple[str, list[tuple[str, int, int]]]:
    """Words with tags as one text with entities; commas and full stops stand at the word before."""
    text, entities = "", list[tuple[str, int, int]]()
    for row in words:
        word, tag = row[0], row[-1]
        text += word if word in (",", ".", ";", ":", ")") or not text or text.endswith("(") else f" {word}"
        start = len(text) - len(word)
        if tag.startswith("B-"):
            entities.append((tag[2:], start, len(text)))
        elif tag.startswith("I-") and entities and entities[-1][0] == tag[2:]:
            entities[-1] = (tag[2:], entities[-1][1], len(text))
    return text, entities


def tagged(texts: Sequence[str], model: dict[int, list[tuple[int, int, str]]]) -> dict[str, list[Span]]:
    """People and places by our own rules and the same model."""
    blocks = tuple(Block(number=n, kind=Kind.PARAGRAPH, text=text) for n, text in enumerate(texts))
    document = Document(digest="0" * 64, media_type="text/plain", blocks=blocks)
    people = tag_people(document, Record(genre="other", confidence=1.0), model, is_place)
    spans = [(s.block, s.start, s.end) for person in people for s in person.spans]
    taken: dict[int, list[tuple[int, int]]] = {}
    for block, start, end in spans:
        taken.setdefault(block, []).append((start, end))
    gpe = {n: [(a, b) for a, b, label in found if label in ("GPE", "LOC")] for n, found in model.items()}
    places = tag_places(document, taken, gpe)
    return {"PER": spans, "LOC": [(m.span.block, m.span.start, m.span.end) for m in places]}


def figures(found: Sequence[Span], gold: Sequence[Span], aside: Sequence[Span]) -> str:
    """Precision, recall and F by overlap; what lies in `aside` is not counted."""
    beside = _by_block(aside)
    counted = [f for f in found if not any(f[1] < e and s < f[2] for s, e in beside.get(f[0], ()))]
    left = _by_block(gold)
    hits = 0
    for block, start, end in counted:
        match = next((g for g in left.get(block, ()) if start < g[1] and g[0] < end), None)
        if match:
            left[block].remove(match)
            hits += 1
    precision, recall = hits / max(len(counted), 1), hits / max(len(gold), 1)
    return f"P {precision:.3f} R {recall:.3f} F {2 * hits / (len(counted) + len(gold)):.3f}"


def _by_block(spans: Sequence[Span]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for block, start, end in spans:
        found.setdefault(block, []).append((start, end))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
