"""The inside of a worker: limits first, then one task after another until the pipe closes.

Messages to the parent begin with one byte that says what they are.
"""

from __future__ import annotations

import ctypes
import math
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

from pipeline.engine.confine import confine
from pipeline.engine.tasks import Settings

READY, SUCCESS, FAILED, OUT_OF_MEMORY, MORE_TIME = b"r", b"s", b"f", b"m", b"t"
_SET_PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG
_NEW_NETWORK = 0x40000000  # unshare's CLONE_NEWNET
_NEW_USER = 0x10000000  # CLONE_NEWUSER, which lets those who are not root do the former
_LONGEST_DETAIL = 2_000


_parent: list[Connection] = []  # whom a worker answers; nobody outside of one


def more_time(seconds: float) -> None:
    """Let the task at hand take so much more processor time, and the clock accordingly; nothing outside of a worker.

    To be called by the function before it begins work whose amount only it knows.
    """
    for connection in _parent:
        connection.send_bytes(MORE_TIME + repr(float(seconds)).encode())
        raise_processor_limit(seconds)


def serve(connection: Connection, function: Callable[[bytes], bytes], settings: Settings, folder: str = "") -> None:
    """Answer tasks until the parent closes the pipe. Runs as the main function of a worker.

    folder: for temporary files, the only one it may write where it is confined.
    """
    if not settings.network:
        leave_network()
    if settings.confined:
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        confine(settings.readable, (folder,), settings.sockets)
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers
    silence()
    limit_memory(settings.memory_bytes)
    _parent.append(connection)
    connection.send_bytes(READY)
    while True:
        try:
            payload = connection.recv_bytes()
        except (EOFError, OSError):
            return
        answer = answer_to(function, payload, settings.deadline_seconds)
        del payload
        connection.send_bytes(answer)
        if answer[:1] == OUT_OF_MEMORY:
            return  # what is left of the heap is no fair start for the next task


def answer_to(function: Callable[[bytes], bytes], payload: bytes, deadline_seconds: float) -> bytes:
    """One task's answer: what the function returns, or what it raised."""
    limit_processor(deadline_seconds)
    try:
        return SUCCESS + function(payload)
    except MemoryError:
        return OUT_OF_MEMORY + b"MemoryError"
    except Exception as error:  # noqa: BLE001  # the border of the function, whose faults are its task's result
        return FAILED + describe(error)


def describe(error: Exception) -> bytes:
    """An exception and where it was raised. Memory trouble hides behind other exceptions in some libraries."""
    place = ""
    traceback = error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{traceback.tb_lineno} in {code.co_name}"
        traceback = traceback.tb_next
    return f"{type(error).__name__}: {error} ({place})"[:_LONGEST_DETAIL].encode("utf-8", "replace")


def limit_memory(memory_bytes: int) -> None:
    """Bound the address space where the system can; elsewhere the parent watches."""
    if memory_bytes and sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        except (ValueError, OSError):
            return  # macOS refuses the first; the parent watches there as well


def limit_processor(seconds: float) -> None:
    """Let the system end this process when a task has used its processor time, counted from now."""
    _limit_processor(time.process_time() + seconds)


def raise_processor_limit(seconds: float) -> None:
    """The same limit, so much later."""
    if sys.platform != "win32":
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
        if soft >= 0:
            _limit_processor(soft + seconds)


def _limit_processor(bound: float) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(bound if hard < 0 else min(bound, hard)), hard))


def silence() -> None:
    """What libraries print goes nowhere: documents choose those words."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open for the process's life


def leave_network() -> None:
    """A network of its own with nobody in it, where Linux allows: nothing that a document makes us do gets out."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(_NEW_NETWORK):
            system.unshare(_NEW_USER | _NEW_NETWORK)


def die_with_parent() -> None:
    """No worker outlives its parent, however that ends. After `leave_network`, which may undo it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
