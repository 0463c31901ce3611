"""The explorer is one file that shows what documents say as text, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from load_builder import DURBAN, FORM, NASTY, REPORT, changed, dataset, insight

from pipeline.load import LoadSettings, explorer, load
from pipeline.load.identity import fit
from pipeline.model.dataset import Dataset

TITLE = 'A <b>&"title" {{data}} </title>'


class Elements(HTMLParser):
    """The elements of a page, each with its attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open = ""
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in self.inside:
            self.inside[self.open][-1] += data


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("out")
    return (load(dataset(), out, LoadSettings(title=TITLE)).path / "explorer.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    return Elements(page)


@pytest.fixture(scope="module")
def content(elements: Elements) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(elements.inside["script"][0])
    return loaded


def test_it_holds_every_text_exactly(content):
    wanted = [row.text for row in fit(dataset()).rows("insights")]
    assert [row["text"] for row in content["insights"]] == wanted
    assert NASTY["script"] in wanted


def test_no_text_ends_the_element_it_stands_in(page, elements):
    kinds = [attrs.get("type") for tag, attrs in elements.elements if tag == "script"]
    assert kinds == ["application/json", "application/json", None]
    assert page.lower().count("</script") == 3
    assert page.count("<!--") == 0
    assert "<b>of</b>" not in page


def test_the_title_is_text(page, elements):
    assert elements.inside["title"] == [TITLE]
    assert "A <b>" not in page


def test_its_policy_allows_its_own_script_and_style_only(elements):
    policy = next(attrs["content"] or "" for tag, attrs in elements.elements if tag == "meta" and "http-equiv" in attrs)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for name, text in (("script-src", elements.inside["script"][2]), ("style-src", elements.inside["style"][0])):
        assert rules[name] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"


def test_it_has_no_inline_handler_no_inline_style_and_no_network(page, elements):
    for tag, attrs in elements.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], tag
        assert not attrs.get("src"), tag
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    outside = outside.replace('"http://www.w3.org/2000/svg"', "")  # the name of a kind of element, never fetched
    assert not re.search(r"https?://|url\(|@import", outside)


def test_its_script_writes_text_only():
    folder = Path(explorer.__file__).with_name("page")
    assert sorted(path.name for path in folder.glob("*.js")) == sorted(explorer.SCRIPTS)
    script = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\.cssText", script
    )


def test_things_are_referred_to_by_position(content):
    first = content["insights"][0]
    assert [content["cities"][index]["id"] for index in first["cities"]] == [DURBAN]
    assert content["documents"][first["documents"][0]]["file"] == "report.pdf"
    assert [content["people"][index]["name"] for index in first["said"]] == ["Martin Zondi", "eThekwini Municipality"]


def shown(rows: tuple[Any, ...], data: Dataset | None = None) -> list[str]:
    whole = data or dataset(insights=rows)
    return [row["text"] for row in explorer.data(whole, "", "")["insights"]]


def test_duplicates_are_folded_and_rejected_ones_left_out():
    one, two = insight(0, "Said"), insight(1, "Said too", duplicate_of="i-0000000000000000")
    assert shown((one, two, insight(2, "Wrong", review="rejected"))) == ["Said"]


def test_a_duplicate_stands_in_for_a_representative_that_is_not_shown():
    rows = (insight(0, "Old", document_id=FORM), insight(1, "New", duplicate_of="i-0000000000000000"))
    replaced = changed(dataset(insights=rows), "documents", 1, supersedes=FORM)
    assert shown(rows, replaced) == ["New"]


def test_what_only_a_folded_copy_says_is_not_shown():
    rows = (insight(0, "Copy", document_id=FORM), insight(1, "Original"))
    assert shown(rows, changed(dataset(insights=rows), "documents", 0, same_as=REPORT)) == ["Original"]


def test_an_empty_dataset_has_a_page_too():
    page = explorer.page(explorer.data(Dataset(tables={}), "Nothing", "0"))
    assert json.loads(Elements(page).inside["script"][0])["insights"] == []
