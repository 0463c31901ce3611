"""Run in the sandbox of the service: what can the run itself do there, and what can a process that reads documents?"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import socket
import sys
import time
from collections.abc import Callable

from pipeline import engine

PORT = 9977
_LIBC = ctypes.CDLL(None, use_errno=True)
_NEW_MOUNTS, _WRITE_AND_RUN = 0x00020000, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC


def tried(act: Callable[[], object]) -> str:
    """Whether something can be done."""
    try:
        act()
    except OSError as error:
        return f"no: {error.strerror}"
    return "YES"


def system(name: str, *words: object) -> None:
    """A system call of the C library; OSError where it is refused."""
    if getattr(_LIBC, name)(*words) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write(folder: str) -> Callable[[], object]:
    def act() -> None:
        with open(os.path.join(folder, "written"), "w", encoding="utf-8"):
            os.remove(os.path.join(folder, "written"))

    return act


def looks(_: bytes = b"") -> bytes:
    """All that is tried, with its outcome, as JSON."""
    acts: dict[str, Callable[[], object]] = {
        "list the inbox": lambda: os.listdir("/srv/learnings/inbox"),
        "list the output": lambda: os.listdir("/srv/learnings/out"),
        **{f"write to {folder}": write(folder) for folder in ("/srv/learnings/out", "/srv/learnings", "/etc", "/opt/learnings", "/var/tmp")},
        "list /home": lambda: os.listdir("/home"),
        "list /root": lambda: os.listdir("/root"),
        "connect within this machine": lambda: socket.create_connection(("127.0.0.1", PORT), 3).close(),
        "raw socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close(),
        "become root": lambda: os.setuid(0),
        "mount": lambda: system("mount", b"none", b"/mnt", b"tmpfs", 0, None),
        "mount namespace": lambda: system("unshare", _NEW_MOUNTS),
        "memory to write and run": lambda: mmap.mmap(-1, 4096, prot=_WRITE_AND_RUN).close(),
        "set the clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    }  # fmt: skip
    return json.dumps({what: tried(act) for what, act in acts.items()}).encode()


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(__file__))
    with socket.create_server(("127.0.0.1", PORT)):
        run = json.loads(looks())
        work = engine.Settings(workers=1, confined=True)
        (result,) = engine.map_tasks(looks, [engine.Task("sandbox", b"")], work)
        reader = json.loads(result.payload) if isinstance(result, engine.Success) else {}
        print(f"{'':28s} {'the run':32s} a reading process")
        for what, told in run.items():
            print(f"{what:28s} {told:32s} {reader.get(what, result)}")
        print(engine.bounds_seen(work))
