"""A statement of a PDF has a picture of its passage; a page that cannot be drawn costs its pictures only."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline import engine, flow, pictures
from pipeline.config import EngineSettings, Settings
from pipeline.load import LoadSettings
from pipeline.model.dataset import Dataset, Documents, Insights
from pipeline.pictures import SCALE, Passage, pack, picture_task, wanted

FORUM = Path(__file__).parents[1] / "samples" / "inbox" / "kampala-streets-forum.pdf"


def drawn(*words: str, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with a page for each word, 100 points from left and bottom."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for word in words:
        canvas.drawString(100, 100, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def passage(page: int = 1, key: str = "i-1", box: tuple[float, float, float, float] = (100, 730, 200, 745)) -> Passage:
    return Passage(key=key, page=page, box=box)


def taken(content: bytes, *passages: Passage) -> dict[str, bytes]:
    found: dict[str, bytes] = msgspec.msgpack.decode(picture_task(pack(content, passages)))
    return found


def image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def test_a_picture_is_as_large_as_the_passage_and_a_little_more():
    one = image(taken(drawn("Word"), passage())["i-1"])
    assert one.size == pytest.approx((128 * SCALE, 63 * SCALE), abs=1)
    assert one.getextrema()[0] < 60  # the ink of the word


def test_the_picture_is_of_its_page():
    both = taken(drawn("Word", ""), passage(1, "i-1"), passage(2, "i-2"))
    assert image(both["i-1"]).getextrema()[0] < 60
    assert image(both["i-2"]).getextrema()[0] > 240


def test_the_same_passage_gives_the_same_bytes():
    assert taken(drawn("Word"), passage()) == taken(drawn("Word"), passage())


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"no PDF", passage()),
        (drawn("Word")[:400], passage()),
        (drawn("Word"), passage(page=2)),
        (drawn("Word"), passage(box=(100, 745, 200, 730))),
        (drawn("Word"), passage(box=(100, 730, 9_999, 745))),
        (drawn("Word", size=(14_000, 842)), passage()),
    ],
)
def test_what_cannot_be_drawn_has_no_picture(content, where):
    assert taken(content, where) == {}


def test_passages_are_taken_of_pdfs_alone():
    kinds = {"d-1": "application/pdf", "d-2": "text/plain"}
    dataset = Dataset(
        tables={
            "documents": tuple(
                Documents(document_id=k, sha256=k * 2, file_name="x", media_type=m, genre="other", genre_confidence=1.0)
                for k, m in kinds.items()
            ),
            "insights": tuple(
                Insights(
                    insight_id=f"i-{number}",
                    document_id=k,
                    event_id="",
                    section="",
                    group="plan",
                    kind="objective",
                    text="x",
                    page=p,
                    bbox=b,
                )
                for number, (k, p, b) in enumerate(
                    [("d-1", 1, (1.0, 2.0, 3.0, 4.0)), ("d-1", None, ()), ("d-2", 1, (1.0, 2.0, 3.0, 4.0))]
                )
            ),
        }
    )
    assert wanted(dataset) == {"d-1d-1": (Passage(key="i-0", page=1, box=(1.0, 2.0, 3.0, 4.0)),)}


def test_the_recipe_follows_the_passages():
    assert pictures.recipe_of([passage()]) == pictures.recipe_of([passage()]) != pictures.recipe_of([passage(2)])


# --- a whole run ------------------------------------------------------------------------------------------------------


def run(out: Path, **load: Any) -> Path:
    inbox = out.with_name(f"{out.name}-inbox")
    inbox.mkdir(exist_ok=True)
    shutil.copy(FORUM, inbox)
    settings = Settings(out=out, engine=EngineSettings(workers=1), load=LoadSettings(**load))
    flow.run([inbox], settings)
    return out / "dataset"


def shown(dataset: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    page = (dataset / "explorer.html").read_text(encoding="utf-8")
    data, coded = re.findall(r'<script type="application/json" id="\w+">(.*?)</script>', page, flags=re.S)
    return json.loads(data)["insights"], json.loads(coded)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("run") / "out")


def test_every_statement_of_a_pdf_has_its_picture(dataset):
    insights, coded = shown(dataset)
    assert {one["id"] for one in insights} == set(coded)
    assert all(base64.b64decode(picture)[8:12] == b"WEBP" for picture in coded.values())


def test_the_file_itself_can_be_opened(dataset):
    (file,) = (dataset / "files").iterdir()
    assert file.read_bytes() == FORUM.read_bytes()


def test_a_second_run_takes_no_picture_anew(dataset, monkeypatch):
    monkeypatch.setattr(pictures, "pack", lambda *_: pytest.fail("a picture was taken again"))
    before = dataset.resolve()
    assert run(dataset.parent).resolve() == before


def test_pictures_and_files_can_be_left_out(tmp_path):
    dataset = run(tmp_path / "out", pictures=False, files=False)
    insights, coded = shown(dataset)
    assert (bool(insights), coded) == (True, {})
    assert not (dataset / "files").exists()


def test_a_document_that_cannot_be_drawn_stays_in_the_dataset(tmp_path, monkeypatch):
    tasks = engine.map_tasks

    def no_pictures(function: Any, work: Any, settings: Any) -> Any:
        if function is pictures.picture_task:
            return (engine.Failure(key=task.key, kind="timed-out", detail="") for task in work)
        return tasks(function, work, settings)

    monkeypatch.setattr(engine, "map_tasks", no_pictures)
    insights, coded = shown(run(tmp_path / "out"))
    assert (bool(insights), coded) == (True, {})


def test_a_new_release_shares_the_files_of_the_one_before(dataset, tmp_path):
    out = tmp_path / "out"
    first = run(out, title="One").resolve()
    second = run(out, title="Two").resolve()
    assert first != second
    (one,), (two,) = (list((folder / "files").iterdir()) for folder in (first, second))
    assert one.samefile(two)
