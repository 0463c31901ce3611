"""What goes into an engine and what comes out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["timed-out", "out-of-memory", "crashed", "failed"]


class EngineError(Exception):
    """The engine itself cannot work, such as when no process will start."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How tasks are run and how they are bounded."""

    engine: str = "local"
    workers: int = 0  # 0: as many as the machine has cores for us
    deadline_seconds: float = 60.0  # of processor time for one task; ignored where the system cannot count it
    wall_factor: float = 5.0  # times the deadline that the clock on the wall allows; it only catches hangs
    memory_bytes: int = 2 << 30  # address space of a worker; 0: unlimited. See `local.py` for why 2 GiB
    recycle_after: int = 200  # tasks of one worker
    startup_seconds: float = 120.0  # until a new worker is ready
    network: bool = False  # whether tasks may reach it, where the system lets us take it away
    confined: bool = False  # whether tasks are kept, where Linux allows, from all files but Python's and the system's
    readable: tuple[str, ...] = ()  # what they may read besides
    sockets: tuple[str, ...] = ()  # folders where programs they start may make sockets, and nothing else
    hidden: tuple[str, ...] = ()  # variables of the environment that workers do not get
    preload: tuple[str, ...] = ()  # modules that workers find imported, where processes can be forked

    @property
    def worker_count(self) -> int:
        """How many workers there are."""
        return self.workers or available_cores()

    @property
    def wall_seconds(self) -> float:
        """How long a task may take by the clock."""
        return self.deadline_seconds * self.wall_factor


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do."""

    key: str
    payload: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Success:
    """What the function made of a task."""

    key: str
    payload: bytes
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a task has no result. `failed`: the function raised; the others: it was stopped or died."""

    key: str
    kind: Kind
    detail: str
    seconds: float = 0.0


Result: TypeAlias = Success | Failure


def available_cores() -> int:
    """Cores that this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
