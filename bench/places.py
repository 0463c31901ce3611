"""Measure which cities are found: set precision, recall and F per document, as `eval/score.py` counts them.

    python bench/places.py --gold GOLD_DIR --texts DIR [--errors] [--no-names]

Takes each `NAME.txt|.html|.docx|.pdf` in DIR that has a `NAME.json` in GOLD_DIR, cuts it into blocks by simple means
of its own (so that no other room's mistakes are counted), and tags the places. The names of persons are taken from the
gold unless `--no-names`: what a perfect tagger of persons would pass on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from pipeline.model import Block, Document, Kind
from pipeline.tag.cities import tag_places
from pipeline.text import places

SAME = {  # spellings of one place: the table of eval/score.py
    "bogota d.c": "bogota", "santiago de chile": "santiago", "st. petersburg": "saint petersburg",
    "st petersburg": "saint petersburg", "bengaluru": "bangalore", "new delhi": "delhi", "greater beirut": "beirut",
    "washington, d.c": "washington", "washington d.c": "washington", "makati city": "makati", "the hague": "hague",
    "al khalil": "hebron", "nay pyi taw": "naypyidaw",
}  # fmt: skip
MARKER = re.compile(r"^\s*(?:(?:[-–•*□▪\ufffd\uf0b7]|\d{1,3}[.)]|\([ivx\d]+\))\s+){1,2}")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main() -> int:
    """Print a row per document and the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--no-names", action="store_true")
    options = parser.parse_args()
    scores = []
    for path in sorted(options.texts.iterdir()):
        gold_path = options.gold / f"{path.stem}.json"
        if gold_path.exists() and path.suffix in READERS:
            scores.append(row(path, json.loads(gold_path.read_text(encoding="utf-8")), options))
    if not scores:
        print("no document with a gold standard", file=sys.stderr)
        return 1
    print(f"{'mean':40s} {sum(s[0] for s in scores) / len(scores):.3f} {sum(s[1] for s in scores) / len(scores):.3f}")
    return 0


def row(path: Path, gold: dict, options: argparse.Namespace) -> tuple[float, float]:
    """F of cities and of countries of one document, printed."""
    document = read(path)
    taken = {} if options.no_names else names_of(document, gold)
    start = time.perf_counter()
    mentions = tag_places(document, taken, {})
    seconds = time.perf_counter() - start
    found = {
        (same(places.city(m.entity).name), places.city(m.entity).country_code)
        for m in mentions
        if m.kind == "city" and m.entity
    }
    wanted = {(same(city["name"]), city["country"]) for city in gold["cities"]}
    p, r, f = prf(found, wanted)
    countries, wanted_countries = (
        {m.entity for m in mentions if m.kind == "country"},
        {c["code"] for c in gold["countries"]},
    )
    pc, rc, fc = prf(countries, wanted_countries)
    figures = f"cities P {p:.3f} R {r:.3f} F {f:.3f}   countries P {pc:.3f} R {rc:.3f} F {fc:.3f}"
    print(f"{path.name:40s} {figures}   {seconds * 1000:.0f} ms")
    if options.errors:
        print("   missed", sorted(wanted - found), sorted(wanted_countries - countries))
        print("   extra ", sorted(found - wanted), sorted(countries - wanted_countries))
        for m in mentions:
            extra = m.kind == "city" and (
                not m.entity or (same(places.city(m.entity).name), places.city(m.entity).country_code) not in wanted
            )
            if extra or (m.kind == "country" and m.entity not in wanted_countries):
                text = document.blocks[m.span.block].text
                print(
                    "      ",
                    m.surface,
                    m.entity or m.candidates,
                    "|",
                    text[max(0, m.span.start - 50) : m.span.end + 40],
                    m.evidence,
                )
    return f, fc


def prf(found: set, wanted: set) -> tuple[float, float, float]:
    """Precision, recall, F."""
    hits = len(found & wanted)
    p = hits / len(found) if found else float(not wanted)
    r = hits / len(wanted) if wanted else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def same(name: str) -> str:
    """A city's name as eval/score.py compares it."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    bare = re.sub(r"\s+", " ", re.sub(r"[‘’`´]", "'", bare)).strip(" .;:,*'•-–")
    return SAME.get(bare, bare)


def names_of(document: Document, gold: dict) -> dict[int, list[tuple[int, int]]]:
    """Where the persons of the gold stand, by block."""
    surfaces = {
        surface for person in gold["people"] for surface in (*person["surfaces"], person["name"]) if len(surface) > 3
    }
    found = {}
    for block in document.blocks:
        spans = [m.span() for surface in surfaces for m in re.finditer(re.escape(surface), block.text)]
        if spans:
            found[block.number] = spans
    return found


def read(path: Path) -> Document:
    """A file as blocks, by the simplest means."""
    blocks = tuple(
        Block(number=number, kind=kind, text=text) for number, (kind, text) in enumerate(READERS[path.suffix](path))
    )
    return Document(digest="0" * 64, media_type="text/plain", blocks=blocks)


def read_text(path: Path) -> list[tuple[Kind, str]]:
    """Paragraphs between blank lines; an item or a short line stands alone."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252", errors="replace")
    return blocks_of(text)


def blocks_of(text: str) -> list[tuple[Kind, str]]:
    """Lines made to blocks."""
    found: list[list] = []
    fresh = True
    for line in text.splitlines():
        marked = MARKER.match(line)
        if not line.strip():
            fresh = True
        elif marked or fresh or len(found[-1][2]) < 60:
            found.append([Kind.ITEM if marked else Kind.PARAGRAPH, MARKER.sub("", line).strip(), line])
            fresh = False
        else:
            found[-1][1] += " " + line.strip()
            found[-1][2] = line
    return [(kind, re.sub(r"\s+", " ", text)) for kind, text, _ in found]


def read_html(path: Path) -> list[tuple[Kind, str]]:
    """The main text of a saved page."""
    import trafilatura

    return blocks_of(trafilatura.extract(path.read_text(encoding="utf-8", errors="replace")) or "")


def read_docx(path: Path) -> list[tuple[Kind, str]]:
    """Each paragraph of the body, footnotes left out."""
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    texts = ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    return [(Kind.PARAGRAPH, MARKER.sub("", text).strip()) for text in texts if text.strip()]


def read_pdf(path: Path) -> list[tuple[Kind, str]]:
    """The text layer in content order."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    text = "\n\n".join(page.get_textpage().get_text_range() for page in pdf)
    return blocks_of(text.replace("\ufffe", "").replace("\r", ""))


READERS = {".txt": read_text, ".html": read_html, ".docx": read_docx, ".pdf": read_pdf}


if __name__ == "__main__":
    sys.exit(main())
