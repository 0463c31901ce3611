"""The front door of extraction, and the language of a document."""

from __future__ import annotations

import pytest

from pipeline.errors import DocumentError
from pipeline.extract import FORMATS, extract, fingerprint
from pipeline.extract.language import language_of
from pipeline.extract.office import probe as office
from pipeline.extract.settings import ExtractSettings
from pipeline.model import Block, Document, Item, Kind, Origin

PROSE = {
    "en": "Night buses run on every main road of the city, and drivers know best where people wait after midnight in the rain. ",
    "fr": "Les bus de nuit circulent sur toutes les grandes rues de la ville, et les conducteurs savent où les gens attendent. ",
    "es": "Los autobuses nocturnos circulan por todas las calles principales de la ciudad y los conductores saben dónde esperan. ",
    "pt": "Os ônibus noturnos circulam por todas as ruas principais da cidade, e os motoristas sabem onde as pessoas esperam. ",
    "de": "Die Nachtbusse fahren auf allen großen Straßen der Stadt, und die Fahrer wissen am besten, wo die Leute warten. ",
}


def item(content: bytes, media_type: str = "text/plain") -> Item:
    return Item(
        digest="d", media_type=media_type, content=content, origins=(Origin(source="folder", locator="a", name="a"),)
    )


def paragraphs(*texts: str, kind: Kind = Kind.PARAGRAPH) -> Document:
    return Document(
        digest="d",
        media_type="text/plain",
        blocks=tuple(Block(number=n, kind=kind, text=t) for n, t in enumerate(texts)),
    )


@pytest.mark.parametrize("media_type", ["application/zip", "image/webp", ""])
def test_a_format_without_a_reader_is_refused_by_name(media_type):
    with pytest.raises(DocumentError) as refused:
        extract(item(b"x", media_type))
    assert (refused.value.reason, refused.value.detail) == ("unknown-format", media_type)


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\x0c"])
def test_a_file_without_text_is_empty(content):
    with pytest.raises(DocumentError) as refused:
        extract(item(content))
    assert refused.value.reason == "empty"


@pytest.mark.parametrize("media_type", [kind for kind in FORMATS if not kind.startswith("text/")])
def test_every_reader_refuses_noise_with_a_reason(media_type):
    with pytest.raises(DocumentError) as refused:
        extract(item(bytes(range(256)), media_type))
    assert refused.value.reason in ("corrupt", "unknown-format")


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_blocks_are_numbered_in_reading_order(media_type):
    found = extract(item(b"<p>One.</p>\n\n<p>Two.</p>", media_type))
    assert [block.number for block in found.blocks] == list(range(len(found.blocks)))


@pytest.mark.parametrize("language", PROSE)
def test_the_language_is_that_of_the_running_text(language):
    assert extract(item((PROSE[language] * 3).encode())).language == language


@pytest.mark.parametrize("language", PROSE)
def test_headings_and_tables_in_another_language_do_not_count(language):
    blocks = (
        *paragraphs(PROSE["en"] * 9, kind=Kind.HEADING).blocks,
        Block(number=1, kind=Kind.PARAGRAPH, text=PROSE[language] * 3),
    )
    assert language_of(Document(digest="d", media_type="x", blocks=blocks)) == language


@pytest.mark.parametrize("texts", [(), ("Night buses.",), ("Turin", "Lagos")])
def test_too_little_text_tells_no_language(texts):
    assert language_of(paragraphs(*texts)) == ""


# what reading depends on besides the bytes and the code


def test_the_fingerprint_follows_the_settings():
    other = ExtractSettings(ocr_dpi=300)
    assert fingerprint(ExtractSettings()) == fingerprint(ExtractSettings()) != fingerprint(other)


@pytest.mark.parametrize("tool", ["ocr", "office"])
def test_the_fingerprint_follows_the_tools_that_are_installed(monkeypatch, tool):
    without = ExtractSettings()
    monkeypatch.setattr(f"pipeline.extract.{tool}.probe.version", lambda: "one")
    first = fingerprint(without)
    monkeypatch.setattr(f"pipeline.extract.{tool}.probe.version", lambda: "two")
    assert first != fingerprint(without)


def test_an_engine_that_is_not_asked_for_does_not_matter(monkeypatch):
    off = ExtractSettings(ocr=False)
    first = fingerprint(off)
    monkeypatch.setattr("pipeline.extract.ocr.probe.version", lambda: "two")
    assert first == fingerprint(off)


def test_the_office_suite_is_told_by_its_build(tmp_path, monkeypatch):
    suite = tmp_path / "soffice"
    suite.write_text("#!/bin/sh\n")
    suite.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.program() == str(suite)
    plain = office.version()
    (tmp_path / "versionrc").write_text("[Version]\nbuildid=40(Build:2)\n")
    assert "40(Build:2)" in office.version() != plain
    suite.unlink()
    assert (office.program(), office.version()) == ("", "")
