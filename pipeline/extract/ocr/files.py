"""A picture that is a file of its own: it becomes a PDF with a picture on each page, and is read as one."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from pipeline.errors import DocumentError
from pipeline.extract.ocr.picture import MOST_PIXELS
from pipeline.extract.pdf import See, read_pdf
from pipeline.model import Document

FORMATS = ("PNG", "JPEG", "TIFF")
STARTS = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"II": "image/tiff", b"MM": "image/tiff"}
MOST_PAGES = 200  # of a TIFF
USUAL_WIDTH = 8.27  # inches, of A4: where a file does not say how large its picture is on paper
PAPER = (110.0, 1_200.0)  # dots per inch of scanners; what a file says outside of these is about screens


def read_picture(content: bytes, digest: str, see: See | None) -> Document:
    """Read the pages of a PNG, JPEG or TIFF file; places are those on paper of the size that the file says.

    Raises DocumentError: no-text (there is none, or nobody to see it), corrupt or too-large.
    """
    if see is None:
        raise DocumentError("no-text", "it is a picture")
    made, whole = as_pdf(content)
    document = read_pdf(made, digest, see)
    media_type = next(kind for start, kind in STARTS.items() if content.startswith(start))
    notes = document.notes if whole else (f"The first {MOST_PAGES} pages of the file were read.", *document.notes)
    return replace(document, media_type=media_type, title="", properties={}, notes=notes)


def as_pdf(content: bytes) -> tuple[bytes, bool]:
    """The pages of a PNG, JPEG or TIFF file as a PDF, and whether those are all.

    A JPEG of over 40 million dots, as phones make them, is unpacked to a half, a quarter or an eighth of its sides.
    Raises DocumentError: corrupt, or too-large (over 40 million dots in another format).
    """
    from PIL import Image, UnidentifiedImageError

    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # what is too large is refused here
            dpi = _dpi(image) / _shrunk(image)
            pages = _pages(image)
            whole = getattr(image, "n_frames", 1) <= MOST_PAGES
            next(pages).save(out, "PDF", resolution=dpi, quality=95, save_all=True, append_images=pages)
    except Image.DecompressionBombError as error:
        raise DocumentError("too-large", "a picture of very many dots") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DocumentError("corrupt", f"the picture cannot be opened: {type(error).__name__}") from error
    return out.getvalue(), whole


def _shrunk(image: Any) -> int:
    """Have a very large JPEG unpacked smaller; how many times."""
    width, height = image.size
    times = next((n for n in (1, 2, 4, 8) if width * height <= n * n * MOST_PIXELS), 1)
    if times == 1 or image.format != "JPEG":
        return 1
    image.draft("L", (width // times, height // times))
    return int(max(round(width / image.width), 1))


def _pages(image: Any) -> Iterator[Any]:
    """Each page of a file, grey, the way up that the camera says."""
    from PIL import ImageOps, ImageSequence

    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= MOST_PAGES:
            return
        if frame.width * frame.height > MOST_PIXELS:
            raise DocumentError("too-large", f"a picture of {frame.width} by {frame.height} dots")
        yield ImageOps.exif_transpose(_on_white(frame)).convert("L")


def _on_white(frame: Any) -> Any:
    """A picture without transparency: what is clear is paper."""
    from PIL import Image

    if not frame.has_transparency_data:
        return frame
    clear = frame.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper


def _dpi(image: Any) -> float:
    """Dots per inch: as the file says, else as if it were a page of A4."""
    said = float(image.info.get("dpi", (0, 0))[0])
    return said if PAPER[0] <= said <= PAPER[1] else max(min(image.size) / USUAL_WIDTH, 1.0)
