"""Whether LibreOffice is installed, found without starting it, which takes a second."""

from __future__ import annotations

import os
import re
import shutil
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
