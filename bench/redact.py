#!/usr/bin/env python3
"""What a public release keeps that it should, measured on datasets: names of cities and organisations.

    python3 bench/redact.py DATASET [DATASET ...]      folders of releases for their owner
        --show      every such name that was taken for a person's

A name of a city, country or organisation counts where the dataset mentions it inside a statement: it must stand there
in the public text as well. Planted names of people are counted by `tests/test_give.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.give import persons_seen
from pipeline.load import reading
from pipeline.model.dataset import Dataset
from pipeline.redact import Key, RedactSettings, redact

KEPT = ("city", "country", "organisation")


def false_redactions(dataset: Dataset, public: Dataset, key: Key) -> tuple[int, list[tuple[str, str, str]]]:
    """How many such names stand in statements, and those that do not any more: name, text before, text after."""
    before = {row.insight_id: row for row in dataset.rows("insights")}
    after = {row.insight_id: row for row in public.rows("insights")}
    names = list(_names(dataset))
    lost = [
        (name, before[one].text, after[key.id(one)].text) for one, name in names if name not in after[key.id(one)].text
    ]
    return len(names), lost


def _names(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """(insight, name) of each city, country and organisation that a statement names."""
    texts = {row.insight_id: row.text for row in dataset.rows("insights")}
    for row in dataset.rows("mentions"):
        if row.entity_type in KEPT and row.insight_id and row.surface and row.surface in texts[row.insight_id]:
            yield row.insight_id, row.surface
    for row in dataset.rows("insights"):
        for body in dataset.rows("organisations"):
            if row.document_id in body.document_ids and body.name in row.text:
                yield row.insight_id, body.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    key = Key(b"k" * 32)
    total, missing = 0, 0
    for folder in options.datasets:
        dataset = reading.read(folder)
        count, lost = false_redactions(
            dataset, redact(dataset, "public", RedactSettings(), key, persons_seen).dataset, key
        )
        total, missing = total + count, missing + len(lost)
        print(f"{folder}: {len(lost)} of {count} names of cities, countries, organisations replaced")
        if options.show:
            for name, text, public in lost:
                print(f"  {name}\n    {text}\n    {public}")
    print(f"together {missing} of {total} ({missing / max(total, 1):.2%})")


if __name__ == "__main__":
    main()
