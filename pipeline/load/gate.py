"""The gate before a release is shown: one that lost much of what the one before had is more often a fault than news."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import OutputError


def refuse(new: int, shown: Path, max_loss: float) -> None:
    """OutputError where a release has lost more than a share of the insights of the one that is shown.

    new: insights of the new one. shown: folder of the other, which need not exist.
    """
    old = insights_in(shown)
    lost = old - new
    if lost > old * max_loss:
        raise OutputError(
            f"The new release has {new} insights, the one before {old}: {lost / old:.0%} are lost, and "
            f"`load.max_loss` allows {max_loss:.0%}. The one before is still shown. Look at the ledger and at "
            "`learnings quarantine list` for what is missing. If the loss is right, run again with --accept-loss."
        )


def insights_in(folder: Path) -> int:
    """Insights of a release; none where there is no release that can be read."""
    table = folder / "insights.parquet"
    if not table.is_file():
        return 0
    import pyarrow
    from pyarrow import parquet

    try:
        return int(parquet.read_metadata(table).num_rows)
    except (OSError, pyarrow.ArrowInvalid):
        return 0
