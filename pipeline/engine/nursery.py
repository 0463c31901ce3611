"""The process that workers are forked from: it has imported the heavy modules, so that they start in milliseconds.

Python keeps one such server per process and asks it once what to import. Where another set of modules is wanted, and
nobody uses the old one, it is ended, and the next worker starts a new one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import BaseContext

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class _Use:
    """What the server of this process has imported, and how many crews count on it."""

    modules: tuple[str, ...] = ()
    crews = 0


def enter(modules: tuple[str, ...]) -> BaseContext:
    """A context whose processes find these modules imported, where processes can be forked."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    if not _Use.crews and _Use.modules != modules:
        _end_server()
        context.set_forkserver_preload(["__main__", *modules])
        _Use.modules = modules
    _Use.crews += 1
    return context


def leave() -> None:
    """One crew less that counts on the server."""
    _Use.crews = max(0, _Use.crews - 1)


def _end_server() -> None:
    """Python has no public way; without it the modules are imported by each worker, which is slow and works."""
    from multiprocessing import forkserver  # here, since systems that cannot fork have no use for it

    stop = getattr(getattr(forkserver, "_forkserver", None), "_stop", None)
    if stop:
        stop()


@contextmanager
def surroundings(hidden: Iterable[str]) -> Iterator[None]:
    """The environment that processes inherit which are started meanwhile.

    Numeric libraries start threads of their own when imported; workers are parallel already. Processes inherit the
    environment and nothing else reaches them early enough.
    hidden: variables that they do not get, such as passwords; what once was in a process's environment stays readable
    in its memory, so that removing it there would be too late.
    """
    wanted: dict[str, str | None] = {**dict.fromkeys(_ONE_THREAD, "1"), **dict.fromkeys(hidden)}
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
