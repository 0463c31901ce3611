"""What a worker may touch, where Linux can say so (Landlock, from kernel 5.13): programs to read, a folder of its own.

It reads documents of strangers, which are sent to it over a pipe. Everything else on the machine (mailboxes, other
documents, keys, the catalogue) it can neither read nor write, whatever a document makes it do. Where the kernel has no
Landlock, it works unconfined; `supported` says which.

Numbers are those of `linux/landlock.h`; the system calls have had the same numbers on every architecture since 5.13.
"""

from __future__ import annotations

import ctypes
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38  # prctl's PR_SET_NO_NEW_PRIVS, which the kernel asks for before
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_MAKE_SOCKET = 1 << 9
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
_ALL = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}  # rights that a version knows
_NEWEST = (1 << 16) - 1
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/proc", "/sys/devices/system")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/shm")


class _Rules(ctypes.Structure):
    _fields_ = (("handled", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Which version of Landlock the kernel has; 0: none."""
    if sys.platform != "linux":
        return 0
    found = ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)
    return max(0, int(found))


def confine(readable: Iterable[str], writable: Iterable[str], sockets: Iterable[str] = ()) -> bool:
    """Give up, for good, all files but Python's, the system's and those below some paths. Whether that worked.

    sockets: folders where sockets may be made, and nothing else be done.
    /etc stays readable, since libraries look there; who runs this is not root, and secrets there are root's.
    """
    known = version()
    if not known:
        return False
    system = ctypes.CDLL(None, use_errno=True)
    handled = _ALL.get(known, _NEWEST)
    rules = _Rules(handled)
    ruleset = system.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    if ruleset < 0:
        return False
    try:
        for path in (*_SYSTEM, *_python(), *readable):
            _allow(system, ruleset, path, _READ & handled)
        for path in (*_DEVICES, *writable):
            _allow(system, ruleset, path, handled)
        for path in sockets:
            _allow(system, ruleset, path, _MAKE_SOCKET & handled)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(system.syscall(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _python() -> Iterator[str]:
    """Where Python and what it imports lie."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values())
    yield from (os.path.realpath(sys.executable), *site.getsitepackages())
    yield from (path for path in sys.path if path)
    yield str(Path(__file__).parents[1])


def _allow(system: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]  # exists on Linux only
    except OSError:
        return  # not there: nothing to allow
    try:
        allowed = rights if os.path.isdir(path) else rights & _OF_FILES
        beneath = _Beneath(allowed, place)
        system.syscall(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(place)
