"""RapidOCR, which finds lines of text in a picture and reads them: loaded once per process, on one thread.

Its models (PP-OCRv6 small, Apache 2.0) lie in its wheel, so that nothing is fetched. Measured on rendered pages with
noise, at 200 dots per inch: squeezing a page to 0.8 of its width costs no more than 0.1 % of the characters and saves a
fifth of the time, since time grows with the length of lines; 0.6 would lose 0.9 %. Finding lines in a smaller picture
costs nothing and saves a third. One line at a time is faster than six of unlike length.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from pipeline.extract.ocr.picture import Grey

SQUEEZE = 0.8
LONGEST_SIDE = 1_280  # dots of the picture in which lines are looked for
SHORTEST_SIDE = 32  # dots: less is padded
LEAST_SCORE = 0.5  # a line read with less is no text
SETTINGS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 20_000,
    "Global.text_score": 0.0,  # judged here
    "Global.return_word_box": True,
    "Det.limit_type": "max",
    "Det.limit_side_len": LONGEST_SIDE,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class Line(NamedTuple):
    """A line of text as read; coordinates in dots."""

    text: str
    score: float  # 0 to 1
    x0: float
    top: float
    x1: float
    bottom: float
    words: tuple[tuple[str, float, float], ...] = ()  # with left and right; their places are rough


@cache
def _engine() -> Any:
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    return RapidOCR(params=SETTINGS)


def read_lines(grey: Grey) -> list[Line]:
    """The lines of a level picture, top down. Raises MemoryError."""
    import cv2

    squeezed = cv2.resize(grey, None, fx=SQUEEZE, fy=1.0, interpolation=cv2.INTER_AREA)
    height, width = squeezed.shape
    pad = ((0, max(SHORTEST_SIDE - height, 0)), (0, max(SHORTEST_SIDE - width, 0)))
    squeezed = np.pad(squeezed, pad, constant_values=255)
    found = _run(np.repeat(squeezed[:, :, None], 3, axis=2))
    if found is None or found.boxes is None or found.txts is None:
        return []
    words = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
    lines = [_line(*parts) for parts in zip(found.txts, found.scores, found.boxes.tolist(), words, strict=True)]
    return [line for line in lines if line.score >= LEAST_SCORE and line.text]


def _run(picture: Any) -> Any:
    """What the engine says; onnxruntime tells of too little memory in an error of its own."""
    from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException

    try:
        return _engine()(picture, use_det=True, use_cls=False, use_rec=True)
    except RuntimeException as error:
        if "alloc" in str(error).lower():
            raise MemoryError(str(error)[:200]) from error
        raise


def _line(text: str, score: float, corners: list[list[float]], words: Any) -> Line:
    xs, ys = [x / SQUEEZE for x, _ in corners], [y for _, y in corners]
    placed = tuple(
        (str(word), min(x for x, _ in box) / SQUEEZE, max(x for x, _ in box) / SQUEEZE) for word, _, box in words if box
    )
    return Line(" ".join(text.split()), float(score), min(xs), min(ys), max(xs), max(ys), placed)
