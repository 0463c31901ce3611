"""Which language a document is in."""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.model import Document, Kind

LONG_ENOUGH = 200  # characters: lists and headings mislead every detector (FACTS, NLP)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def language_of(document: Document) -> str:
    """ISO 639-1 code by the running text, empty where there is too little of it."""
    prose = [b.text for b in document.blocks if b.kind in (Kind.PARAGRAPH, Kind.ITEM) and len(b.text) >= LONG_ENOUGH]
    text = " ".join(prose)[:20_000] or " ".join(b.text for b in document.blocks)[:20_000]
    if len(text) < LONG_ENOUGH:
        return ""
    language, _ = _identifier().classify(text)
    return str(language)
