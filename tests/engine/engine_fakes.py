"""Functions that behave badly, one for each way in which a task can go wrong."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
from pathlib import Path

from pipeline.engine import more_time


def behave(payload: bytes) -> bytes:
    """Do what the payload says; anything else is turned round."""
    action = payload.decode().split(":")[0]
    return ACTIONS.get(action, _reverse)(payload)


def _reverse(payload: bytes) -> bytes:
    return payload[::-1]


def _segfault(_: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def _exit(_: bytes) -> bytes:
    os._exit(7)


def _exit_well(_: bytes) -> bytes:
    os._exit(0)


def _sys_exit(_: bytes) -> bytes:
    sys.exit(3)


def _abort(_: bytes) -> bytes:
    os.abort()


def _kill(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def _spin(_: bytes) -> bytes:
    while True:
        pass


def _sleep(payload: bytes) -> bytes:
    time.sleep(float(payload.decode().split(":")[1]))
    return payload


def _inherited(payload: bytes) -> bytes:
    """`inherited:WORD`: whether it stands in the environment, as it is now or as it was given."""
    word = payload.partition(b":")[2]
    given = Path("/proc/self/environ").read_bytes() if sys.platform == "linux" else b""
    return b"yes" if word in given or word.decode() in os.environ.values() else b"no"


def _ask(payload: bytes) -> bytes:
    """`ask:SECONDS:WORK`: more time asked for, then so many seconds of work."""
    _, seconds, work = payload.decode().split(":")
    more_time(float(seconds))
    end = time.process_time() + float(work)
    while time.process_time() < end:
        pass
    return payload


def _eat(_: bytes) -> bytes:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _eat_once(_: bytes) -> bytes:
    return bytes(bytearray(1 << 34))


def _raise(_: bytes) -> bytes:
    raise ValueError("no good")


def _recurse(payload: bytes) -> bytes:
    return _recurse(payload)


def _shout(payload: bytes) -> bytes:
    print("garbage\x1b[2J" * 1000)
    os.write(1, b"garbage" * 1000)
    os.write(2, b"garbage" * 1000)
    return payload


def _close(_: bytes) -> bytes:
    os.closerange(3, 64)
    return b"closed"


def _pid(_: bytes) -> bytes:
    return str(os.getpid()).encode()


def _environment(_: bytes) -> bytes:
    return os.environ.get("OMP_NUM_THREADS", "").encode()


def _once(payload: bytes) -> bytes:
    """Crash the first time only; the payload names the file that remembers."""
    marker = payload.decode().split(":", 1)[1]
    if not os.path.exists(marker):
        open(marker, "w").close()
        os._exit(1)
    return b"second time"


def _file(payload: bytes) -> bytes:
    """Say in a file who runs, then wait."""
    with open(payload.decode().split(":", 1)[1], "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    time.sleep(60)
    return b""


def _network(_: bytes) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        try:
            connection.connect(("192.0.2.1", 9))
        except OSError:
            return b"unreachable"
    return b"reachable"


def _modules(payload: bytes) -> bytes:
    return b"imported" if payload.decode().split(":")[1] in sys.modules else b"absent"


def _large(_: bytes) -> bytes:
    return b"x" * 50_000_000


class Unloadable:
    """A function that ends the process that loads it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)

    def __call__(self, payload: bytes) -> bytes:
        return payload


ACTIONS = {
    "ask": _ask,
    "segfault": _segfault,
    "exit": _exit,
    "exit-well": _exit_well,
    "sys-exit": _sys_exit,
    "abort": _abort,
    "kill": _kill,
    "spin": _spin,
    "sleep": _sleep,
    "eat": _eat,
    "eat-once": _eat_once,
    "raise": _raise,
    "recurse": _recurse,
    "shout": _shout,
    "close": _close,
    "pid": _pid,
    "inherited": _inherited,
    "environment": _environment,
    "once": _once,
    "file": _file,
    "large": _large,
    "network": _network,
    "modules": _modules,
}
