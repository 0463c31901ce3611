"""Supervised processes of this machine: a hang, crash or memory bomb costs its own task and nothing else.

Workers are forked from a server that has imported the heavy modules already (spawned afresh on Windows), are sent
one task at a time, and are killed and replaced when a task does not end well. Such a task is tried once more, alone,
after all others: it may have suffered from its neighbours, or they from it.

Memory is bounded as address space, since that is what the system can refuse before it is too late. Measured: a worker
that has imported pandas, pyarrow, pypdfium2, pdfplumber, trafilatura and spaCy with its small model, and has read a
report, has 555 MiB of it (259 MiB resident), 634 MiB at its peak; the medium model adds some 200, each thread up to 72.
1 GiB would leave a document 400 MiB, so that the default is 2 GiB.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from pipeline.engine import child, nursery, workplace
from pipeline.engine.memory import memory_of
from pipeline.engine.tasks import EngineError, Failure, Kind, Result, Settings, Success, Task

_TICK = 0.25  # seconds between two looks at deadlines and memory
_STARTS = 3  # workers in a row that may die before they are ready
_RETRIED: frozenset[Kind] = frozenset({"crashed", "out-of-memory"})


def map_supervised(
    function: Callable[[bytes], bytes], tasks: Iterable[Task], settings: Settings | None = None
) -> Iterator[Result]:
    """Every task's result, in the order in which they end; the caller sorts where order matters.

    function: module-level, or a partial of one; it is sent to the workers by name.
    tasks: read one by one as workers become free.
    """
    with Crew(function, settings or Settings()) as crew:
        yield from crew.map(tasks)


class Crew:
    """Workers that stay warm from one `map` to the next."""

    def __init__(self, function: Callable[[bytes], bytes], settings: Settings) -> None:
        self.function = function
        self.settings = settings
        workplace.sweep()
        self.context = nursery.enter(settings.preload)
        self.workers: list[_Worker] = []
        self.failed_starts = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        nursery.leave()

    def close(self) -> None:
        """End every worker at once; the next task gets a fresh one."""
        for worker in self.workers:
            worker.kill()
        self.workers = []

    def call(self, task: Task) -> Result:
        """One task's result."""
        return next(iter(self.map([task])))

    def map(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """Results as they come; those that were tried alone come last."""
        suspects: list[Task] = []
        for task, result in self._rounds(iter(tasks), self.settings.worker_count):
            if isinstance(result, Failure) and result.kind in _RETRIED:
                suspects.append(task)
            else:
                yield result
        for suspect in suspects:
            self.close()  # a fresh worker, and none beside it
            for _, result in self._rounds(iter([suspect]), 1):
                yield result

    def _rounds(self, tasks: Iterator[Task], count: int) -> Iterator[tuple[Task, Result]]:
        """Hand out tasks and collect results until there are none of either."""
        waiting = next(tasks, None)
        while waiting or any(worker.task for worker in self.workers):
            self._staff(count if waiting else 0)
            for worker in self.workers:
                if waiting and worker.idle and worker.give(waiting):
                    waiting = next(tasks, None)
            yield from self._collect()

    def _staff(self, count: int) -> None:
        """Replace workers that are worn out or dead; start no more than are wanted."""
        for worker in [worker for worker in self.workers if worker.idle and worker.done >= self.settings.recycle_after]:
            self._dismiss(worker)
        while len(self.workers) < count:
            try:
                self.workers.append(_Worker(self.context, self.function, self.settings))
            except OSError as error:  # no room for temporary files, no more processes
                raise EngineError(f"No worker can be started: {error.strerror or error}.") from error

    def _dismiss(self, worker: _Worker) -> None:
        worker.kill()
        self.workers.remove(worker)

    def _collect(self) -> Iterator[tuple[Task, Result]]:
        """Wait for something to happen, and say what came of which task."""
        busy = [worker for worker in self.workers if worker.task or not worker.ready]
        heard = set(wait([worker.connection for worker in busy], timeout=_TICK)) if busy else set()
        for worker in busy:
            task = worker.task
            result = worker.hear() if worker.connection in heard else worker.overdue()
            if worker.dead:
                self._dismiss(worker)
                self._count_start(worker)
            elif worker.ready:
                self.failed_starts = 0
            if task and result:
                yield task, result

    def _count_start(self, worker: _Worker) -> None:
        if worker.ready:
            return
        self.failed_starts += 1
        if self.failed_starts >= _STARTS:
            raise EngineError(f"Workers do not start (the last ended with code {worker.exit_code}).")


class _Worker:
    """One process, seen from the parent."""

    def __init__(self, context: BaseContext, function: Callable[[bytes], bytes], settings: Settings) -> None:
        self.settings = settings
        self.connection, theirs = context.Pipe()
        self.folder = workplace.new_folder() if settings.confined else ""  # the only one it may write
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]  # every context has one
            target=child.serve, args=(theirs, function, settings, self.folder), daemon=True
        )
        with nursery.surroundings(settings.hidden), workplace.at_work():
            self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.ready = False
        self.dead = False
        self.done = 0
        self.since = time.monotonic()
        self.more = 0.0  # seconds of processor time that the present task was given besides the deadline
        self.peak = 0  # the most memory seen of the present task
        self.exit_code: int | None = None

    @property
    def idle(self) -> bool:
        """Whether it can be given a task."""
        return self.ready and not self.dead and self.task is None

    def give(self, task: Task) -> bool:
        """Send it a task; False where it has died meanwhile."""
        try:
            self.connection.send_bytes(task.payload)
        except OSError:
            self.kill()
            self.ready = True  # it had started: no failed start
            return False
        self.task, self.since, self.more, self.peak = task, time.monotonic(), 0.0, 0
        return True

    def hear(self) -> Result | None:
        """Take what it has sent: that it is ready, that it needs more time, a result, or the end."""
        try:
            message = self.connection.recv_bytes()
        except (EOFError, OSError):
            return self._end()
        if message[:1] == child.READY:
            self.ready = True
            return None
        if message[:1] == child.MORE_TIME:
            self.more += float(message[1:])
            return None
        task, seconds = self.task, time.monotonic() - self.since
        assert task is not None  # a worker speaks only when asked
        self.task, self.done = None, self.done + 1
        if message[:1] == child.SUCCESS:
            return Success(key=task.key, payload=message[1:], seconds=seconds)
        kind: Kind = "failed"
        if message[:1] == child.OUT_OF_MEMORY:
            kind = "out-of-memory"
            self.kill()
        return Failure(key=task.key, kind=kind, detail=message[1:].decode("utf-8", "replace"), seconds=seconds)

    def overdue(self) -> Failure | None:
        """Kill it where it takes too long or too much, and say so."""
        seconds = time.monotonic() - self.since
        if not self.ready:
            if seconds > self.settings.startup_seconds:
                self.kill()
            return None
        self.peak = max(self.peak, memory_of(self.process.pid))
        bound = self.settings.memory_bytes
        if bound and self.peak > bound:
            return self._stopped("out-of-memory", f"more than {bound >> 20} MiB", seconds)
        if seconds > self.settings.wall_seconds + self.more * self.settings.wall_factor:
            return self._stopped("timed-out", f"no answer for {seconds:.0f} s", seconds)
        return None

    def _stopped(self, kind: Kind, detail: str, seconds: float) -> Failure | None:
        task = self.task
        self.kill()
        return Failure(key=task.key, kind=kind, detail=detail, seconds=seconds) if task else None

    def _end(self) -> Failure | None:
        """It died by itself: say of what."""
        seconds = time.monotonic() - self.since
        self.process.join(5)
        self.exit_code = self.process.exitcode
        kind, detail = cause_of_death(self.exit_code, self.peak, self.settings, self.more)
        return self._stopped(kind, detail, seconds)

    def kill(self) -> None:
        """End it now."""
        self.dead, self.task = True, None
        self.connection.close()
        self.process.kill()
        self.process.join(10)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.exit_code = self.exit_code if self.exit_code is not None else self.process.exitcode


def cause_of_death(exit_code: int | None, peak: int, settings: Settings, more: float = 0.0) -> tuple[Kind, str]:
    """What a worker died of, from its exit code and the most memory it was seen with.

    more: seconds that it was given besides the deadline.
    """
    if exit_code is None or exit_code >= 0:
        return "crashed", f"ended with code {exit_code}"
    name = next((known.name for known in signal.Signals if known == -exit_code), f"signal {-exit_code}")
    if name == "SIGXCPU":
        return "timed-out", f"more than {settings.deadline_seconds + more:g} s of processor time"
    if name == "SIGKILL":
        return "out-of-memory", "killed by the system, which does so when memory runs out"
    if settings.memory_bytes and peak > settings.memory_bytes * 0.9:
        return "out-of-memory", f"{name} at {peak >> 20} MiB"
    return "crashed", name
