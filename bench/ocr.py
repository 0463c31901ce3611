#!/usr/bin/env python3
"""How well and how fast pages are read that are pictures: own documents, printed, scanned askew and with noise.

python bench/ocr.py [NAME]     renderings of bench/known.py; NAME picks. Character error, exact paragraphs, seconds a page
    --dpi 200 --skew 1 --noise 15     of the scan; the noise is the spread of 255 shades
    --tesseract                       beside it, where that program is installed (characters only)
    --errors                          what was not read as it stands
python bench/ocr.py --ticks           drawn tick boxes: how many are found, and told right
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from extract import Score, judge, known_text, read_text
from known import Rendering, renderings
from PIL import Image
from rapidfuzz.distance import Levenshtein

from pipeline.extract.ocr import Eyes
from pipeline.extract.pdf import read_pdf
from pipeline.extract.settings import ExtractSettings
from pipeline.model import Document

GOAL = 0.02  # of the characters
SHOWN = ("exact", "bullets", "headP", "headR", "cells")


def scanned(content: bytes, dpi: float, skew: float, noise: float) -> bytes:
    """A PDF as it comes back from the printer and the scanner: grey pictures, askew, on paper that is not quite white."""
    import pypdfium2

    pages = []
    for number, page in enumerate(pypdfium2.PdfDocument(content)):
        sheet = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        sheet = sheet.rotate(-skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grain = np.random.default_rng(number).normal(0, noise, (sheet.height, sheet.width))
        pages.append(Image.fromarray(np.clip(np.asarray(sheet) * 0.86 + 22 + grain, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, quality=80, save_all=True, append_images=pages[1:])
    return out.getvalue()


def read(content: bytes, dpi: int = 200) -> Document:
    return read_pdf(content, "0" * 64, Eyes(ExtractSettings(ocr_dpi=dpi), lambda _: None))


def error(known: str, found: str) -> float:
    """The share of characters that must be changed."""
    return Levenshtein.distance(known, found) / max(len(known), 1)


def by_tesseract(content: bytes, dpi: int) -> str:
    """The same pages by tesseract, drawn as we draw them."""
    import pypdfium2

    texts = []
    with tempfile.TemporaryDirectory() as folder:
        for page in pypdfium2.PdfDocument(content):
            page.render(scale=dpi / 72, grayscale=True).to_pil().save(f"{folder}/page.png", dpi=(dpi, dpi))
            done = subprocess.run(["tesseract", f"{folder}/page.png", "-"], capture_output=True, text=True, check=True)
            texts.append(done.stdout)
    return " ".join(" ".join(texts).replace("-\n", "").split())


def wanted(names: list[str]) -> Iterator[Rendering]:
    return (made for made in renderings() if not names or any(name in made.name for name in names))


def measure(options: argparse.Namespace) -> bool:
    read(scanned(next(iter(renderings())).content, 72, 0, 0))  # the engine is loaded, once per process
    total = [0.0, 0]
    print(f"{'':24} {'error':>7} {'s/page':>7} " + " ".join(f"{name:>8}" for name in SHOWN))
    for made in wanted(options.names):
        scan = scanned(made.content, options.dpi, options.skew, options.noise)
        begun = time.process_time()
        document = read(scan, options.dpi)
        seconds = (time.process_time() - begun) / (document.pages or 1)
        known = known_text(made.blocks)
        wrong = error(known, read_text(document))
        total[0] += wrong * len(known)
        total[1] += len(known)
        score: Score = judge(made, document)
        figures = " ".join(f"{_shown(score.figures.get(name)):>8}" for name in SHOWN)
        print(f"{made.name:24} {wrong:7.2%} {seconds:7.2f} {figures}", flush=True)
        if options.tesseract:
            print(f"{'  tesseract':24} {error(known, by_tesseract(scan, options.dpi)):7.2%}")
        if options.errors:
            print(*score.errors, sep="\n")
    share = total[0] / max(total[1], 1)
    print(f"{'all':24} {share:7.2%}  (goal {GOAL:.0%})")
    return share <= GOAL


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.3f}"


# --- tick boxes ------------------------------------------------------------------------------

OPTIONS = "Public transport;Waste and recycling;Housing;Water supply;Street lighting;Parks;Schools;Health;Ports;Markets"
MARKS = ("cross", "tick", "filled", "scribble")


def tick_form(size: float) -> tuple[bytes, list[bool]]:
    """A page of options with boxes of so many points, every second of which is marked by hand in some way."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out, ticked = io.BytesIO(), []
    canvas = Canvas(out, pagesize=A4)
    for number, option in enumerate(OPTIONS.split(";") * 2):
        x, y = (72, 320)[number % 2], 760 - 30 * (number // 2)
        canvas.rect(x, y, size, size)
        ticked.append(number % 3 != 1)
        if ticked[-1]:
            _mark(canvas, MARKS[number % 4], x, y, size)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(x + size + 6, y + size / 2 - 4, option)
    canvas.save()
    return out.getvalue(), ticked


def _mark(canvas: Any, mark: str, x: float, y: float, size: float) -> None:
    canvas.setLineWidth(1.2)
    if mark == "cross":
        canvas.line(x + 1, y + 1, x + size - 1, y + size - 1)
        canvas.line(x + 1, y + size - 1, x + size - 1, y + 1)
    elif mark == "tick":  # reaches out of the box, as by hand
        canvas.line(x + 2, y + size / 2, x + size / 2, y + 2)
        canvas.line(x + size / 2, y + 2, x + size + 3, y + size + 3)
    elif mark == "filled":
        canvas.rect(x + 2, y + 2, size - 4, size - 4, fill=1)
    else:
        for step in range(4):
            canvas.line(x + 1 + step * size / 5, y + 2, x + 3 + step * size / 5, y + size - 2)
    canvas.setLineWidth(1)


def ticks(options: argparse.Namespace) -> bool:
    """Boxes in the order of their options, which the known marks are held against."""
    good = True
    for size in (8.0, 10.0, 14.0):
        content, known = tick_form(size)
        text = read_text(read(scanned(content, options.dpi, options.skew, options.noise), options.dpi))
        found = [text[place - 2 : place - 1] for place in _places(text)]
        right = sum(sign == ("☒" if ticked else "☐") for sign, ticked in zip(found, known, strict=False))
        print(f"boxes of {size:g} points: {right} of {len(known)} told right")
        good = good and right == len(known)
    return good


def _places(text: str) -> list[int]:
    """Where each option stands, in the order of the form."""
    seen: dict[str, int] = {}
    places = []
    for option in OPTIONS.split(";") * 2:
        seen[option] = text.find(option, seen.get(option, -1) + 1)
        places.append(seen[option])
    return places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--skew", type=float, default=1.0)
    parser.add_argument("--noise", type=float, default=15.0)
    for flag in ("--ticks", "--errors", "--tesseract"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    if options.tesseract and not shutil.which("tesseract"):
        sys.exit("tesseract is not installed")
    sys.exit(0 if (ticks if options.ticks else measure)(options) else 1)


if __name__ == "__main__":
    main()
