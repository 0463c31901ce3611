"""Pictures that came as files of their own: which look like a page with writing on it, and may be a form or report.

A phone's picture of a form is a document, one of the meeting room is none. Seen from afar, a page is light paper, evenly
lit from one hand's breadth to the next, with small dark signs on much of it; a photograph has no paper, a logo no signs.
Whether words can be read on it, only reading tells. The figures come from own renderings of pages (scans of 75 to 300
dots per inch, photographed aslant in a shadow), against 25 photographs, micrographs and drawings.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # numpy takes a tenth of a second to import, which most files do not need
    import numpy as np
    from numpy.typing import NDArray

READ = frozenset({"image/png", "image/jpeg", "image/tiff"})
FORMATS = ("PNG", "JPEG", "TIFF")
NOT_READ = "A picture in a format that is not read; PNG, JPEG, TIFF and PDF are."
SHORTEST, LONGEST = 600, 800  # dots: a page of A4 has 620 by 877 at 75 dots per inch, and is hard to read at fewer
MOST_DOTS = 200_000_000  # of a picture that is looked at: phones make them of 108 million
AFAR = 1_000  # dots of the longer side as it is looked at: small letters of A4 are five dots high
PATCH = 25  # dots: a line or two of text
EVEN = 0.1  # of the ground's tone: what differs by less is ground
LIGHT = 0.45  # times the lightest ground of the picture: paper in a shadow has more
PAPER = 0.55  # share of patches that are light ground, with or without signs
SHEET = 1_000  # dots: the shorter side of a sheet scanned at 120 dots per inch
SHAPES = (1.26, 1.32), (1.38, 1.45)  # the longer side to the shorter: Letter; A4. Photographs have 1.33 and 1.5
BARE = 0.9  # share of patches that are paper, of a sheet on which little stands, as on a form not filled in
FEW_LINES = 2  # pairs of patches that bear signs, of such a sheet: a heading and a label
LINES = 10  # pairs of patches side by side that bear signs: one line of text has more
INK = 0.62  # of the ground's tone: so dark are signs; what a photograph of things has is paler
SIGNS = (0.02, 0.55)  # share of a patch that is dark, where something is written
CHANGES = 1.5  # times per row of such a patch that dark and light follow each other


def why_no_page(content: bytes) -> str:
    """Why a PNG, JPEG or TIFF file is no picture of a page, as a sentence; empty where it may be one.

    What cannot be opened is left to the reader, who says what is wrong with it.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage in what a file says of itself
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _why_no_page(image)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return ""


def _why_no_page(image: Any) -> str:
    if min(image.size) < SHORTEST or max(image.size) < LONGEST:
        return f"A picture of {image.width} by {image.height} dots, too small for a page that can be read."
    if image.width * image.height > MOST_DOTS:
        return ""
    shape = max(image.size) / min(image.size)
    sheet = min(image.size) >= SHEET and any(low <= shape <= high for low, high in SHAPES)
    if not _looks_written(_from_afar(image), sheet=sheet):
        return "A picture that does not look like a page with writing on it."
    return ""


def _from_afar(image: Any) -> NDArray[np.float32]:
    """A picture in grey, made small."""
    import numpy as np

    image.draft("L", (AFAR, AFAR))  # a JPEG is unpacked no larger than need be
    image.thumbnail((AFAR, AFAR), reducing_gap=2.0)
    return np.asarray(_on_white(image).convert("L"), np.float32)


def _on_white(image: Any) -> Any:
    """A picture without transparency: what is clear is paper."""
    from PIL import Image

    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper


def _looks_written(grey: NDArray[np.float32], *, sheet: bool) -> bool:
    """Whether most patches of a picture are paper, and enough of them bear signs: few of a whole sheet of paper."""
    import numpy as np

    down, across = (side // PATCH for side in grey.shape)
    whole = grey[: down * PATCH, : across * PATCH]
    patches = whole.reshape(down, PATCH, across, PATCH).swapaxes(1, 2).reshape(-1, PATCH, PATCH)
    ground = np.percentile(patches, 75, axis=(1, 2))
    tone = patches / np.maximum(ground, 1.0)[:, None, None]
    light = ground >= LIGHT * np.percentile(ground, 95)
    even = (np.abs(tone - 1) < EVEN).mean(axis=(1, 2)) >= 1 - SIGNS[1]
    dark = tone < 1 - 2 * EVEN
    changes = (dark[:, :, 1:] != dark[:, :, :-1]).sum(axis=2).mean(axis=1)
    share = dark.mean(axis=(1, 2))
    black = np.percentile(tone, 5, axis=(1, 2)) <= INK
    written = light & even & black & (share >= SIGNS[0]) & (share <= SIGNS[1]) & (changes >= CHANGES)
    words = written.reshape(down, across)
    paper, lines = float((light & even).mean()), int((words[:, 1:] & words[:, :-1]).sum())
    return paper >= PAPER and lines >= (FEW_LINES if sheet and paper >= BARE else LINES)
