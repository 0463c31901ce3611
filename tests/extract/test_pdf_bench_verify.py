"""Quotes held against their sources: what stands holds, what was changed is found."""

import csv
import hashlib
import json

import pytest
from pdf_builder import pdf, text

from pipeline.extract.pdf import read_pdf
from pipeline.show import draw_pages
from pipeline.verify import verify

LINES = ("Cities should light all stops before winter comes.", "Night buses run on every main road of the city.")


def release(tmp_path, *, quote=LINES[0], shift=0, box=None, source=None):
    """A dataset of one document and one statement, and the folder of its source."""
    content = pdf([text(72, 100, LINES[0]), text(72, 300, LINES[1])])
    digest = hashlib.sha256(content).hexdigest()
    document = read_pdf(content, digest)
    block = document.blocks[0]
    folder, sources = tmp_path / "dataset", tmp_path / "in"
    (folder / "text").mkdir(parents=True)
    sources.mkdir()
    (sources / "any name.pdf").write_bytes(content if source is None else source)
    (folder / "text" / "d-1.txt").write_text(document.text(), encoding="utf-8")
    place = block.where[0].box
    row = {
        "insight_id": "i-1",
        "document_id": "d-1",
        "text": quote,
        "text_as_printed": "",
        "review": "none",
        "page": 1,
        "page_end": 1,
        "bbox": json.dumps(box or [place.x0, place.top, place.x1, place.bottom]),
        "char_start": shift,
        "char_end": len(block.text) + shift,
    }
    write(folder / "insights.csv", row)
    write(folder / "documents.csv", {"document_id": "d-1", "sha256": digest, "file_name": "stops.pdf"})
    return folder, sources


def write(path, row):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row)


def test_a_statement_that_stands_where_it_ought_to_holds(tmp_path):
    report = verify(*release(tmp_path))
    assert (report.insights, report.held, report.failures) == (1, 1, [])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": "Cities should light no stops before winter comes."}, "read otherwise"),
        ({"shift": 3}, "read otherwise"),
        ({"box": [72, 300, 400, 312]}, "other words in its box"),
    ],
)
def test_a_statement_that_was_changed_is_found(tmp_path, changed, why):
    (failure,) = verify(*release(tmp_path, **changed)).failures
    assert why in failure.why


def test_a_statement_whose_source_is_not_at_hand_is_said_to_be_unchecked(tmp_path):
    report = verify(*release(tmp_path, source=b"another file"))
    assert (report.held, len(report.unchecked), report.all_hold) == (0, 1, True)


def test_each_page_is_drawn(tmp_path):
    _, sources = release(tmp_path)
    (picture,) = draw_pages(sources / "any name.pdf", tmp_path / "pages")
    assert picture.read_bytes().startswith(b"\x89PNG")
