"""The whole tag stage beside the bare language model: words per second on the same text in one run, and memory.

    python bench/tag.py [FILE OR FOLDER ...]        besides samples/inbox

CPU time of one core. The model alone is `nlp.pipe` with `ner` as its one pipe, on the texts of the same blocks that the
tag stage asks it about; words are those of all blocks, the same for both. Both are measured in turn and the least of
REPEATS rounds is taken, so that a busy machine harms neither.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import DocumentError
from pipeline.extract import extract
from pipeline.intake import identify
from pipeline.model import Document, Item, Kind, Origin, Record
from pipeline.structure import structure
from pipeline.tag import SHORTEST, is_place, tag
from pipeline.tag.nlp import load_model
from pipeline.tag.settings import TagSettings
from pipeline.tag.themes import loudest

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 5
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ASKED = (Kind.PARAGRAPH, Kind.ITEM)
GOAL_SHARE, GOAL_MEGABYTES = 0.70, 500.0
READ = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/html",
    "text/plain",
}

Read = tuple[Document, Record]


def main(arguments: Sequence[str]) -> int:
    """Print words per second of both, their share, and the peak memory; how many goals are missed."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # before numpy is loaded, which is where a model is
    read = list(documents([ROOT / "samples" / "inbox", *map(Path, arguments)]))
    words = sum(len(block.text.split()) for document, _ in read for block in document.blocks)
    alone, asked, whole = measured(read)
    print(f"{len(read)} documents, {words} words; CPU time of one core, the least of {REPEATS} rounds")
    for name, took in (("nlp.pipe, ner alone, whole text", alone), ("... what we ask it", asked), ("tag stage", whole)):
        print(f"{name:34s} {took:7.2f} s {words / took:9.0f} words/s")
    share, peak = alone / whole, peak_megabytes()
    print(f"share {share:.3f} (goal {GOAL_SHARE}){'' if share >= GOAL_SHARE else ' !'}")
    print(f"share of the model's time alone on what we ask it {asked / whole:.3f}")
    print(f"peak memory {peak:.0f} MB (goal {GOAL_MEGABYTES:.0f}){'' if peak < GOAL_MEGABYTES else ' !'}")
    return int(share < GOAL_SHARE) + int(peak >= GOAL_MEGABYTES)


def documents(paths: Sequence[Path]) -> Iterator[Read]:
    """Documents and their records, of files and of folders; mail and what cannot be read is left out."""
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            content = file.read_bytes()
            media_type = identify(content, file.name)
            if content and media_type in READ:
                origins = (Origin(source="folder", locator=str(file), name=file.name),)
                digest = hashlib.sha256(content).hexdigest()
                try:
                    document = extract(Item(digest=digest, media_type=media_type, content=content, origins=origins))
                except DocumentError:
                    continue
                yield document, structure(document)


def measured(read: Sequence[Read]) -> tuple[float, float, float]:
    """Seconds of the model on the whole text, of it on what the tag stage asks it, and of the tag stage."""
    nlp, settings = load_model(), TagSettings()
    tag(*read[0], settings)  # what is loaded at first use: the gazetteer, the vocabulary
    every = [[block.text for block in document.blocks] for document, _ in read]
    asked = [[b.text for b in d.blocks if b.kind in ASKED and len(b.text) >= SHORTEST] for d, _ in read]
    work: tuple[Callable[[], object], ...] = (
        lambda: [list(nlp.pipeline.pipe(texts)) for texts in every],
        lambda: [list(nlp.pipeline.pipe(texts)) for texts in asked],
        lambda: [tag(document, record, settings) for document, record in read],
    )
    rounds = [[seconds(one) for one in work] for _ in range(REPEATS)]
    alone, ask, whole = (min(times) for times in zip(*rounds, strict=True))
    return alone, ask, whole


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process; answers kept from the round before are forgotten first."""
    is_place.cache_clear()
    loudest.cache_clear()
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
