"""Whether LibreOffice is installed, found without starting it, which takes a second."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from pathlib import Path

NAMES = ("soffice", "libreoffice")
# Where its installers put it without adding it to the search path.
ELSEWHERE = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.com",),
}
_BUILD = re.compile(r"^buildid=(\S+)", re.MULTILINE)


def program() -> str:
    """The path of LibreOffice's command; empty where there is none."""
    found = (shutil.which(name) for name in NAMES)
    elsewhere = (path for path in ELSEWHERE.get(sys.platform, ()) if os.access(path, os.X_OK))
    return next((path for path in (*found, *elsewhere) if path), "")


def version() -> str:
    """What tells one build of LibreOffice from another; empty where there is none."""
    path = program()
    if not path:
        return ""
    real = Path(path).resolve()
    notes = real.with_name("versionrc")
    build = _BUILD.search(notes.read_text("utf-8", "replace")) if notes.is_file() else None
    return f"LibreOffice {build[1] if build else ''} of {int(real.stat().st_mtime)}"


def readable() -> tuple[str, ...]:
    """Folders besides the system's programs that it reads: its own, and what Debian keeps of it below /var."""
    path = program()
    if not path:
        return ()
    home = Path(path).resolve().parents[1]
    return (str(home), str((home / "share" / "uno_packages" / "cache").resolve()))


def sockets() -> tuple[str, ...]:
    """Folders where it makes a socket, without which it does not start: `PIPEDEFAULTPATH` of its sal/osl/unx/pipe.cxx."""
    return ("/tmp",) if program() and sys.platform == "linux" else ()


def sweep() -> None:
    """Remove the sockets that confined conversions left behind: ours, and nobody listens there any more."""
    for folder in sockets():
        for path in Path(folder).glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*"):
            if _deserted(path):
                path.unlink(missing_ok=True)


def _deserted(path: Path) -> bool:
    """Whether it is a socket of this user's that refuses whoever calls."""
    import socket

    try:
        about = path.lstat()
        if not stat.S_ISSOCK(about.st_mode) or about.st_uid != os.getuid():
            return False
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(1)
            caller.connect(str(path))
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False
