"""A reader of text that does what a document tells it: what a fault of a library does to the worker that has it.

`python poison_fakes.py ingest ...` is the command with that reader in the place of the one for plain text. The faults
are real: the process segfaults, hangs, eats memory or exits. Workers import this file as the main module of the
command, so that it is in place there, too.
"""

from __future__ import annotations

import ctypes
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pipeline

pipeline.__version__ = os.environ.get("POISON_VERSION", pipeline.__version__)  # before the other modules take it

from pipeline.extract import FORMATS  # noqa: E402
from pipeline.extract.plain import read_plain  # noqa: E402
from pipeline.model import Document  # noqa: E402


def _segfault(_: str) -> None:
    ctypes.string_at(0)


def _hang(_: str) -> None:
    time.sleep(3600)


def _spin(_: str) -> None:
    while True:
        pass


def _eat(_: str) -> None:
    hoard = []
    while True:
        hoard.append(bytearray(1 << 26))


def _exit(_: str) -> None:
    os._exit(0)


def _look(paths: str) -> None:
    """Fail with what a document could make a reader reach: files, one on a line, and the network."""
    reached = [_file(Path(path)) for path in paths.splitlines()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        try:
            connection.connect(("192.0.2.1", 9))
            reached.append("network reached")
        except OSError:
            reached.append("network unreachable")
    raise RuntimeError(", ".join(reached))


def _file(path: Path) -> str:
    try:
        path.read_bytes()
    except OSError as error:
        return f"{path.name} {type(error).__name__}"
    return f"{path.name} read"


FAULTS: dict[str, Callable[[str], None]] = {
    "segfault": _segfault,
    "hang": _hang,
    "spin": _spin,
    "eat": _eat,
    "exit": _exit,
    "look": _look,
}


def faulty(content: bytes, digest: str) -> Document:
    """What the package's own reader makes of a text, unless its first line is `POISON` and the name of a fault."""
    first, _, rest = content.decode("utf-8", "replace").partition("\n")
    fault = FAULTS.get(first.removeprefix("POISON "))
    if fault:
        if os.environ.get("POISON_TRIES"):
            with open(os.environ["POISON_TRIES"], "a", encoding="ascii") as tries:
                tries.write(f"{first.removeprefix('POISON ')}\n")
        fault(rest.strip())
    return read_plain(content, digest)


FORMATS["text/plain"] = lambda: faulty

if __name__ == "__main__":
    from pipeline.cli import main

    main()
