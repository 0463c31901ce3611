"""Which language a document is in."""

from __future__ import annotations

from pipeline.model import Document, Kind

LONG_ENOUGH = 200  # characters: lists and headings mislead every detector (FACTS, NLP)


def language_of(document: Document) -> str:
    """ISO 639-1 code by the running text, empty where there is too little of it."""
    prose = [b.text for b in document.blocks if b.kind in (Kind.PARAGRAPH, Kind.ITEM) and len(b.text) >= LONG_ENOUGH]
    text = " ".join(prose)[:20_000] or " ".join(b.text for b in document.blocks)[:20_000]
    if len(text) < LONG_ENOUGH:
        return ""
    import py3langid

    language, _ = py3langid.classify(text)
    return str(language)
