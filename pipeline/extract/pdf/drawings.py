"""What is drawn on a page and is no text: ruled edges, filled panels, how much of it is covered by pictures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import pypdfium2.raw as pdfium

from pipeline.extract.pdf import native
from pipeline.extract.pdf.frame import Frame
from pipeline.extract.pdf.page import Edge, PageContent, Panel

MOST_EDGES = 2_000  # of one page: more than any real table, less than what makes table finding slow
MOST_OBJECTS = 20_000
DEEPEST_FORM = 40  # forms within forms (a form is a drawing that is used as a stamp): pdfium reads no more
THIN = 2.5  # points: a rectangle thinner than this is a line
MARK = 14.0  # points: a drawing no larger than this may be the mark in a tick box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_numbers, _numbers_at = native.room("f", 6)
_modes, _modes_at = native.room("i", 2)


def read_drawings(page: int, frame: Frame, content: PageContent) -> None:
    """Edges, filled panels and pictures of a page (its handle) into `content`."""
    area = 0.0
    for seen, (kind, handle, matrix) in enumerate(_objects(page, IDENTITY, 0)):
        if seen > MOST_OBJECTS or len(content.edges) > MOST_EDGES:
            content.notes.append(f"Page {content.number} is drawn from very many lines; tables may be missed.")
            content.edges = content.edges[:MOST_EDGES]
            break
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(handle, matrix, frame, content)
        else:
            x0, top, x1, bottom = frame.box(*_bounds(handle, matrix))
            width = max(min(x1, frame.width) - max(x0, 0), 0)
            area += width * max(min(bottom, frame.height) - max(top, 0), 0)
            if native.image_size(handle, _modes_at, _modes_at + 4):
                content.pixels = max(content.pixels, _modes[0] * _modes[1])
    content.pictures = min(area / max(frame.width * frame.height, 1), 1.0)


def _objects(parent: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    """Paths and pictures, those inside forms with the way to the page: kind, handle, matrix."""
    count, get = (native.form_objects, native.form_object) if depth else (native.page_objects, native.page_object)
    handles = list(map(get, repeat(parent), range(min(count(parent), MOST_OBJECTS))))
    kinds = list(map(native.object_type, handles))
    if kinds.count(pdfium.FPDF_PAGEOBJ_TEXT) == len(kinds):
        return  # as on most pages of a report
    for kind, handle in zip(kinds, handles, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            yield from _objects(handle, _product(_matrix_of(handle), matrix), depth + 1)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield kind, handle, matrix


def _matrix_of(handle: int) -> Matrix:
    if not native.object_matrix(handle, _numbers_at):
        return IDENTITY
    a, b, c, d, e, f = _numbers
    return a, b, c, d, e, f


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _bounds(handle: int, matrix: Matrix) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of an object in user space."""
    native.object_bounds(handle, _numbers_at, _numbers_at + 4, _numbers_at + 8, _numbers_at + 12)
    left, bottom, right, top = _numbers[:4]
    if matrix is IDENTITY:
        return left, bottom, right, top
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _read_path(handle: int, matrix: Matrix, frame: Frame, content: PageContent) -> None:
    x0, top, x1, bottom = frame.box(*_bounds(handle, matrix))
    if x1 - x0 < THIN and bottom - top < THIN:
        return
    if x1 - x0 < THIN or bottom - top < THIN:
        content.edges.append(Edge(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
        return
    native.path_mode(handle, _modes_at, _modes_at + 4)
    fill, stroke = _modes
    segments = native.path_segments(handle)
    small = x1 - x0 <= MARK and bottom - top <= MARK
    edges = len(content.edges)
    if stroke:
        content.edges.extend(_edges(handle, min(segments, MOST_EDGES), _product(_matrix_of(handle), matrix), frame))
    if small and (fill or len(content.edges) == edges):
        content.marks.append(Panel(x0, top, x1, bottom))
    if fill and segments <= 8:
        content.panels.append(Panel(x0, top, x1, bottom))


def _edges(handle: int, segments: int, matrix: Matrix, frame: Frame) -> Iterator[Edge]:
    """The straight upright and level strokes of a path."""
    start = last = (0.0, 0.0)
    for index in range(segments):
        segment = native.path_segment(handle, index)
        native.segment_point(segment, _numbers_at, _numbers_at + 4)
        point = _apply(matrix, _numbers[0], _numbers[1])
        kind = native.segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point, frame)
            if native.segment_close(segment):
                yield from _edge(point, start, frame)
        last = point


def _edge(one: tuple[float, float], two: tuple[float, float], frame: Frame) -> Iterator[Edge]:
    if abs(one[0] - two[0]) > 1 and abs(one[1] - two[1]) > 1:
        return
    x0, top, x1, bottom = frame.box(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    if x1 - x0 > THIN or bottom - top > THIN:
        yield Edge(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
