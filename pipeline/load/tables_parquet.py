"""Each table as Parquet: dates as date32, lists as lists, empty text as null. The same rows give the same bytes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.load import schema
from pipeline.model.dataset import TABLES, Dataset, Field

if TYPE_CHECKING:
    import pyarrow as pa


def write(dataset: Dataset, folder: Path) -> None:
    """Write all tables, empty ones too."""
    import pyarrow.parquet as pq

    for table in TABLES:
        pq.write_table(_arrow(table, dataset.rows(table)), folder / f"{table}.parquet", compression="zstd")


def _arrow(table: str, rows: tuple[Any, ...]) -> pa.Table:
    import pyarrow as pa

    columns = schema.columns(table)
    arrow = pa.schema(
        [_arrow_field(table, field) for field in columns], metadata={"description": schema.describe(table)}
    )
    arrays = [
        pa.array([_value(field, getattr(row, field.name)) for row in rows], type=arrow.field(field.name).type)
        for field in columns
    ]
    return pa.Table.from_arrays(arrays, schema=arrow)


def _arrow_field(table: str, field: Field) -> pa.Field:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "texts": pa.list_(pa.string()),
        "numbers": pa.list_(pa.float64()),
    }
    nullable = field.name not in schema.required(table) and field.type is not tuple
    return pa.field(
        field.name, types[schema.type_of(field)], nullable, metadata={"description": field.column.description}
    )


def _value(field: Field, value: Any) -> Any:
    if value == "":
        return None
    return date.fromisoformat(value) if schema.type_of(field) == "date" else value
