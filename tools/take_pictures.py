"""Take the pictures of the documentation anew: `docs/*.png`, from the samples.

    python tools/take_pictures.py

Needs Chromium, LibreOffice and the extra `serve`. Run it when the explorer, the workbook or `learnings serve` look
otherwise than before.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(ROOT / "tests" / "load"))

from chromium import Chromium  # noqa: E402  # it lies with the tests

from pipeline import flow, serve  # noqa: E402
from pipeline.config import Settings  # noqa: E402

GREY = "#8a949e"


def main() -> None:
    """Read the samples and take all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "outputs"
        flow.run([ROOT / "samples" / "inbox"], Settings(out=out))
        dataset = (out / "dataset").resolve()
        explorer(f"{(dataset / 'explorer.html').as_uri()}")
        workbook(dataset, Path(folder))
        served(dataset)
    for path in sorted(DOCS.glob("*.png")):
        smaller(path)
        print(path.relative_to(ROOT), path.stat().st_size)


def explorer(page: str) -> None:
    """The explorer: a list, a map, an opened statement, a phone in the dark."""
    with Chromium(1280, 800) as browser:

        def take(name: str, hash_: str, then: Callable[[], object] = lambda: None) -> None:
            browser.open(f"{page}#{hash_}")
            browser.until("document.querySelector('#main.ready')")
            then()
            browser.picture(DOCS / name)

        def opened() -> None:
            browser.click("article .more-of-it")
            browser.until("[...document.images].length && [...document.images].every((one) => one.complete)")
            browser.js("document.activeElement.blur()")

        take("explorer.png", "q=street&theme=youth-and-gangs")
        take("explorer-details.png", "q=tattoo", opened)
        browser.shape(1280, 900)
        take("explorer-map.png", "view=map")
        take("explorer-themes.png", "view=themes")
        browser.shape(390, 800, dark=True)
        take("explorer-phone.png", "view=map")


def workbook(dataset: Path, folder: Path) -> None:
    """The cover of the workbook and the first of its statements, below each other."""
    import pypdfium2

    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(dataset / "learnings.xlsx")], check=True, capture_output=True)
    with pypdfium2.PdfDocument(folder / "learnings.pdf") as pdf:
        pages = [pdf[number].render(scale=1.5).to_pil() for number in (0, 1)]
    width, heights = pages[0].width, (560, 560)
    picture = Image.new("RGB", (width + 32, sum(heights) + 48), GREY)
    for number, one in enumerate(pages):
        picture.paste(one.crop((0, 0, width, heights[number])), (16, 16 + number * (heights[0] + 16)))
    picture.save(DOCS / "workbook.png")


def served(dataset: Path) -> None:
    """`learnings serve` with a search."""
    told: list[str] = []
    threading.Thread(target=serve.serve, args=(dataset, 8799, False, told.append), daemon=True).start()
    while not told:
        time.sleep(0.1)
    time.sleep(1)
    with Chromium(1280, 800) as browser:
        browser.open("http://127.0.0.1:8799/learnings/statements?_search=young")
        browser.picture(DOCS / "serve.png")


def smaller(path: Path) -> None:
    """256 colours are enough for a page of text."""
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
