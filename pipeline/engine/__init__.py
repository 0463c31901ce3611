"""Work done in other processes, so that no task can hurt its neighbours. Knows nothing of documents.

An engine is a function from a function, tasks and settings to results. Each task ends as `Success` or `Failure`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from pipeline.engine.bounds_seen import Bounds, bounds_seen
from pipeline.engine.child import more_time
from pipeline.engine.tasks import EngineError, Failure, Result, Settings, Success, Task

Engine: TypeAlias = Callable[[Callable[[bytes], bytes], Iterable[Task], Settings], Iterator[Result]]


def _local() -> Engine:
    from pipeline.engine.local import map_supervised

    return map_supervised


ENGINES: dict[str, Callable[[], Engine]] = {
    "local": _local,  # supervised processes of this machine
}


def map_tasks(
    function: Callable[[bytes], bytes], tasks: Iterable[Task], settings: Settings | None = None
) -> Iterator[Result]:
    """Every task's result, in the order in which they end."""
    settings = settings or Settings()
    return ENGINES[settings.engine]()(function, tasks, settings)


__all__ = [
    "ENGINES",
    "Bounds",
    "Engine",
    "EngineError",
    "Failure",
    "Result",
    "Settings",
    "Success",
    "Task",
    "bounds_seen",
    "map_tasks",
    "more_time",
]
