"""Statements of scanned documents are held against what the same reading finds in their sources again."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

from pipeline import flow
from pipeline.config import EngineSettings, Settings
from pipeline.errors import ConfigError
from pipeline.extract.ocr import probe
from pipeline.extract.settings import ExtractSettings
from pipeline.load import LoadSettings
from pipeline.show import draw_pages
from pipeline.verify import verify

pytestmark = pytest.mark.skipif(not probe.version(), reason="the extra `ocr` is not installed")

WORDS = (
    ("Lessons from the night buses of Kisumu", 18),
    ("What we learnt", 14),
    ("1. Drivers know best where people wait after midnight and should be asked first.", 11),
    ("2. Street lights must be repaired within a week, or passengers stay away.", 11),
    ("3. The city should publish the times of all night buses at each stop.", 11),
)


def form(kind: str) -> bytes:
    """A page with a few lessons as a scanned PDF or a picture's file."""
    from ocr import scanned
    from pypdfium2 import PdfDocument
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for line, (words, size) in enumerate(WORDS):
        canvas.setFont("Helvetica-Bold" if size > 11 else "Helvetica", size)
        canvas.drawString(72, 760 - 40 * line, words)
    canvas.save()
    if kind == "pdf":
        return scanned(out.getvalue(), 200, 0.5, 8)
    picture = io.BytesIO()
    PdfDocument(out.getvalue())[0].render(scale=150 / 72).to_pil().save(picture, kind, dpi=(150, 150))
    return picture.getvalue()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a scan, drawn more coarsely than is usual."""
    folder = tmp_path_factory.mktemp("scans")
    (folder / "in").mkdir()
    (folder / "in" / "lessons.pdf").write_bytes(form("pdf"))
    settings = Settings(
        out=folder / "out",
        engine=EngineSettings(workers=1),
        extract=ExtractSettings(ocr_dpi=130),
        load=LoadSettings(pictures=False),
    )
    flow.run([folder / "in"], settings)
    return folder / "out"


def told(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "dataset" / "datapackage.json").read_text())["learnings:reading"]
    return found


def test_a_release_tells_how_its_scans_were_read(out):
    assert told(out) == {"ocr": True, "ocr_dpi": 130, "ocr_pages": 200, "engine": probe.version()}


def test_scans_are_read_again_as_the_run_read_them(out, monkeypatch):
    from pipeline import extract

    used: list[int] = []
    plain = extract.extract
    monkeypatch.setattr(extract, "extract", lambda item, to: (used.append(to.ocr_dpi), plain(item, to))[1])
    report = verify(out / "dataset")
    assert used == [130]
    assert report.insights >= 2
    assert (report.held, report.failures) == (report.insights, [])


def test_without_the_engine_statements_of_scans_are_not_checked_and_no_failures(out, monkeypatch):
    monkeypatch.setattr(probe, "version", lambda: "")
    report = verify(out / "dataset")
    assert (report.held, report.failures, report.all_hold) == (0, [], True)
    assert len(report.unreadable) == report.insights
    assert any("extra `ocr`" in line and "lessons.pdf" in line for line in report.lines())


def changed(out: Path, tmp_path: Path, **reading: Any) -> Path:
    """The dataset of a run whose text is another, as if another engine had read it."""
    import shutil

    folder = tmp_path / "dataset"
    shutil.copytree((out / "dataset").resolve(), folder, symlinks=False)
    folder.chmod(0o700)
    (text,) = (folder / "text").iterdir()
    for path, find, put in ((text, "midnight", "midday's"), (folder / "insights.csv", "midnight", "midday's")):
        path.chmod(0o600)
        path.write_text(path.read_text(encoding="utf-8").replace(find, put), encoding="utf-8")
    package = folder / "datapackage.json"
    package.chmod(0o600)
    about = json.loads(package.read_text())
    about["learnings:reading"] |= reading
    package.write_text(json.dumps(about))
    return folder


def test_a_statement_that_another_engine_read_otherwise_says_so(out, tmp_path):
    folder = changed(out, tmp_path, engine="rapidocr 1.0.0")
    (failure,) = verify(folder, catalogue=out / "catalogue.sqlite").failures
    assert "has another text there (it was read by rapidocr 1.0.0, and again by rapidocr" in failure.why


def test_a_reading_that_cannot_be_is_a_sentence(out, tmp_path):
    with pytest.raises(ConfigError, match="reading that cannot be"):
        verify(changed(out, tmp_path, ocr_dpi=9_000), catalogue=out / "catalogue.sqlite")


def test_another_way_of_reading_makes_another_release(out):
    from pipeline.load import identity
    from pipeline.model.dataset import Dataset

    one, two = (
        identity.beside(Dataset(tables={}), lambda _: {}, None, reading)
        for reading in (told(out), {**told(out), "ocr_dpi": 200})
    )
    assert one != two


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pages_of_pictures_are_drawn_with_their_blocks(kind, tmp_path):
    from PIL import Image

    file = tmp_path / f"lessons.{kind.lower()}"
    file.write_bytes(form(kind))
    (drawn,) = draw_pages(file, tmp_path / "pages")
    colours = Image.open(drawn).convert("RGB").getcolors(1 << 24)
    assert (0xB0, 0x00, 0x20) in {colour for _, colour in colours or ()}  # the frame of its title


def test_what_has_no_pages_is_not_drawn(tmp_path):
    (tmp_path / "a.txt").write_text("Night buses run on every main road of the city.")
    with pytest.raises(ConfigError, match="has no pages"):
        draw_pages(tmp_path / "a.txt", tmp_path / "pages")


def test_settings_of_today_are_taken_where_a_release_tells_nothing():
    from pipeline import extract

    assert extract.as_told({}) == (ExtractSettings(), "")
    settings = replace(ExtractSettings(), ocr_pages=3)
    assert extract.as_told(extract.told(settings)) == (settings, probe.version())
