"""Each table as JSON Lines: one object on each line, real lists and numbers, null where there is nothing, no guards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset


def write(dataset: Dataset, folder: Path) -> None:
    """Write all tables, empty ones too, as UTF-8 with a line feed after each row."""
    for table in TABLES:
        names = [field.name for field in schema.columns(table)]
        with (folder / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for row in dataset.rows(table):
                values = {name: _value(getattr(row, name)) for name in names}
                file.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")


def _value(value: Any) -> Any:
    return None if value == "" else value
