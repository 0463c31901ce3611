"""A textfile for Prometheus' node exporter: counts only, no name of a person or file."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.runs import Summary

Line = tuple[str, str, Mapping[str, float]]  # name, help, value by label


def write(path: Path, summary: Summary) -> None:
    """Replace the file in one step: the exporter reads it at any time, as another user."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(
        "\n".join(_text(summary)) + "\n", encoding="utf-8", newline="\n"
    )  # what reads it on Windows wants no other
    unfinished.chmod(0o644)
    unfinished.replace(path)


def _text(summary: Summary) -> Iterator[str]:
    for name, what, values in _lines(summary):
        yield f"# HELP learnings_{name} {what}"
        yield f"# TYPE learnings_{name} gauge"
        for label, value in values.items():
            yield f"learnings_{name}{label} {value:g}" if value < 1e6 else f"learnings_{name}{label} {value:.0f}"


def _lines(summary: Summary) -> Iterator[Line]:
    reasons = Counter(reason for _, reason, _ in summary.quarantined)
    yield "last_run_timestamp_seconds", "When the last run ended.", {"": time.time()}
    yield "last_run_exit_code", "Exit code of the last run.", {"": summary.exit_code}
    yield "last_run_duration_seconds", "How long it took.", {"": summary.seconds}
    yield "release_changed", "Whether it wrote a new release.", {"": summary.changed}
    yield "met", "Things met by how they ended.", _labelled("status", summary.met)
    yield "quarantined", "Things met that are in quarantine, by reason.", _labelled("reason", reasons)
    yield "processed", "Documents read.", {"": summary.processed}
    yield "sources_unreached", "Sources that could not be read.", {"": len(summary.unreached)}
    yield "documents", "Documents of the dataset by genre.", _labelled("genre", summary.documents)
    yield "insights", "Insights of the dataset by kind.", _labelled("kind", summary.insights)
    yield "documents_to_review", "Documents that a person should look at.", {"": len(summary.review)}
    yield "findings_to_review", "Findings below the threshold of confidence.", _labelled("kind", summary.doubtful)


def _labelled(label: str, values: Mapping[str, int]) -> dict[str, float]:
    """All values of a label are codes of ours, which need no escaping."""
    return {f'{{{label}="{value}"}}': number for value, number in values.items()}
