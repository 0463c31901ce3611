"""How much memory a process takes, asked from outside: what the parent watches."""

from __future__ import annotations

import ctypes
import os
import sys

_QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def memory_of(pid: int | None) -> int:
    """Address space of a process where it can be bounded, committed or resident memory elsewhere; 0 where nobody
    says."""
    if pid is None:
        return 0
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return 0
    return _committed(pid) if sys.platform == "win32" else _resident(pid)


class _Counters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS_EX of psapi.h."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        *((name, ctypes.c_size_t) for name in ("peak", "working_set", "a", "b", "c", "d", "pagefile", "e", "private")),
    )


def _committed(pid: int) -> int:  # pragma: no cover
    """Private bytes on Windows, which has no bound of its own here: the parent must see it in time. Never tried on
    Windows by us; written after the documentation of GetProcessMemoryInfo."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]  # exists on Windows only
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(_QUERY, False, pid)
    if not handle:
        return 0
    try:
        counters = _Counters(size=ctypes.sizeof(_Counters))
        asked = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(handle), ctypes.byref(counters), counters.size)
        return int(counters.private) if asked else 0
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def _resident(pid: int) -> int:
    try:
        import psutil  # type: ignore[import-untyped]  # optional, ships no types
    except ImportError:
        return 0
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
