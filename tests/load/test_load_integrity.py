"""A dataset that does not hold together is told from one that does."""

from __future__ import annotations

import pytest
from load_builder import DURBAN, FORM, REPORT, changed, dataset

from pipeline.errors import LearningsError
from pipeline.load import LoadSettings, load
from pipeline.load.integrity import problems
from pipeline.model.dataset import Dataset


def test_the_sample_holds_together():
    assert problems(dataset()) == []


def test_an_empty_dataset_holds_together():
    assert problems(Dataset(tables={})) == []


@pytest.mark.parametrize(
    ("table", "values", "problem"),
    [
        ("insights", {"document_id": "d-x"}, "insights[i-0000000000000000].document_id: `d-x` is not in documents"),
        ("insights", {"city_ids": (DURBAN, "geonames:1")}, ".city_ids: `geonames:1` is not in cities"),
        ("insights", {"said_by": ("p-x",)}, ".said_by: `p-x` is not in people or organisations"),
        ("insights", {"kind": "wish"}, ".kind: `wish` is no code of this column"),
        ("insights", {"kind": ""}, ".kind: is empty"),
        ("insights", {"confidence": None}, ".confidence: is empty"),
        ("insights", {"duplicate_of": "i-x"}, ".duplicate_of: `i-x` is not in insights"),
        ("mentions", {"entity_id": "geonames:1"}, ".entity_id: `geonames:1` is not in cities"),
        ("events", {"start_date": "2013-02-30"}, ".start_date: `2013-02-30` is no date"),
        ("events", {"start_date": "2013-05"}, ".start_date: `2013-05` is no date"),
        ("events", {"event_id": ""}, "events[].event_id: is empty"),
        ("documents", {"document_id": REPORT}, f"documents[{REPORT}]: the key stands twice"),
        ("redirects", {"new_id": "p-0000000000000002"}, "redirects[p-0000000000000009]: the key stands twice"),
    ],
)
def test_it_names_what_is_wrong(table, values, problem):
    found = problems(changed(dataset(), table, 0, **values))
    assert any(problem in one for one in found), found


def test_a_text_belongs_to_a_document_and_its_id_is_a_file_name():
    found = problems(Dataset(tables=dict(dataset().tables), texts={"../x": "", FORM: ""}))
    assert found == ["text of `../x`: is not in documents", "text of `../x`: the id cannot be a file name"]


def test_a_broken_dataset_is_not_published(tmp_path):
    with pytest.raises(LearningsError, match=r"does not hold together.*`d-x` is not in documents"):
        load(changed(dataset(), "insights", 0, document_id="d-x"), tmp_path, LoadSettings())
    assert list(tmp_path.iterdir()) == []
